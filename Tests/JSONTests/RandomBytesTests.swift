import Foundation
import JSON
import Testing

/// No bytes at all may bring a process down, and the three readers agree on what is valid.
@Suite struct RandomBytesTests {
    private static let documents = [
        #"{"id":"42","status":"open","tags":["a"],"rating":3,"author":{"name":"L","age":30},"scores":{"x":1.5e3}}"#,
        #"{"type":"circle","radius":2}"#, #"[{"type":"square","side":3},{"type":"circle","radius":-1}]"#,
        #"{"a":{"b":1},"list":[{"b":1},{"b":null}],"map":{"k":{"b":1}},"grid":[[{"b":1}]]}"#,
        #"["\ud83d\ude00","\u0041\n","سلام","é😀",-0.5e-7,true,false,null,{"":[]}]"#,
    ]

    @Test(arguments: 0..<200) func `random bytes are read or refused`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let count = Int.random(in: 0..<64, using: &generator)
            readAll((0..<count).map { _ in .random(in: .min ... .max, using: &generator) })
        }
    }

    @Test(arguments: 0..<200) func `random JSON tokens are read or refused`(seed: UInt64) {
        let tokens = [
            "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "1", "-", "0", ".5", "e", "null", "true", " ", "\\", "\\u",
            "D800", "é",
        ]
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let count = Int.random(in: 0..<24, using: &generator)
            let text = (0..<count).map { _ in tokens[Int.random(in: 0..<tokens.count, using: &generator)] }.joined()
            readAll(Array(text.utf8))
        }
    }

    @Test(arguments: 0..<400) func `mutated documents are read or refused`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for document in Self.documents {
            var bytes = Array(document.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &generator) { mutate(&bytes, using: &generator) }
            readAll(bytes)
        }
    }

    @Test(arguments: documents) func `a document cut short is refused`(document: String) {
        let bytes = Array(document.utf8)
        for end in 0..<bytes.count {
            readAll(Array(bytes[..<end]))
            #expect(throws: JSONFault.self) { try RawJSON(checking: Array(bytes[..<end])) }
        }
    }

    private func mutate(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let syntax = Array("{}[],:\"\\0123.-eEu \n\u{01}".utf8)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes[place] = .random(in: .min ... .max, using: &generator)
        case 1: bytes[place] = syntax[Int.random(in: 0..<syntax.count, using: &generator)]
        case 2 where bytes.count > 1: bytes.remove(at: place)
        case 3: bytes.insert(syntax[Int.random(in: 0..<syntax.count, using: &generator)], at: place)
        default: bytes.insert(contentsOf: bytes[place..<min(place + 9, bytes.count)], at: place)
        }
    }

    /// Reads `bytes` in every way there is, and has Foundation confirm what is accepted.
    private func readAll(_ bytes: [UInt8]) {
        let isValid = (try? RawJSON(checking: bytes)) != nil
        #expect(isValid == ((try? JSON.decode(RawJSON.self, from: bytes)) != nil))
        let value = try? JSON.decode(AnyValue.self, from: bytes)
        #expect(isValid || value == nil)
        if let value { #expect((try? JSONDecoder().decode(AnyValue.self, from: Data(bytes)))?.plain == value.plain) }
        _ = try? JSON.decode(Ticket.self, from: bytes)
        _ = try? JSON.decode([Shape].self, from: bytes, unknownFields: .ignored)
        _ = try? JSON.decode(Tree.self, from: bytes)
        scan(bytes, isValid: isValid)
    }

    private func scan(_ bytes: [UInt8], isValid: Bool) {
        guard var scanner = try? JSONScanner(bytes) else { return }
        do throws(JSONFault) {
            while try scanner.nextField() {
                if scanner.name == "id" { _ = try scanner.string() }
                if scanner.name == "rating", try !scanner.isNull() { _ = try scanner.int64() }
            }
            #expect(isValid)
        } catch {
            #expect(!isValid || error.kind != .malformed)
        }
    }
}

extension AnyValue {
    /// The same value with every whole number as an integer: Foundation reads 1.5e1 as one, we do not.
    fileprivate var plain: AnyValue {
        switch self {
        case .number(let number): Int64(exactly: number).map(AnyValue.integer) ?? self
        case .list(let list): .list(list.map(\.plain))
        case .object(let fields): .object(fields.mapValues(\.plain))
        default: self
        }
    }
}
