/// An e-mail address that mail can be sent to: ASCII, one `@`, a domain with a dot.
struct EmailAddress: Sendable, Equatable {
    static let limitBytes = 254

    /// As given, without what stands around it.
    let text: String
    /// What two writings of one address share: lower case.
    let key: String

    /// Nil for what is no address.
    init?(_ typed: String) {
        let text = typed.withoutInvisibles.trimmed.withASCIIDigits
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.limitBytes, parts.count == 2, Self.isLocal(parts[0]), Self.isDomain(parts[1])
        else { return nil }
        self.text = text
        key = Self.key(of: text)
    }

    static func key(of text: String) -> String { text.lowercased() }

    /// RFC 5322's dot-atom, at most 64 bytes.
    private static func isLocal(_ text: Substring) -> Bool {
        text.utf8.count <= 64
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
                !atom.isEmpty && atom.utf8.allSatisfy { isAlphanumeric($0) || atomMarks.contains($0) }
            }
    }

    private static let atomMarks = Set("!#$%&'*+-/=?^_`{|}~".utf8)

    private static func isDomain(_ text: Substring) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy(isLabel) && !labels[labels.count - 1].utf8.allSatisfy { $0 < 58 }
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}
