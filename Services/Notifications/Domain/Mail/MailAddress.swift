/// An address that may stand in a header and in an SMTP command: printable ASCII without spaces, brackets or controls.
struct MailAddress: Sendable, Equatable, CustomStringConvertible {
    let local: String
    let domain: String

    /// Nil for what is no address. `majlis@localhost` is one; quoted local parts are not.
    init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, parts.count == 2, (1...64).contains(parts[0].utf8.count),
            Self.isDotted(parts[0], of: Self.isAtom), Self.isDotted(parts[1], of: Self.isLabel)
        else { return nil }
        (local, domain) = (String(parts[0]), String(parts[1]))
    }

    var description: String { "\(local)@\(domain)" }

    private static func isDotted(_ text: Substring, of part: (Substring) -> Bool) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty && part($0) }
    }

    private static func isAtom(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { isAlphanumeric($0) || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0) }
    }

    private static func isLabel(_ text: Substring) -> Bool {
        text.utf8.count <= 63 && text.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}

/// An address with the name of whom it reaches; empty when unknown.
struct Mailbox: Sendable, Equatable {
    var name: String
    var address: MailAddress
}
