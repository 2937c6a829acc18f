import JSON
import Testing

@Suite struct ScannerTests {
    @Test func `fields are read one after another`() throws {
        var scanner = try scan(
            #" { "k" : "message" ,"sequence":-12,"urgent":true,"quiet":false,"note":null,"body":{"a":[1]}} "#)
        var seen: [String] = []

        while try scanner.nextField() {
            switch scanner.name {
            case "k": seen.append(try scanner.string())
            case "sequence": seen.append(String(try scanner.int64()))
            case "urgent", "quiet": seen.append(String(try scanner.bool()))
            case "note": seen.append(try scanner.isNull() ? "null" : scanner.string())
            case "body": seen.append(String(decoding: try scanner.raw().bytes, as: UTF8.self))
            default: throw scanner.unknownField()
            }
        }

        #expect(seen == ["message", "-12", "true", "false", "null", #"{"a":[1]}"#])
        #expect(try !scanner.nextField())
    }

    @Test func `a skipped value's range is its text`() throws {
        let text = #"{"a": [1, "x]"] ,"b":"\"","c":{}}"#
        var scanner = try scan(text)
        var values: [String] = []

        while try scanner.nextField() {
            let range = try scanner.skip()
            values.append(String(decoding: Array(text.utf8)[range], as: UTF8.self))
        }

        #expect(values == [#"[1, "x]"]"#, #""\"""#, "{}"])
    }

    @Test func `a name is compared by its meaning`() throws {
        var scanner = try scan(#"{"n\u0061me":1,"name2":2,"a long name past eight bytes":3,"":4,"nam":5}"#)
        var names: [Int] = []

        while try scanner.nextField() {
            switch scanner.name {
            case "name": names.append(1)
            case "a long name past eight bytes": names.append(3)
            case "": names.append(4)
            default: names.append(0)
            }
        }

        #expect(names == [1, 0, 3, 4, 0])
    }

    @Test func `null stays to be read when it is something else`() throws {
        var scanner = try scan(#"{"a":"b"}"#)

        #expect(try scanner.nextField())
        #expect(try !scanner.isNull())
        #expect(try scanner.string() == "b")
        #expect(try !scanner.nextField())
    }

    @Test(arguments: ["[]", "1", "null", "\"a\""]) func `only an object has fields`(text: String) {
        #expect(place { try scan(text) } == Place(.wrongType, ""))
    }

    @Test(arguments: [
        "", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{\"a\":1}x", "{\"a\":1}}",
        "{\"a\":tru}",
        "{\"a\":[1,]}", "{\"a\":1 \"b\":2}", "{a:1}", "{\"a\":\"\u{01}\"}", "{\"a\\uD800\":1}", "{\"a\":{\"b\":[}]}",
    ])
    func `what is not JSON is refused on the way`(text: String) {
        #expect(place { try walk(text) } == Place(.malformed, ""))
    }

    @Test func `a value of another type is a fault`() {
        #expect(place { try read("1") { _ = try $0.string() } } == Place(.wrongType, "v"))
        #expect(place { try read("\"1\"") { _ = try $0.int64() } } == Place(.wrongType, "v"))
        #expect(place { try read("1.5") { _ = try $0.int64() } } == Place(.wrongType, "v"))
        #expect(place { try read("null") { _ = try $0.bool() } } == Place(.wrongType, "v"))
        #expect(place { try read("9223372036854775808") { _ = try $0.int64() } } == Place(.outOfRange, "v"))
        #expect(place { try read("-") { _ = try $0.int64() } } == Place(.malformed, ""))
    }

    @Test func `a value is read once`() throws {
        var scanner = try first("1")
        _ = try scanner.int64()

        #expect(place { try scanner.int64() } == Place(.invalidValue, "v"))
    }

    @Test func `an unknown field is named`() throws {
        #expect(
            try first("1").unknownField() == JSONFault(.unknownField, path: "v", message: "“v” is not a known field."))
    }

    private func scan(_ text: String) throws(JSONFault) -> JSONScanner { try JSONScanner(Array(text.utf8)) }

    /// A scanner at the field `v` of that value.
    private func first(_ value: String) throws(JSONFault) -> JSONScanner {
        var scanner = try scan("{\"v\":\(value)}")
        _ = try scanner.nextField()
        return scanner
    }

    private func read(_ value: String, _ body: (inout JSONScanner) throws -> Void) throws {
        var scanner = try first(value)
        try body(&scanner)
    }

    private func walk(_ text: String) throws(JSONFault) {
        var scanner = try scan(text)
        while try scanner.nextField() {}
    }
}
