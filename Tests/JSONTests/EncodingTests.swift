import JSON
import Testing

@Suite struct EncodingTests {
    @Test func `a value is written compactly, its fields in order, nil left out`() throws {
        let ticket = Ticket(
            id: TicketID(value: 42), status: .open, tags: ["a", "b"], rating: nil, note: "n",
            author: Person(name: "Leyla", age: -3), scores: ["x": 1.5], matrix: [[1, 2], []], followers: [])

        #expect(
            try encode(ticket)
                == #"{"id":"42","status":"open","tags":["a","b"],"note":"n","author":{"name":"Leyla","age":-3},"#
                + #""scores":{"x":1.5},"matrix":[[1,2],[]],"followers":[]}"#)
    }

    @Test func `scalars stand on their own`() throws {
        #expect(try encode("a") == "\"a\"")
        #expect(try encode(true) == "true")
        #expect(try encode(Int?.none) == "null")
        #expect(try encode([1, nil, 3]) == "[1,null,3]")
        #expect(try encode(Empty()) == "{}")
        #expect(try encode([Empty(), Empty()]) == "[{},{}]")
        #expect(try encode([[Int]]()) == "[]")
        #expect(try encode(["": Empty()]) == #"{"":{}}"#)
    }

    @Test(arguments: [
        ("", #""""#), ("a/b", #""a/b""#), ("\"\\", #""\"\\""#), ("\n\r\t\u{08}\u{0C}", #""\n\r\t\b\f""#),
        ("\0\u{1F}", #""\u0000\u001f""#), ("é😀\u{2028}\u{7F}", "\"é😀\u{2028}\u{7F}\""), ("a\"b\"c", #""a\"b\"c""#),
        ("eight ch\"nine", #""eight ch\"nine""#),
    ])
    func `a string is escaped as little as possible`(text: String, expected: String) throws {
        #expect(try encode(text) == expected)
        #expect(try encode([text: 1]) == "{\(expected):1}")
    }

    @Test(arguments: [
        (0, "0"), (-0.0, "-0.0"), (1, "1"), (-1, "-1"), (1.5, "1.5"), (0.1, "0.1"), (1e15, "1000000000000000"),
        (9_007_199_254_740_991, "9007199254740991"), (1e22, "1e+22"), (Double.leastNonzeroMagnitude, "5e-324"),
        (1e-7, "1e-07"),
    ])
    func `a double is written shortly and exactly`(value: Double, text: String) throws {
        #expect(try encode(value) == text)
        #expect(try decode(Double.self, text).bitPattern == value.bitPattern)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `a number that is not finite is a fault with its path`(value: Double) {
        let place = encodingPlace(["a": [1, value]])

        #expect(place == Place(.invalidValue, "a[1]"))
        #expect(encodingPlace(Float(value)) == Place(.invalidValue, ""))
    }

    @Test func `a fault that the value catches is a fault all the same`() {
        #expect(encodingPlace([Catching()]) == Place(.invalidValue, "number"))
    }

    @Test func `what is refused gets a path`() {
        #expect(encodingPlace(["k": [Refused()]]) == Place(.invalidValue, "k[0]"))
    }

    @Test(arguments: [32, 33]) func `no more is written than may be read`(depth: Int) throws {
        let value = (1..<depth).reduce(AnyValue.list([])) { value, _ in .list([value]) }

        #expect(encodingPlace(value)?.kind == (depth > JSON.depthLimit ? .depth : nil))
    }

    @Test func `the depth counts through nested containers`() {
        #expect(encodingPlace(Nesting(levels: 31)) == nil)
        #expect(encodingPlace(Nesting(levels: 32))?.kind == .depth)
    }

    @Test func `nested containers may be filled in any order`() throws {
        let value = HandWritten(numbers: [1, 2, 3], people: [Person(name: "A", age: 1), Person(name: "B", age: 2)])

        let text = try encode(value)

        #expect(
            text == #"{"outer":{"inner":[1,[2,3]]},"super":{"name":"A","age":1},"base":{"name":"B","age":2}}"#)
        #expect(try decode(HandWritten.self, text) == value)
    }

    @Test func `a super encoder nobody uses is an empty object`() throws {
        #expect(try encode(UnusedSuper()) == #"{"super":{},"a":1}"#)
    }

    @Test func `writing two values in one place is a fault`() {
        #expect(encodingPlace(Twice(kind: .scalars))?.kind == .invalidValue)
        #expect(encodingPlace(Twice(kind: .containers))?.kind == .invalidValue)
        #expect(encodingPlace(Twice(kind: .outer))?.kind == .invalidValue)
    }

    private func encodingPlace<T: Encodable>(_ value: T) -> Place? {
        place { try encode(value) }
    }
}

/// Passes over the fault of one of its fields.
private struct Catching: Encodable {
    enum Keys: CodingKey { case number, other }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try? container.encode(Double.nan, forKey: .number)
        try? container.encode(1, forKey: .other)
    }
}

private struct Refused: Encodable {
    func encode(to encoder: any Encoder) throws {
        throw EncodingError.invalidValue(self, .init(codingPath: [], debugDescription: "No."))
    }
}

private struct Nesting: Encodable {
    var levels: Int

    func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        for _ in 1...levels { list = list.nestedUnkeyedContainer() }
        try list.encode(1)
    }
}

private struct UnusedSuper: Encodable {
    enum Keys: CodingKey { case a }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        _ = container.superEncoder()
        try container.encode(1, forKey: .a)
    }
}

/// Breaks the order in which a value has to be written.
private struct Twice: Encodable {
    enum Kind { case scalars, containers, outer }
    enum Keys: CodingKey { case a, b }
    var kind: Kind

    func encode(to encoder: any Encoder) throws {
        switch kind {
        case .scalars:
            var value = encoder.singleValueContainer()
            try value.encode(1)
            try value.encode(2)
        case .containers:
            var list = encoder.unkeyedContainer()
            try list.encode(1)
            var object = encoder.container(keyedBy: Keys.self)
            try object.encode(1, forKey: .a)
        case .outer:
            var object = encoder.container(keyedBy: Keys.self)
            let meanwhile = Callback {
                var again = encoder.container(keyedBy: Keys.self)
                try again.encode(1, forKey: .a)
            }
            try object.encode(meanwhile, forKey: .b)
        }
    }
}

private struct Callback: Encodable {
    var body: () throws -> Void
    func encode(to encoder: any Encoder) throws { try body() }
}
