import WireModel

/// What somebody said of a person, cleaned and checked. What was left blank is absent.
struct ContactDetails: Sendable, Equatable {
    static let nameLimitCharacters = 80
    /// A character may be built of many scalars; no name needs more bytes than these.
    static let nameLimitBytes = 640

    var name: String?
    var email: EmailAddress?
    var phone: PhoneNumber?

    var isEmpty: Bool { name == nil && email == nil && phone == nil }

    /// - Parameter path: Stands before the names of the fields: `details.` for a form within a body.
    /// - Throws: `input.invalid` with one entry a field: `tooLong`, `email`, `phone`.
    init(name: String?, email: String?, phone: String?, path: String = "") throws(Failure) {
        var faults: [Failure.Field] = []
        self.name = name.flatMap { Self.cleanName($0) }
        self.email = Self.given(email).flatMap { EmailAddress($0.withoutInvisibles.trimmed.withASCIIDigits) }
        self.phone = Self.given(phone).flatMap(PhoneNumber.init)
        // As it was typed: whoever asks can count that.
        if let name, name.count > Self.nameLimitCharacters || name.utf8.count > Self.nameLimitBytes {
            faults.append(Self.tooLong("\(path)name", "A name has at most \(Self.nameLimitCharacters) characters."))
        }
        if self.email == nil, Self.given(email) != nil {
            faults.append(.init(field: "\(path)email", code: "email", message: "This is not an e-mail address."))
        }
        if self.phone == nil, Self.given(phone) != nil {
            faults.append(.init(field: "\(path)phone", code: "phone", message: "This is not a telephone number."))
        }
        if let phone = self.phone, phone.text.count > PhoneNumber.limitCharacters || phone.text.utf8.count > 160 {
            faults.append(
                Self.tooLong("\(path)phone", "A number has at most \(PhoneNumber.limitCharacters) characters."))
        }
        guard faults.isEmpty else { throw .invalid(faults) }
    }

    /// What a shop's server vouches for. What does not fit is left out, since nobody here could mend it.
    init(vouched identity: VisitorIdentity) {
        let clean = identity.name.flatMap { Self.cleanName($0) }
        let short = clean.map { String($0.prefix(Self.nameLimitCharacters)) }
        name = short.flatMap { $0.utf8.count > Self.nameLimitBytes ? nil : $0 }
        email = Self.given(identity.email).flatMap { EmailAddress($0.withoutInvisibles.trimmed.withASCIIDigits) }
        phone = Self.given(identity.phone).flatMap(PhoneNumber.init)
        if let text = phone?.text, text.count > PhoneNumber.limitCharacters || text.utf8.count > 160 { phone = nil }
    }

    /// What of it is not what the record says; nil when it says nothing new.
    func claim(against contact: Contact, by visitor: VisitorID, at moment: Timestamp) -> ContactClaim? {
        let newName = name.flatMap { $0 == contact.name ? nil : $0 }
        let newEmail = email.flatMap { $0.key == contact.email.map(EmailAddress.key(of:)) ? nil : $0.text }
        let newPhone = phone.flatMap { $0.isSame(as: contact.phone) ? nil : $0.text }
        guard newName != nil || newEmail != nil || newPhone != nil else { return nil }
        return ContactClaim(visitor: visitor, name: newName, email: newEmail, phone: newPhone, at: moment)
    }

    /// One line, with nothing invisible that could turn the text around it.
    private static func cleanName(_ typed: String) -> String? {
        let words = typed.withoutInvisibles.split(whereSeparator: \.isWhitespace)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    private static func given(_ text: String?) -> String? {
        guard let text, !text.withoutInvisibles.trimmed.isEmpty else { return nil }
        return text
    }

    private static func tooLong(_ field: String, _ message: String) -> Failure.Field {
        .init(field: field, code: "tooLong", message: message)
    }
}

extension ContactClaim {
    /// Whether the same visitor said the same before.
    func repeats(_ earlier: ContactClaim) -> Bool {
        visitor == earlier.visitor && name == earlier.name && email == earlier.email && phone == earlier.phone
    }
}
