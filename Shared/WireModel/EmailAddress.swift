/// An e-mail address that mail can be sent to: one `@`, ASCII, a domain with a dot, 3 to 254 bytes. A domain beyond
/// ASCII is given in its `xn--` form.
///
/// People, not mail servers, type addresses here: `Sara@Example.com` and `sara@example.com` are one person, so
/// addresses are compared by ``key``.
public struct EmailAddress: Sendable, Equatable {
    public static let lengthLimitBytes = 254
    private static let localLimitBytes = 64
    private static let labelLimitBytes = 63

    /// With the domain in lower case: what is shown and written to.
    public let text: String
    /// What is compared: ``text`` in lower case.
    public var key: String { Self.key(of: text) }

    /// Nil for what is no address; space around it must be gone before.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.lengthLimitBytes, parts.count == 2, Self.isLocalPart(parts[0]),
            Self.isDomain(parts[1])
        else { return nil }
        self.text = "\(parts[0])@\(parts[1].lowercased())"
    }

    /// What any text would be compared by; for somebody who signs in, whose address may be anything.
    ///
    /// Only ASCII has two cases here: the sign of kelvin (U+212A) would become a `k`, and an address that only looks
    /// like another is nobody's.
    public static func key(of input: String) -> String {
        String(decoding: input.trimmed.utf8.map { (65...90).contains($0) ? $0 | 32 : $0 }, as: UTF8.self)
    }

    /// The unquoted form of RFC 5321: dots between runs of letters, digits and a few marks.
    private static func isLocalPart(_ part: Substring) -> Bool {
        guard part.utf8.count <= localLimitBytes else { return false }
        return part.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { run in
            !run.isEmpty && run.utf8.allSatisfy { isLetterOrDigit($0) || marks.contains($0) }
        }
    }

    private static func isDomain(_ part: Substring) -> Bool {
        let labels = part.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy(isLabel), let top = labels.last else { return false }
        // An address such as sara@10.0.0.1 is a number of a machine, not a domain.
        return !top.utf8.allSatisfy { (48...57).contains($0) }
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...labelLimitBytes).contains(label.utf8.count) && label.utf8.first != hyphen && label.utf8.last != hyphen
            && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == hyphen }
    }

    private static let hyphen = UInt8(ascii: "-")
    private static let marks = Array("!#$%&'*+-/=?^_`{|}~".utf8)

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}
