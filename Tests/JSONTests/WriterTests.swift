import JSON
import Testing

@Suite struct WriterTests {
    @Test func `commas come by themselves`() throws {
        var writer = JSONWriter()

        writer.beginObject()
        writer.field("type", "message \"x\"")
        writer.field("sequence", Int64.min)
        writer.field("large", UInt64.max)
        writer.field("ok", true)
        writer.key("list")
        writer.beginArray()
        writer.string("a")
        writer.integer(3)
        writer.null()
        try writer.number(2.5)
        writer.beginObject()
        writer.endObject()
        writer.bool(false)
        writer.endArray()
        writer.field("event", RawJSON(bytes: Array("{\"a\":1}".utf8)))
        writer.endObject()

        let text = String(decoding: writer.bytes, as: UTF8.self)
        #expect(
            text == #"{"type":"message \"x\"","sequence":-9223372036854775808,"large":18446744073709551615,"ok":true,"#
                + #""list":["a",3,null,2.5,{},false],"event":{"a":1}}"#)
    }

    @Test func `each line is a value of its own`() {
        var writer = JSONWriter()

        writer.integer(1)
        writer.newline()
        writer.integer(2)
        writer.newline()

        #expect(writer.bytes == Array("1\n2\n".utf8))
    }

    @Test func `a number that is not finite is refused and leaves no trace`() {
        var writer = JSONWriter()

        #expect(throws: JSONFault.self) { try writer.number(Double.nan) }
        #expect(writer.bytes.isEmpty)
    }

    @Test(arguments: [0, 1, -1, 9, 10, 99, 100, Int64.max, Int64.min, 1_234_567_890_123_456_789])
    func `an integer is written in decimal`(value: Int64) {
        var writer = JSONWriter()

        writer.integer(value)

        #expect(writer.bytes == Array(String(value).utf8))
    }
}
