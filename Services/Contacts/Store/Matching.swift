import Storage
import WireModel

/// From a visitor to a contact.
extension ContactStore {
    /// The contact of a visitor, made when there is none.
    ///
    /// A visitor who was here before keeps the contact. A new one is the contact with the same e-mail, or else with
    /// the same phone; anybody can type those, so nothing of the record is overwritten, and what differs is kept as a
    /// claim.
    func match(
        _ visitor: VisitorID, _ details: ContactDetails, language: Language, in workspace: WorkspaceID
    ) async throws -> Contact {
        let fresh = ids.next(ContactKind.self)
        return try await database.write { transaction in
            if let known = try ContactRows.id(of: visitor, in: workspace, transaction) {
                return try hear(details, from: visitor, about: known, in: workspace, transaction)
            }
            if let found = try Self.find(details, in: workspace, transaction) {
                try ContactRows.link(visitor, to: found, in: workspace, transaction)
                return try hear(details, from: visitor, about: found, in: workspace, transaction)
            }
            return try welcome(visitor, details, language: language, as: fresh, in: workspace, transaction)
        }
    }

    /// E-mail wins over phone.
    static func find(
        _ details: ContactDetails, in workspace: WorkspaceID, _ transaction: Transaction
    ) throws -> ContactID? {
        if let email = details.email, let found = try ContactRows.id(with: email, in: workspace, transaction) {
            return found
        }
        return try details.phone.flatMap { try ContactRows.id(with: $0, in: workspace, transaction) }
    }

    private func welcome(
        _ visitor: VisitorID, _ details: ContactDetails, language: Language, as id: ContactID,
        in workspace: WorkspaceID, _ transaction: Transaction
    ) throws -> Contact {
        let moment = now()
        let contact = Contact(
            id: id, name: details.name ?? "", email: details.email?.text, phone: details.phone?.text,
            language: language, unverified: details.email != nil || details.phone != nil, claims: [],
            createdAt: moment, lastSeenAt: moment, conversationCount: 0, messageCount: 0)
        try ContactRows.insert(contact, founder: visitor, in: workspace, transaction)
        try ContactRows.link(visitor, to: id, in: workspace, transaction)
        try announce(contact, in: workspace, transaction)
        return contact
    }

    /// Takes down what a visitor says of a contact that exists. Said again, it changes nothing.
    func hear(
        _ details: ContactDetails, from visitor: VisitorID, about id: ContactID, in workspace: WorkspaceID,
        _ transaction: Transaction
    ) throws -> Contact {
        let before = try ContactRows.contact(id, in: workspace, transaction)
        var contact = before
        if try ContactRows.founder(of: id, in: workspace, transaction) == visitor {
            try Self.fill(&contact, with: details, in: workspace, transaction)
        }
        if let claim = details.claim(against: contact, by: visitor, at: now()),
            !contact.claims.contains(where: claim.repeats)
        {
            try ContactRows.add(claim, to: id, transaction)
            contact.claims = Array(([claim] + contact.claims).prefix(Contact.claimLimit))
        }
        guard contact != before else { return contact }
        try ContactRows.save(contact, in: workspace, transaction)
        try announce(contact, in: workspace, transaction)
        return contact
    }

    /// Whoever left a field blank when the record was made of their words may fill it in later. Another contact's
    /// e-mail or phone stays a claim, and so does what would stand beside details that somebody verified.
    private static func fill(
        _ contact: inout Contact, with details: ContactDetails, in workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        if contact.name.isEmpty, let name = details.name { contact.name = name }
        guard contact.unverified || (contact.email == nil && contact.phone == nil) else { return }
        if contact.email == nil, let email = details.email,
            try ContactRows.id(with: email, in: workspace, transaction) == nil
        {
            (contact.email, contact.unverified) = (email.text, true)
        }
        if contact.phone == nil, let phone = details.phone,
            try ContactRows.id(with: phone, in: workspace, transaction) == nil
        {
            (contact.phone, contact.unverified) = (phone.text, true)
        }
    }
}
