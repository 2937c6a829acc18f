import Testing
import WireModel

@Suite struct `The pages that an address names` {
    @Test(arguments: [
        ("https://shop.example", "https://shop.example"), (" HTTPS://Shop.Example/ ", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"), ("http://shop.example:80/", "http://shop.example"),
        ("http://shop.example:443", "http://shop.example:443"), ("http://localhost:3000", "http://localhost:3000"),
        ("https://*.shop.example", "https://*.shop.example"), ("http://127.0.0.1:08080", "http://127.0.0.1:8080"),
        ("https://xn--mgba3a4f16a.example", "https://xn--mgba3a4f16a.example"),
    ])
    func `are kept in one spelling`(given: String, kept: String) {
        #expect(OriginPattern(given)?.text == kept)
        #expect(OriginPattern(kept)?.text == kept)
    }

    @Test(arguments: [
        "", "*", "https://", "https://*", "https://*.", "https://*.com", "https://a.*.com", "https://*a.shop.example",
        "https://*.*.shop.example", "shop.example", "//shop.example", "ftp://shop.example", "https:shop.example",
        "https://shop.example/path", "https://shop.example//", "https://shop.example?x", "https://shop.example#x",
        "https://u@shop.example", "https://shop..example", "https://-shop.example", "https://shop.example:",
        "https://shop.example:0", "https://shop.example:65536", "https://shop.example:+80",
        "https://shop.example:80:80",
        "https://shop example", "https://shop.example; script-src *", "https://shop.example,https://evil.example",
        "https://shop.example\nhttps://evil.example", "https://متجر.example", "https://[::1]:80", "null",
        "https://" + String(repeating: "a", count: 64) + ".example",
        "https://" + String(repeating: "abcdefg.", count: 40) + "example",
    ])
    func `are not guessed`(text: String) {
        #expect(OriginPattern(text) == nil)
    }

    @Test(arguments: [
        ("https://shop.example", "https://shop.example", true),
        ("https://shop.example", "https://SHOP.example:443", true),
        ("https://shop.example", "http://shop.example", false),
        ("https://shop.example", "https://shop.example:8443", false),
        ("https://shop.example", "https://www.shop.example", false),
        ("https://shop.example", "https://shop.example.evil.example", false),
        ("https://shop.example", "null", false), ("https://shop.example", "", false),
        ("http://localhost:3000", "http://localhost:3000", true), ("http://localhost:3000", "http://localhost", false),
        ("https://*.shop.example", "https://www.shop.example", true),
        ("https://*.shop.example", "https://a.b.shop.example", true),
        ("https://*.shop.example", "https://shop.example", false),
        ("https://*.shop.example", "https://.shop.example", false),
        ("https://*.shop.example", "https://evilshop.example", false),
        ("https://*.shop.example", "https://www.shop.example:8443", false),
        ("https://*.shop.example", "https://*.shop.example", false),
    ])
    func `are those and no others`(pattern: String, page: String, allowed: Bool) throws {
        #expect(try #require(OriginPattern(pattern)).allows(page) == allowed)
    }

    @Test func `are all pages while an inbox lists every page, and none while it lists none`() {
        var inbox = Inbox(
            id: InboxID(rawValue: 1), name: "x",
            widget: WidgetSettings(
                title: "x", greeting: "", colour: "#000000", side: .end, language: nil,
                preChat: PreChat(name: .hidden, email: .hidden, phone: .hidden)),
            createdAt: Timestamp(milliseconds: 0))

        #expect(inbox.allows(origin: "https://any.example") && inbox.allows(origin: "null"))
        inbox.origins = []
        #expect(!inbox.allows(origin: "https://any.example"))
        inbox.origins = ["https://shop.example"]
        #expect(inbox.allows(origin: "https://shop.example"))
        #expect(!inbox.allows(origin: "https://any.example") && !inbox.allows(origin: "null"))
    }
}
