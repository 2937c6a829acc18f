import WireModel

/// What a new password must be. Length is what makes a password strong; nothing else is asked of it.
enum PasswordRule {
    /// Characters as a person counts them.
    static let length = 10...200
    /// What libcrypt takes, its terminating zero not counted.
    static let limitBytes = 511

    /// - Throws: `required`, `tooShort`, `tooLong`, or `invalid` for control characters and for the e-mail itself.
    static func check(_ password: String, email: EmailAddress?) throws(FieldFault) {
        guard !password.isEmpty else { throw FieldFault("required", "A password is needed.") }
        guard password.utf8.count <= limitBytes, password.count <= length.upperBound else {
            throw FieldFault("tooLong", "A password holds up to \(length.upperBound) characters.")
        }
        guard password.count >= length.lowerBound else {
            throw FieldFault("tooShort", "A password has at least \(length.lowerBound) characters.")
        }
        guard isHashable(password) else { throw FieldFault("invalid", "A password has no control characters.") }
        guard EmailAddress.key(of: password) != email?.key else {
            throw FieldFault("invalid", "A password is not the e-mail address.")
        }
    }

    /// Whether the password reaches libcrypt whole: a zero would cut it short there.
    static func isHashable(_ password: String) -> Bool {
        password.utf8.count <= limitBytes && password.utf8.allSatisfy { $0 >= 32 && $0 != 127 }
    }
}
