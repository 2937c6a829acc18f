import JSON
import Testing

@Suite struct RawJSONTests {
    private struct Envelope: Codable, Equatable {
        var sequence: Int
        var event: RawJSON
        var extra: RawJSON?
    }

    @Test func `the text of a value is taken out and put back untouched`() throws {
        let text = #"{"sequence":1,"event":{ "b":[1.0,"\u0061"],"a":{"b":1,"b":2} }}"#

        let envelope = try decode(Envelope.self, text)

        #expect(envelope.event == raw(#"{ "b":[1.0,"\u0061"],"a":{"b":1,"b":2} }"#))
        #expect(try encode(envelope) == text)
    }

    @Test(arguments: ["1", "\"a\"", "true", "[]", "{}", "-1.5e3"]) func `any value can be raw`(text: String) throws {
        #expect(try decode([RawJSON].self, "[ \(text) , \(text)]") == [raw(text), raw(text)])
        #expect(try decode(RawJSON.self, " \(text) ") == raw(text))
    }

    @Test func `an optional raw value is nil where there is null`() throws {
        #expect(try decode(Envelope.self, #"{"sequence":1,"event":null,"extra":null}"#).extra == nil)
        #expect(try decode(Envelope.self, #"{"sequence":1,"event":null}"#).event == raw("null"))
    }

    @Test func `a raw value fits a line`() throws {
        let taken = try decode([RawJSON].self, "[{\r\n\"a\":\n\"x\\ny\"}]")

        #expect(taken == [raw("{  \"a\": \"x\\ny\"}")])
        #expect(try RawJSON(checking: Array("\n1\n".utf8)) == raw(" 1 "))
    }

    @Test func `raw text is checked on request`() throws {
        #expect(throws: JSONFault.self) { try RawJSON(checking: Array("{".utf8)) }
        #expect(throws: JSONFault.self) { try RawJSON(checking: Array("1 2".utf8)) }
        #expect(throws: JSONFault.self) { try JSON.encode(RawJSON(bytes: [])) }
    }

    private func raw(_ text: String) -> RawJSON { RawJSON(bytes: Array(text.utf8)) }
}
