import Testing
import WireModel

@testable import Identity

struct EmailAddressTests {
    @Test(arguments: [
        ("a@b.co", "a@b.co"),
        ("  Sara.Ali+shop@Example.COM \n", "Sara.Ali+shop@example.com"),
        ("o'neil_1@mail.xn--mgbh0fb.sa", "o'neil_1@mail.xn--mgbh0fb.sa"),
        ("1@2.org", "1@2.org"),
    ])
    func `an address is trimmed and its domain is in lower case`(input: String, expected: String) throws {
        #expect(try EmailAddress(field: input).text == expected)
    }

    @Test func `addresses are compared without regard to case`() throws {
        #expect(try EmailAddress(field: "Sara@Example.com").key == EmailAddress(field: "sara@example.COM").key)
        #expect(EmailAddress.key(of: " SARA@example.com") == "sara@example.com")
    }

    @Test(arguments: [
        "sara", "@", "a@", "@b.co", "a@b", "a@@b.co", "a@b@c.co", "a b@c.co", "a@b c.co", "a\r\n@b.co", "a@b.co\u{0}x",
        "a@b.co\r\nBcc: x@y.co", ".a@b.co", "a.@b.co", "a..b@c.co", "a@.b.co", "a@b..co", "a@b.co.", "a@-b.co",
        "a@b-.co",
        "a@10.0.0.1", "a@[10.0.0.1]", "\"a b\"@c.co", "<a@b.co>", "a@b_c.co", "سارة@example.com", "a@مثال.com",
        String(repeating: "a", count: 65) + "@b.co", "a@" + String(repeating: "b", count: 64) + ".co", "a@b.co,c@d.co",
    ])
    func `what is no address is refused`(input: String) {
        #expect(throws: FieldFault.self) { try EmailAddress(field: input) }
    }

    @Test func `nothing is required, and too much is too long`() {
        let domain = Array(repeating: String(repeating: "b", count: 60), count: 4).joined(separator: ".") + ".co"
        let long = "aaaaaaa@" + domain

        #expect(code { try EmailAddress(field: "  ") } == "required")
        #expect(long.utf8.count == 254)
        #expect(code { try EmailAddress(field: long) } == nil)
        #expect(code { try EmailAddress(field: "a" + long) } == "tooLong")
    }
}

/// The code of the fault that `body` throws.
func code(_ body: () throws -> some Any) -> String? {
    do {
        _ = try body()
        return nil
    } catch {
        return (error as? FieldFault)?.code ?? "\(error)"
    }
}
