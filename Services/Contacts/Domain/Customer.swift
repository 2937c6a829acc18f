import WireModel

/// Somebody whom a shop's server vouches for.
struct Customer: Sendable, Equatable {
    /// Whose customer: a subject means nothing elsewhere.
    var inbox: InboxID
    var subject: String
    var details: ContactDetails

    init(inbox: InboxID, _ identity: VisitorIdentity) {
        self.inbox = inbox
        subject = identity.subject
        details = ContactDetails(vouched: identity)
    }
}

extension Contact {
    /// Takes over what a shop's server vouches for: what was blank is filled, and where the record was only what
    /// somebody typed, proof takes its place. What the team or an earlier proof wrote down stays.
    ///
    /// - Parameter proof: Without an e-mail or phone that is another contact's.
    /// - Returns: What gave way, all that the proof does not confirm; nil when nothing did.
    mutating func take(proof: ContactDetails) -> (name: String?, email: String?, phone: String?)? {
        let wasTyped = unverified
        let before = (name: name, email: email, phone: phone)
        if wasTyped, proof.email != nil || proof.phone != nil {
            (email, phone, unverified) = (nil, nil, false)
        }
        if let proven = proof.name, name.isEmpty || wasTyped { name = proven }
        if !unverified {
            email = email ?? proof.email?.text
            phone = phone ?? proof.phone?.text
        }
        let gone = (
            name: before.name.isEmpty || before.name == name ? nil : before.name,
            email: before.email.flatMap { EmailAddress.key(of: $0) == email.map(EmailAddress.key(of:)) ? nil : $0 },
            phone: before.phone.flatMap { text in
                phone.flatMap(PhoneNumber.init)?.isSame(as: text) == true ? nil : text
            }
        )
        return gone.name == nil && gone.email == nil && gone.phone == nil ? nil : gone
    }
}
