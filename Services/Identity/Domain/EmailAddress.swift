/// An e-mail address that can be written to: one `@`, ASCII, 3 to 254 bytes. A domain beyond ASCII is given in its
/// `xn--` form.
///
/// People, not mail servers, type addresses here: `Sara@Example.com` and `sara@example.com` are one person, so
/// addresses are compared by ``key``.
struct EmailAddress: Sendable, Equatable {
    static let lengthLimitBytes = 254
    static let localLimitBytes = 64
    static let labelLimitBytes = 63

    /// Trimmed, with the domain in lower case: what is shown and written to.
    let text: String
    /// What is compared: ``text`` in lower case.
    var key: String { text.lowercased() }

    /// - Throws: `required` for nothing, `tooLong`, or `email` for what is no address.
    init(_ input: String) throws(FieldFault) {
        let trimmed = input.trimmed
        guard !trimmed.isEmpty else { throw FieldFault("required", "An e-mail address is needed.") }
        guard trimmed.utf8.count <= Self.lengthLimitBytes else {
            throw FieldFault("tooLong", "An e-mail address holds up to \(Self.lengthLimitBytes) characters.")
        }
        let parts = trimmed.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isLocalPart(parts[0]), Self.isDomain(parts[1]) else {
            throw FieldFault("email", "This is not an e-mail address.")
        }
        text = "\(parts[0])@\(parts[1].lowercased())"
    }

    /// What any text would be compared by; for somebody who signs in, whose address may be anything.
    static func key(of input: String) -> String {
        input.trimmed.lowercased()
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
