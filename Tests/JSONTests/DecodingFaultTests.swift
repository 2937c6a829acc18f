import JSON
import Testing

@Suite struct DecodingFaultTests {
    @Test(arguments: [
        (#"{"a":{"x":1}}"#, "a.x"), (#"{"a":{"b":1,"x":{"b":1}}}"#, "a.x"), (#"{"z":1,"a":{"y":1}}"#, "z"),
        (#"{"list":[{"b":1},{"b":2,"c":3}]}"#, "list[1].c"), (#"{"map":{"k":{"b":1,"q":0}}}"#, "map.k.q"),
        (#"{"grid":[[{"b":1}],[{"b":1},{"oops":1}]]}"#, "grid[1][1].oops"), (#"{"a":{"\u0078":1}}"#, "a.x"),
    ])
    func `a field nobody asked for is a fault with its path`(text: String, path: String) {
        #expect(place(Tree.self, text) == Place(.unknownField, path))
        #expect(place(Tree.self, text, unknownFields: .ignored) == nil)
    }

    @Test func `a type without fields knows none`() {
        #expect(place(Empty.self, "{}") == nil)
        #expect(place(Empty.self, #"{"a":1}"#) == Place(.unknownField, "a"))
    }

    @Test func `fields of dictionaries are all known`() throws {
        #expect(try decode([String: Int].self, #"{"a":1,"b":2,"":3}"#) == ["a": 1, "b": 2, "": 3])
    }

    @Test func `a missing field is named with its path`() {
        #expect(place(Person.self, "{}") == Place(.missingField, "name"))
        #expect(place([Person].self, #"[{"name":"a","age":1},{"name":"b"}]"#) == Place(.missingField, "[1].age"))
        #expect(place([String: Person].self, #"{"k":{"name":"b"}}"#) == Place(.missingField, "k.age"))
    }

    @Test(arguments: [
        (#"{"name":null,"age":1}"#, "name"), (#"{"name":1,"age":1}"#, "name"), (#"{"name":["a"],"age":1}"#, "name"),
        (#"{"name":"a","age":"1"}"#, "age"), (#"{"name":"a","age":1.5}"#, "age"), (#"{"name":"a","age":null}"#, "age"),
        (#"{"name":"a","age":true}"#, "age"), ("[]", ""), ("null", ""), ("\"a\"", ""),
    ])
    func `a value of another type is a fault with its path`(text: String, path: String) {
        #expect(place(Person.self, text) == Place(.wrongType, path))
    }

    @Test func `a fault is a sentence for a person`() {
        #expect(fault(Person.self, #"{"name":1}"#)?.message == "“name” must be text, not a number.")
        #expect(fault(Person.self, "{}")?.message == "“name” is missing.")
        #expect(fault(Person.self, "[]")?.message == "The document must be an object, not a list.")
        #expect(fault([Person].self, #"[{"name":"a","age":300}]"#)?.message == "“[0].age” is out of range.")
        #expect(fault(Tree.self, #"{"a":{"x":1}}"#)?.message == "“a.x” is not a known field.")
        #expect(fault(Status.self, #""shut""#)?.message == "The document has a value that is not allowed here.")
        #expect(
            fault(Tree.self, "{]")?.message == "This is not valid JSON: a field name in quotes is missing at byte 1.")
    }

    @Test func `an unknown raw value of an enum is a fault without Swift's names`() {
        let fault = fault([String: [Status]].self, #"{"s":["open","shut"]}"#)

        #expect(fault?.kind == .invalidValue)
        #expect(fault?.path == "s[1]")
        #expect(fault?.message == "“s[1]” has a value that is not allowed here.")
    }

    @Test func `a type's own refusal gets the path and keeps its sentence`() {
        let expected = JSONFault(.invalidValue, path: "ids[1]", message: "An id is a decimal number.")

        #expect(fault([String: [TicketID]].self, #"{"ids":["1","x"]}"#) == expected)
    }

    @Test(arguments: [
        (#"{"how":"corrupted"}"#, Place(.invalidValue, "how")), (#"{"how":"own"}"#, Place(.invalidValue, "")),
        (#"{"how":"decoder"}"#, Place(.invalidValue, "")), (#"{"how":"key"}"#, Place(.missingField, "how")),
    ])
    func `any error of a type's own becomes a fault`(text: String, expected: Place) {
        #expect(place(Refusing.self, text) == expected)
        let inner = Place(expected.kind, expected.path.isEmpty ? "[0]" : "[0].\(expected.path)")
        #expect(place([Refusing].self, "[\(text)]") == inner)
    }

    @Test func `a name twice in one object is a fault, however it is spelt`() {
        #expect(place(Person.self, #"{"name":"a","age":1,"name":"a"}"#) == Place(.duplicateField, "name"))
        #expect(place(Person.self, #"{"name":"a","age":1,"n\u0061me":"a"}"#) == Place(.duplicateField, "name"))
        #expect(place([String: [String: Int]].self, #"{"k":{"a":1,"a":1}}"#) == Place(.duplicateField, "k.a"))
        #expect(
            place(Tree.self, #"{"a":{"b":1,"b":1}}"#, unknownFields: .ignored) == Place(.duplicateField, "a.b"))
    }

    @Test(arguments: [15, 16, 17, 18, 40, 1_000])
    func `a name twice is found among few and among many`(count: Int) throws {
        let fields = (0..<count).map { "\"k\($0)\":\($0)" }
        let (once, twice) = (
            "{\(fields.joined(separator: ","))}", "{\((fields + ["\"k3\":0"]).joined(separator: ","))}"
        )

        #expect(try decode([String: Int].self, once).count == count)
        #expect(place([String: Int].self, twice) == Place(.duplicateField, "k3"))
    }

    @Test func `a long name is cut in the path`() {
        let name = String(repeating: "x", count: 5_000)

        let place = place(Leaf.self, "{\"\(name)\":1}")

        #expect(place == Place(.unknownField, name.prefix(64) + "…"))
    }

    @Test func `a fault inside a list leaves the rest of the decoding type's choices open`() throws {
        // A decoder that tries one type and falls back to another reads the same element both times.
        #expect(try decode([Either].self, #"[1,"a",{"name":"n","age":2}]"#) == [.number(1), .text("a"), .person("n")])
    }
}
