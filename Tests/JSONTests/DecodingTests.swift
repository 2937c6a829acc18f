import Foundation
import JSON
import Testing

@Suite struct DecodingTests {
    @Test func `nested types, lists, optionals, enums and dictionaries are read`() throws {
        let text = """
            {"id":"42","status":"open","tags":["a","b"],"rating":null,"author":{"name":"Leyla","age":30},
             "scores":{"x":1.5,"y":-2},"matrix":[[1,2],[]],"followers":[{"name":"Ali","age":-1}]}
            """

        let ticket = try decode(Ticket.self, text)

        let leyla = Person(name: "Leyla", age: 30)
        let ali = Person(name: "Ali", age: -1)
        #expect(
            ticket
                == Ticket(
                    id: TicketID(value: 42), status: .open, tags: ["a", "b"], rating: nil, note: nil, author: leyla,
                    scores: ["x": 1.5, "y": -2], matrix: [[1, 2], []], followers: [ali]))
    }

    @Test func `fields are found in any order and by their meaning, not their spelling`() throws {
        let person = try decode(Person.self, #"{"\u0061ge":30,"n\u0061me":"Leyla"}"#)

        #expect(person == Person(name: "Leyla", age: 30))
    }

    @Test func `names that only look alike are different names`() throws {
        // The same letter composed and decomposed: equal as strings, not as names.
        let counts = try decode([String: Int].self, #"{"e\#u{301}":1,"a":2}"#)

        #expect(counts.count == 2)
        #expect(place(Composed.self, #"{"e\#u{301}":1}"#) == Place(.missingField, "\u{E9}"))
    }

    @Test func `a union reads its type first and then the rest of the same object`() throws {
        #expect(try decode(Shape.self, #"{"type":"circle","radius":2}"#) == .circle(Circle(radius: 2)))
        #expect(try decode(Shape.self, #"{"side":3,"type":"square"}"#) == .square(Square(side: 3)))
        #expect(place(Shape.self, #"{"type":"square","radius":3}"#) == Place(.missingField, "side"))
        #expect(place([Shape].self, #"[{"type":"square","side":3,"radius":3}]"#) == Place(.unknownField, "[0].radius"))
    }

    @Test func `every width of integer takes its whole range and no more`() throws {
        try expectRange(Int8.self)
        try expectRange(Int16.self)
        try expectRange(Int32.self)
        try expectRange(Int64.self)
        try expectRange(Int.self)
        try expectRange(UInt8.self)
        try expectRange(UInt16.self)
        try expectRange(UInt32.self)
        try expectRange(UInt64.self)
        try expectRange(UInt.self)
        try expectRange(Int128.self)
        try expectRange(UInt128.self)
    }

    @Test(arguments: ["1.0", "1.5", "1e2", "-0.0", "\"1\"", "true", "null", "[]", "{}"])
    func `a whole number is written as one`(text: String) {
        #expect(place(Int.self, text) == Place(.wrongType, ""))
    }

    @Test(arguments: [
        "123456789012345678901234567890", "-9223372036854775809", "99999999999999999999999999999999999999999",
    ])
    func `a whole number that does not fit is out of range`(text: String) {
        #expect(place([String: Int64].self, "{\"n\":\(text)}") == Place(.outOfRange, "n"))
    }

    @Test(arguments: [
        ("0", 0), ("-0", -0.0), ("1", 1), ("1e2", 100), ("0.1", 0.1),
        ("1.7976931348623157e308", Double.greatestFiniteMagnitude),
        ("5e-324", Double.leastNonzeroMagnitude), ("1e-400", 0), ("123456789012345678", 123_456_789_012_345_680),
        ("2.2250738585072011e-308", Double.leastNormalMagnitude.nextDown), ("0.30000000000000004", 0.30000000000000004),
        ("9007199254740993", 9_007_199_254_740_992), ("1.0000000000000000000000000000000000000001", 1),
    ])
    func `a double is the nearest one`(text: String, value: Double) throws {
        #expect(try decode(Double.self, text).bitPattern == value.bitPattern)
    }

    @Test func `a double past the largest is out of range`() {
        #expect(place([Double].self, "[0,1e309]") == Place(.outOfRange, "[1]"))
        #expect(place(Float.self, "1e39") == Place(.outOfRange, ""))
    }

    @Test func `one container after another may read the same list or skip parts of it`() throws {
        #expect(try decode(Pair.self, #"["a",2,"more","and more"]"#) == Pair(first: "a", second: 2))
        #expect(place(Pair.self, #"["a"]"#) == Place(.missingField, "[1]"))
    }

    @Test func `nested containers and super decoders are read`() throws {
        let text = #"{"outer":{"inner":[1,[2,3]]},"super":{"name":"A","age":1},"base":{"name":"B","age":2}}"#

        let value = try decode(HandWritten.self, text)

        #expect(value.numbers == [1, 2, 3])
        #expect(value.people == [Person(name: "A", age: 1), Person(name: "B", age: 2)])
    }

    @Test func `what Foundation writes is read, its own types included`() throws {
        let value = FoundationTypes(
            id: UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)), at: .distantPast)

        let text = Array(try JSONEncoder().encode(value))

        #expect(try JSON.decode(FoundationTypes.self, from: text) == value)
        #expect(try JSON.decode(FoundationTypes.self, from: JSON.encode(value)) == value)
    }

    private func expectRange<T: FixedWidthInteger & Decodable>(_ type: T.Type) throws {
        #expect(try decode([T].self, "[\(T.min),\(T.max),0,-0]") == [T.min, T.max, 0, 0])
        #expect(place([T].self, "[0,\(T.max)0]") == Place(.outOfRange, "[1]"))
        #expect(place(T.self, plusOne(T.max.description)) == Place(.outOfRange, ""))
        let below = T.isSigned ? "-" + plusOne(String(T.min.description.dropFirst())) : "-1"
        #expect(place(T.self, below) == Place(.outOfRange, ""))
    }

    /// Decimal digits plus one.
    private func plusOne(_ digits: String) -> String {
        guard let last = digits.last?.wholeNumberValue else { return "1" }
        return last < 9 ? digits.dropLast() + String(last + 1) : plusOne(String(digits.dropLast())) + "0"
    }
}
