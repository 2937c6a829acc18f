import Testing
import WireModel

@testable import Contacts

@Suite struct `E-mail addresses` {
    @Test(arguments: [
        "sara@example.com", "Sara.Ali+chat@mail.example.co", "o'neil@example.com", "a@b.sa", "x_y-z@sub-domain.example",
    ])
    func `are taken as they are`(typed: String) {
        #expect(EmailAddress(typed)?.text == typed)
    }

    @Test(arguments: [
        (" \u{200F}sara@example.com\u{200E}\n", "sara@example.com"), ("sara٩٠@example.com", "sara90@example.com"),
    ])
    func `lose what a form leaves around them`(typed: String, expected: String) throws {
        let details = try ContactDetails(name: nil, email: typed, phone: nil)

        #expect(details.email?.text == expected)
    }

    @Test func `are one whatever their case`() {
        #expect(EmailAddress("Sara@Example.COM")?.key == EmailAddress("sara@example.com")?.key)
    }

    @Test(arguments: [
        "", "sara", "@example.com", "sara@", "sara@example", "sara@@example.com", "sara@exa mple.com", "sara@.com",
        "sara@example..com", ".sara@example.com", "sara.@example.com", "sa ra@example.com", "sara@-example.com",
        "sara@example.123", "سارة@example.com", "<sara@example.com>", "sara@example.com\r\nBcc: x@example.com",
        String(repeating: "a", count: 65) + "@example.com", "a@" + String(repeating: "b.", count: 130) + "com",
    ])
    func `are refused when mail cannot be sent to them`(typed: String) {
        #expect(EmailAddress(typed) == nil)
    }
}
