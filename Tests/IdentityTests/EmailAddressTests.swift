import Testing
import WireModel

@testable import Identity

/// The field of a form; what an address is stands in `WireModelTests`.
struct EmailAddressTests {
    @Test(arguments: [
        ("a@b.co", "a@b.co"), ("  Sara.Ali+shop@Example.COM \n", "Sara.Ali+shop@example.com"),
    ])
    func `an address is trimmed and its domain is in lower case`(input: String, expected: String) throws {
        #expect(try EmailAddress(field: input).text == expected)
    }

    @Test(arguments: ["sara", "a@b", "a b@c.co", "a@b.co\r\nBcc: x@y.co", "سارة@example.com"])
    func `what is no address is refused`(input: String) {
        #expect(code { try EmailAddress(field: input) } == "email")
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
