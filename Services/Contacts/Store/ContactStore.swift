import ServiceKit
import Storage
import WireModel

/// Contacts as the API reads and changes them. Every change queues `contact.changed` in its own transaction.
struct ContactStore: Sendable {
    let database: Database
    let log: EventLog
    let ids: IdentifierSource
    let now: @Sendable () -> Timestamp

    /// - Throws: `contact.notFound`.
    func contact(_ id: ContactID, in workspace: WorkspaceID) async throws -> Contact {
        try await database.read { connection in try ContactRows.contact(id, in: workspace, connection) }
    }

    /// Those that match `query`, all when nil; last seen first.
    /// - Parameter byNameOnly: For who does not see e-mail and telephone: they are not found by them either.
    func page(
        of workspace: WorkspaceID, matching patterns: (text: String, phone: String?)?, byNameOnly: Bool,
        after cursor: ContactCursor?, limit: Int
    ) async throws -> Page<Contact> {
        try await database.read { connection in
            let items = try ContactRows.page(
                of: workspace, matching: patterns, byNameOnly: byNameOnly, after: cursor ?? .start, limit: limit + 1,
                connection)
            let kept = Array(items.prefix(limit))
            let next = items.count > limit ? kept.last.map { ContactCursor($0).description } : nil
            return Page(items: kept, nextCursor: next)
        }
    }

    /// Those whose field holds what a query says; at most ``foundLimit``.
    func ids(
        of workspace: WorkspaceID, whose field: ContactField, holds query: String
    ) async throws -> [ContactID] {
        guard let patterns = SearchText.patterns(of: query) else { return [] }
        return try await database.read { connection in
            try ContactRows.ids(
                of: workspace, whose: field, matches: patterns, limit: Self.foundLimit, connection)
        }
    }

    static let foundLimit = 5_000

    /// A contact that the team writes down.
    /// - Throws: `contact.duplicate` when e-mail or phone are another contact's.
    func create(_ details: ContactDetails, language: Language?, in workspace: WorkspaceID) async throws -> Contact {
        let (id, moment) = (ids.next(ContactKind.self), now())
        return try await database.write { transaction in
            try ContactRows.refuseDuplicate(of: details, in: workspace, except: nil, transaction)
            let contact = Contact(
                id: id, name: details.name ?? "", email: details.email?.text, phone: details.phone?.text,
                language: language, unverified: false, claims: [], createdAt: moment, lastSeenAt: moment,
                conversationCount: 0, messageCount: 0)
            try ContactRows.insert(contact, founder: nil, in: workspace, transaction)
            try announce(contact, in: workspace, transaction)
            return contact
        }
    }

    /// What a member sets right of a record. An e-mail or phone that a member wrote counts as verified.
    /// - Throws: `contact.notFound`, `contact.duplicate`.
    func change(
        _ id: ContactID, in workspace: WorkspaceID, by change: ContactChange, details: ContactDetails
    ) async throws -> Contact {
        try await database.write { transaction in
            let before = try ContactRows.contact(id, in: workspace, transaction)
            try ContactRows.refuseDuplicate(of: details, in: workspace, except: id, transaction)
            var contact = before
            if change.name != nil { contact.name = details.name ?? "" }
            if change.email != nil { contact.email = details.email?.text }
            if change.phone != nil { contact.phone = details.phone?.text }
            if change.email != nil || change.phone != nil { contact.unverified = false }
            contact.language = change.language ?? contact.language
            guard contact != before else { return contact }
            try ContactRows.save(contact, in: workspace, transaction)
            try announce(contact, in: workspace, transaction)
            return contact
        }
    }

    /// Keeps somebody from writing, or lets them write again. The conversations hear of it by the log.
    /// - Throws: `contact.notFound`.
    func setBlocked(
        _ isBlocked: Bool, _ id: ContactID, in workspace: WorkspaceID, by author: Author
    ) async throws -> Contact {
        try await database.write { transaction in
            var contact = try ContactRows.contact(id, in: workspace, transaction)
            guard contact.blocked != isBlocked else { return contact }
            contact.blocked = isBlocked
            try ContactRows.save(contact, in: workspace, transaction)
            try announce(contact, by: author, in: workspace, transaction)
            return contact
        }
    }

    /// - Parameter author: Who blocked them or let them in again.
    func announce(
        _ contact: Contact, by author: Author? = nil, in workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        let reference = ContactReference(
            contact: contact.id, name: contact.name, blocked: contact.blocked, by: author)
        try log.append(.contactChanged, to: .agents, workspace: workspace, data: reference, in: transaction)
    }
}
