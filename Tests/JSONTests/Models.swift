import Foundation
import JSON

struct Person: Codable, Equatable {
    var name: String
    var age: Int8
}

enum Status: String, Codable { case open, snoozed, closed }

/// An id carried as text, as ours are.
struct TicketID: Codable, Equatable, Hashable {
    var value: Int64

    init(value: Int64) {
        self.value = value
    }

    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Int64(text) else { throw JSONFault.invalid("An id is a decimal number.") }
        self.value = value
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(String(value))
    }
}

struct Ticket: Codable, Equatable {
    var id: TicketID
    var status: Status
    var tags: [String]
    var rating: Int?
    var note: String?
    var author: Person
    var scores: [String: Double]
    var matrix: [[Int]]
    var followers: [Person]?
}

struct Circle: Codable, Equatable { var radius: Int }
struct Square: Codable, Equatable { var side: Int }

/// A union told apart by a field beside the fields of its case.
enum Shape: Codable, Equatable {
    case circle(Circle)
    case square(Square)

    private enum Kind: String, Codable { case circle, square }
    private enum TypeKey: CodingKey { case type }

    init(from decoder: any Decoder) throws {
        switch try decoder.container(keyedBy: TypeKey.self).decode(Kind.self, forKey: .type) {
        case .circle: self = .circle(try Circle(from: decoder))
        case .square: self = .square(try Square(from: decoder))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: TypeKey.self)
        switch self {
        case .circle(let circle):
            try container.encode(Kind.circle, forKey: .type)
            try circle.encode(to: encoder)
        case .square(let square):
            try container.encode(Kind.square, forKey: .type)
            try square.encode(to: encoder)
        }
    }
}

/// A synthesized union: `{"moved":{"by":1}}`.
enum Step: Codable, Equatable {
    case moved(by: Int)
    case turned(Double)
    case stopped
}

struct Leaf: Codable, Equatable { var b: Int? }

struct Tree: Codable, Equatable {
    var a: Leaf?
    var list: [Leaf]?
    var map: [String: Leaf]?
    var grid: [[Leaf]]?
}

struct Empty: Codable, Equatable {}

struct Composed: Codable {
    var count: Int
    enum CodingKeys: String, CodingKey { case count = "\u{E9}" }
}

/// Two elements of a list.
struct Pair: Codable, Equatable {
    var first: String
    var second: Int

    init(first: String, second: Int) {
        self.first = first
        self.second = second
    }

    init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        first = try list.decode(String.self)
        second = try list.decode(Int.self)
    }

    func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(first)
        try list.encode(second)
    }
}

/// One of three, found by trying.
enum Either: Decodable, Equatable {
    case number(Int)
    case text(String)
    case person(String)

    init(from decoder: any Decoder) throws {
        if let number = try? Int(from: decoder) {
            self = .number(number)
        } else if let text = try? String(from: decoder) {
            self = .text(text)
        } else {
            self = .person(try Person(from: decoder).name)
        }
    }
}

/// Everything by hand: nested containers of both kinds and super coders, written in an order of its own.
struct HandWritten: Codable, Equatable {
    var numbers: [Int]
    var people: [Person]

    private enum Keys: CodingKey { case outer, base }
    private enum InnerKeys: CodingKey { case inner }

    init(numbers: [Int], people: [Person]) {
        self.numbers = numbers
        self.people = people
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        var inner = try container.nestedContainer(keyedBy: InnerKeys.self, forKey: .outer)
            .nestedUnkeyedContainer(forKey: .inner)
        numbers = [try inner.decode(Int.self)]
        var rest = try inner.nestedUnkeyedContainer()
        while !rest.isAtEnd { numbers.append(try rest.decode(Int.self)) }
        people = [
            try Person(from: container.superDecoder()), try Person(from: container.superDecoder(forKey: .base)),
        ]
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        var outer = container.nestedContainer(keyedBy: InnerKeys.self, forKey: .outer)
        var inner = outer.nestedUnkeyedContainer(forKey: .inner)
        // The nested containers are filled after what follows them has been written.
        try people[0].encode(to: container.superEncoder())
        try people[1].encode(to: container.superEncoder(forKey: .base))
        try inner.encode(numbers[0])
        var rest = inner.nestedUnkeyedContainer()
        for number in numbers.dropFirst() { try rest.encode(number) }
    }
}

/// Refuses itself in each of the ways that Codable types do.
struct Refusing: Decodable {
    private enum Keys: CodingKey { case how }
    private struct Own: Error {}

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        switch try container.decode(String.self, forKey: .how) {
        case "corrupted":
            throw DecodingError.dataCorruptedError(forKey: .how, in: container, debugDescription: "No.")
        case "decoder":
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "No."))
        case "key":
            throw DecodingError.keyNotFound(Keys.how, .init(codingPath: [], debugDescription: "No."))
        default: throw Own()
        }
    }
}

struct FoundationTypes: Codable, Equatable {
    var id: UUID
    var at: Date
}
