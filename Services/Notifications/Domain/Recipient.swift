import WireModel

/// Whom a conversation's summary goes to.
struct Recipient: Sendable, Equatable {
    var name: String
    /// As somebody typed it; not yet known to be an address.
    var email: String

    /// The customer's copy goes to the address that this very visitor gave; the record's is for those who gave
    /// none. A visitor who was matched by telephone number must not have their mail sent to an address that
    /// somebody else gave.
    init?(of conversation: Conversation, _ contact: Contact) {
        let own = contact.claims.filter { $0.visitor == conversation.visitor }
        guard let email = own.lazy.compactMap(\.email).first ?? contact.email, !email.isEmpty else { return nil }
        self.email = email
        name = own.lazy.compactMap(\.name).first ?? contact.name
    }
}
