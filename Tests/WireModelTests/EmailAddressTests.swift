import TestKit
import Testing
import WireModel

@Suite struct `An e-mail address` {
    @Test(arguments: [
        "a@b.co", "1@2.org", "sara@example.com", "Sara.Ali+chat@mail.example.co", "o'neil_1@mail.xn--mgbh0fb.sa",
        "x_y-z@sub-domain.example", "!#$%&'*+-/=?^_`{|}~@b.co", String(repeating: "a", count: 64) + "@b.co",
        "a@" + String(repeating: "b", count: 63) + ".co", "a@1.2.3.4a",
    ])
    func `is kept as it is`(text: String) {
        #expect(EmailAddress(text)?.text == text)
    }

    @Test(arguments: [
        "", "sara", "@", "a@", "@b.co", "a@b", "a@@b.co", "a@b@c.co", "a b@c.co", "a@b c.co", " a@b.co", "a@b.co ",
        "a\r\n@b.co", "a@b.co\r\nBcc: x@y.co", "a@b.co\u{0}x", "a\u{0}@b.co", "a\t@b.co", ".a@b.co", "a.@b.co",
        "a..b@c.co", "a@.b.co", "a@b..co", "a@b.co.", "a@-b.co", "a@b-.co", "a@b.-co", "a@10.0.0.1", "a@[10.0.0.1]",
        "a@b.123", "\"a b\"@c.co", "<a@b.co>", "a@b.co,c@d.co", "a@b_c.co", "سارة@example.com", "a@مثال.com",
        "é@b.co", "a@b.co\u{200F}", "a(x)@b.co", "a@b.c(x)o", "a:b@c.co", "a;b@c.co", "a\\b@c.co",
        String(repeating: "a", count: 65) + "@b.co", "a@" + String(repeating: "b", count: 64) + ".co",
        "a@" + String(repeating: "b.", count: 130) + "com",
    ])
    func `is nothing that mail cannot be sent to`(text: String) {
        #expect(EmailAddress(text) == nil)
    }

    @Test func `has up to 254 bytes`() {
        let domain = Array(repeating: String(repeating: "b", count: 60), count: 4).joined(separator: ".") + ".co"
        let longest = "aaaaaaa@" + domain

        #expect(longest.utf8.count == 254)
        #expect(EmailAddress(longest) != nil)
        #expect(EmailAddress("a" + longest) == nil)
    }

    @Test func `has its domain in lower case and is compared without regard to case`() {
        #expect(EmailAddress("Sara@Example.COM")?.text == "Sara@example.com")
        #expect(EmailAddress("Sara@Example.com")?.key == EmailAddress("sara@example.COM")?.key)
        #expect(EmailAddress.key(of: " SARA@example.com\n") == "sara@example.com")
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func `that was accepted is accepted again, as the same one`(seed: UInt64) {
        var dice = Dice(seed: seed)
        for _ in 0..<50 {
            let text = String(decoding: dice.damaged(Array("Sara.Ali+x@Mail.Example.co".utf8)), as: UTF8.self)
            guard let address = EmailAddress(text) else { continue }

            #expect(EmailAddress(address.text) == address)
            #expect(address.text.utf8.allSatisfy { $0 > 32 && $0 < 127 })
        }
    }
}

@Suite struct `Typed text` {
    @Test(arguments: [
        ("", ""), (" ", ""), (" \t\r\n", ""), ("a", "a"), (" a", "a"), ("a ", "a"), ("\n a b \t", "a b"),
        ("\u{A0}\u{3000}سلام\u{2028}", "سلام"), ("\u{200F}a", "\u{200F}a"), ("\u{0}a\u{0}", "\u{0}a\u{0}"),
        ("a\r\n", "a"), ("👨‍👩‍👧 ", "👨‍👩‍👧"),
    ])
    func `loses the white space around it, and nothing else`(given: String, trimmed: String) {
        #expect(Array(given.trimmed.unicodeScalars) == Array(trimmed.unicodeScalars))
    }
}
