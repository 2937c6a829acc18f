import Storage
import WireModel

/// From a visitor whom the shop's server vouches for to a contact.
extension ContactStore {
    /// The contact of a verified visitor, made when there is none: the one that the shop named before by this subject,
    /// or else the one with the e-mail or phone that it vouches for. What the visitor typed finds nobody.
    func match(
        _ visitor: VisitorID, known customer: Customer, typed: ContactDetails, language: Language,
        in workspace: WorkspaceID
    ) async throws -> Contact {
        let fresh = ids.next(ContactKind.self)
        return try await database.write { transaction in
            let known =
                try ContactRows.id(of: customer, in: workspace, transaction)
                ?? Self.find(customer.details, in: workspace, transaction)
            let contact = try known ?? welcome(customer, by: visitor, language, as: fresh, in: workspace, transaction)
            try ContactRows.link(customer, to: contact, in: workspace, transaction)
            if try ContactRows.id(of: visitor, in: workspace, transaction) != contact {
                try ContactRows.link(visitor, to: contact, in: workspace, transaction)
            }
            try vouch(for: contact, with: customer.details, by: visitor, in: workspace, transaction)
            return try hear(typed, from: visitor, about: contact, in: workspace, transaction)
        }
    }

    private func welcome(
        _ customer: Customer, by visitor: VisitorID, _ language: Language, as id: ContactID, in workspace: WorkspaceID,
        _ transaction: Transaction
    ) throws -> ContactID {
        let moment = now()
        let details = customer.details
        let contact = Contact(
            id: id, name: details.name ?? "", email: details.email?.text, phone: details.phone?.text,
            language: language, unverified: false, claims: [], createdAt: moment, lastSeenAt: moment,
            conversationCount: 0, messageCount: 0)
        try ContactRows.insert(contact, founder: visitor, in: workspace, transaction)
        try announce(contact, in: workspace, transaction)
        return id
    }

    /// Writes the shop's word into a record that exists. Said again, it changes nothing.
    private func vouch(
        for id: ContactID, with details: ContactDetails, by visitor: VisitorID, in workspace: WorkspaceID,
        _ transaction: Transaction
    ) throws {
        let before = try ContactRows.contact(id, in: workspace, transaction)
        var contact = before
        var proof = details
        let emailOwner = try proof.email.flatMap { try ContactRows.id(with: $0, in: workspace, transaction) } ?? id
        let phoneOwner = try proof.phone.flatMap { try ContactRows.id(with: $0, in: workspace, transaction) } ?? id
        if emailOwner != id { proof.email = nil }
        if phoneOwner != id { proof.phone = nil }
        let gone = contact.take(proof: proof)
        if before.unverified, !contact.unverified {
            // Whoever typed the record first may fill nothing in any more.
            let founder = try ContactRows.founder(of: id, in: workspace, transaction)
            try ContactRows.setFounder(visitor, of: id, in: workspace, transaction)
            try claim(gone, from: founder ?? visitor, about: &contact, transaction)
        } else {
            try claim(gone, from: visitor, about: &contact, transaction)
        }
        let left = details.claim(against: contact, by: visitor, at: now())
        try claim(left.map { ($0.name, $0.email, $0.phone) }, from: visitor, about: &contact, transaction)
        guard contact != before else { return }
        try ContactRows.save(contact, in: workspace, transaction)
        try announce(contact, in: workspace, transaction)
    }

    private func claim(
        _ said: (name: String?, email: String?, phone: String?)?, from visitor: VisitorID, about contact: inout Contact,
        _ transaction: Transaction
    ) throws {
        guard let said else { return }
        let claim = ContactClaim(visitor: visitor, name: said.name, email: said.email, phone: said.phone, at: now())
        guard !contact.claims.contains(where: claim.repeats) else { return }
        try ContactRows.add(claim, to: contact.id, transaction)
        contact.claims = Array(([claim] + contact.claims).prefix(Contact.claimLimit))
    }
}
