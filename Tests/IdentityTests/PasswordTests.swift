import Testing
import WireModel

@testable import Identity

struct PasswordTests {
    private let email = try! EmailAddress(field: "Sara.Ali@example.com")

    @Test(arguments: [
        ("", "required"), ("123456789", "tooShort"), ("1234567890", nil), (String(repeating: "س", count: 200), nil),
        (String(repeating: "a", count: 201), "tooLong"), (String(repeating: "😀", count: 128), "tooLong"),
        ("with a\u{0}zero in it", "invalid"), ("with a\nline break", "invalid"), ("sara.ali@EXAMPLE.com", "invalid"),
        (" sara.ali@example.com ", "invalid"), ("          ", nil),
    ])
    func `a new password is measured in characters`(password: String, expected: String?) {
        #expect(code { try PasswordRule.check(password, email: email) } == expected)
    }

    @Test func `a hash is yescrypt with a salt of its own, and only its password verifies`() throws {
        let hash = try Passwords.hash("correct horse battery")
        let other = try Passwords.hash("correct horse battery")

        #expect(hash.hasPrefix("$y$j9T$"))
        #expect(hash.utf8.count == 73)
        #expect(hash != other)
        #expect(Passwords.verify("correct horse battery", against: hash))
        #expect(Passwords.verify("correct horse battery", against: other))
        #expect(!Passwords.verify("correct horse batterz", against: hash))
        #expect(!Passwords.verify("correct horse battery\u{0}", against: hash))
        #expect(!Passwords.verify("", against: hash))
    }

    @Test func `a password of another alphabet is hashed whole`() throws {
        let password = String(repeating: "كلمة سر طويلة ", count: 14)
        let hash = try Passwords.hash(password)

        #expect(password.utf8.count > 300)
        #expect(Passwords.verify(password, against: hash))
        #expect(!Passwords.verify(String(password.dropLast()), against: hash))
    }

    @Test func `nobody's hash costs as much as a real one and nothing verifies against it`() throws {
        let settings = { (hash: String) in hash.split(separator: "$").prefix(2) }

        #expect(settings(Passwords.nobodys) == settings(try Passwords.hash("any password at all")))
        #expect(Passwords.nobodys.utf8.count == 73)
        for password in ["x", "", "MajlisUnknownPerson"] { #expect(!Passwords.verify(password, against: nil)) }
    }

    @Test func `what libcrypt cannot take whole is not hashed`() {
        #expect(throws: Passwords.HashFault.self) { try Passwords.hash(String(repeating: "a", count: 512)) }
        #expect(throws: Passwords.HashFault.self) { try Passwords.hash("a\u{0}b") }
        #expect(!Passwords.verify("anything", against: "not a hash"))
    }
}
