import Foundation
import JSON
import Testing

/// What our coder writes, Foundation's must read, and the other way round.
@Suite struct OracleTests {
    @Test(arguments: 0..<300) func `any value makes the round trip both ways`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let value = AnyValue.random(depth: 4, using: &generator)

        let ours = try JSON.encode(value)
        let theirs = Array(try JSONEncoder().encode(value))

        #expect(try JSON.decode(AnyValue.self, from: ours) == value)
        #expect(try JSON.decode(AnyValue.self, from: theirs) == value)
        #expect(try JSONDecoder().decode(AnyValue.self, from: Data(ours)) == value)
    }

    @Test(arguments: 0..<100) func `a typed value makes the round trip both ways`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let value = Sample.random(using: &generator)

        let ours = try JSON.encode(value)
        let theirs = Array(try JSONEncoder().encode(value))

        #expect(try JSON.decode(Sample.self, from: ours) == value)
        #expect(try JSON.decode(Sample.self, from: theirs) == value)
        #expect(try JSONDecoder().decode(Sample.self, from: Data(ours)) == value)
    }

    @Test(arguments: 0..<2_000) func `a double keeps every bit`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let values = (0..<8).map { _ in Double(bitPattern: generator.next()) }.filter(\.isFinite)

        let text = try JSON.encode(values)

        #expect(try JSON.decode([Double].self, from: text).map(\.bitPattern) == values.map(\.bitPattern))
        #expect(try JSONDecoder().decode([Double].self, from: Data(text)).map(\.bitPattern) == values.map(\.bitPattern))
    }

    @Test(arguments: 0..<2_000) func `a float keeps every bit`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let words = (0..<8).map { _ in UInt32(truncatingIfNeeded: generator.next()) }
        let values = words.map(Float.init(bitPattern:)).filter(\.isFinite)

        #expect(try JSON.decode([Float].self, from: JSON.encode(values)).map(\.bitPattern) == values.map(\.bitPattern))
    }
}

extension AnyValue {
    static func random(depth: Int, using generator: inout SeededGenerator) -> AnyValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
        case 0: return .null
        case 1: return .bool(.random(using: &generator))
        case 2: return .integer(Int64(bitPattern: generator.next()) >> Int64.random(in: 0..<64, using: &generator))
        // Never whole, as a whole double is written as an integer.
        case 3: return .number(Double(Int32.random(in: .min ... .max, using: &generator)) + 0.5)
        case 4: return .string(.random(using: &generator))
        case 5:
            let count = Int.random(in: 0..<5, using: &generator)
            return .list((0..<count).map { _ in random(depth: depth - 1, using: &generator) })
        default:
            let count = Int.random(in: 0..<20, using: &generator) / depth
            let fields = (0..<count).map {
                ("\($0)" + String.random(using: &generator), random(depth: depth - 1, using: &generator))
            }
            return .object(Dictionary(fields) { $1 })
        }
    }
}

extension String {
    static func random(using generator: inout SeededGenerator) -> String {
        let alphabet: [Unicode.Scalar] = [
            "a", "b", "c", "d", " ", "/", "\"", "\\", "\n", "\r", "\t", "\0", "\u{1F}", "\u{7F}", "é", "س", "€",
            "\u{2028}",
            "😀", "\u{10FFFF}", "\u{FEFF}", "\u{FFFF}",
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0..<30, using: &generator) {
            let plain = Bool.random(using: &generator)
            text.append(alphabet[Int.random(in: 0..<(plain ? 4 : alphabet.count), using: &generator)])
        }
        return String(text)
    }
}

/// A bit of everything that synthesized conformances do.
struct Sample: Codable, Equatable {
    var bytes: [UInt8]
    var small: Int8?
    var large: UInt64
    var ratio: Double
    var single: Float
    var text: String
    var flag: Bool?
    var status: Status
    var id: TicketID
    var shapes: [Shape]
    var steps: [Step]
    var byNumber: [Int: String]
    var byID: [TicketID: Bool]
    var nested: [String: [Person?]]
    var pair: Pair?
    var hand: HandWritten
    var range: Range<Int>

    static func random(using generator: inout SeededGenerator) -> Sample {
        let people = (0..<2).map { _ in
            Person(name: .random(using: &generator), age: .random(in: -9...9, using: &generator))
        }
        let numbers = (0..<3).map { _ in Int.random(in: .min ... .max, using: &generator) }
        return Sample(
            bytes: numbers.map { UInt8(truncatingIfNeeded: $0) }, small: Bool.random(using: &generator) ? 7 : nil,
            large: generator.next(), ratio: .random(in: -1e9...1e9, using: &generator), single: 0.1,
            text: people[0].name,
            flag: Bool.random(using: &generator) ? true : nil, status: .snoozed, id: TicketID(value: Int64(numbers[0])),
            shapes: [.circle(Circle(radius: numbers[1])), .square(Square(side: 2))],
            steps: [.moved(by: numbers[2]), .turned(0.25), .stopped], byNumber: [numbers[0]: "a", numbers[1]: "b"],
            byID: [TicketID(value: 1): true], nested: ["k": [people[0], nil], people[1].name: []],
            pair: Bool.random(using: &generator) ? Pair(first: people[1].name, second: numbers[0]) : nil,
            hand: HandWritten(numbers: numbers, people: people), range: 3..<9)
    }
}
