import Search
import Testing
import WireModel

@Suite struct `A snippet` {
    private static func snippet(_ query: String, of text: String) throws -> SearchSnippet {
        SearchSnippet(of: text, marks: try #require(try SearchQuery(query).marks(in: text)))
    }

    private static func marked(_ snippet: SearchSnippet) -> [String] {
        let units = Array(snippet.text.utf16)
        return snippet.marks.map { String(decoding: units[$0[0]..<$0[0] + $0[1]], as: UTF16.self) }
    }

    @Test func `is a short text as it stands, marked in UTF-16`() throws {
        let snippet = try Self.snippet("طلب order", of: "🎉 وصل الطَّلَب:\nOrders 12")

        #expect(snippet.text == "🎉 وصل الطَّلَب: Orders 12")
        #expect(Self.marked(snippet) == ["الطَّلَب", "Orders"])
        #expect(snippet.marks[0][0] == 7)
    }

    @Test func `is cut out of a long text around the first mark`() throws {
        let text =
            String(repeating: "كلام طويل ", count: 500) + "هنا الفاتورة تماما " + String(repeating: "word ", count: 900)

        let snippet = try Self.snippet("فاتورة", of: text)

        #expect(snippet.text.hasPrefix("…") && snippet.text.hasSuffix("…"))
        #expect(snippet.text.count <= SearchSnippet.limitCharacters + 2)
        #expect(Self.marked(snippet) == ["الفاتورة"])
    }

    @Test func `stays small where characters are built of many scalars`() throws {
        let heap = "e" + String(repeating: "\u{301}", count: 7000)
        let snippet = try Self.snippet("order", of: "\(heap) order \(heap) order")

        #expect(snippet.text.utf8.count < 2000)
        #expect(Self.marked(snippet) == ["order"])
    }

    @Test func `marks nothing twice`() throws {
        let snippet = try Self.snippet("order \"order now\" or", of: "order now, or later")

        #expect(Self.marked(snippet) == ["order now", "or"])
    }
}
