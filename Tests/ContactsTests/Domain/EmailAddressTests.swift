import Testing
import WireModel

@testable import Contacts

/// The field of a contact; what an address is stands in `WireModelTests`.
@Suite struct `E-mail addresses` {
    @Test(arguments: [
        (" \u{200F}sara@example.com\u{200E}\n", "sara@example.com"), ("sara٩٠@example.com", "sara90@example.com"),
    ])
    func `lose what a form leaves around them`(typed: String, expected: String) throws {
        let details = try ContactDetails(name: nil, email: typed, phone: nil)

        #expect(details.email?.text == expected)
    }

    @Test func `are refused when mail cannot be sent to them`() {
        #expect(throws: Failure.invalid("email", "email", "This is not an e-mail address.")) {
            try ContactDetails(name: nil, email: "sara@example", phone: nil)
        }
    }

    @Test(arguments: ["", " ", "\u{200F}\n"])
    func `are absent when nothing was typed`(typed: String) throws {
        #expect(try ContactDetails(name: nil, email: typed, phone: nil).email == nil)
    }
}
