import Storage
import WireModel

/// The statements on the tables of contacts, each within the caller's transaction.
enum ContactRows {
    /// - Throws: `contact.notFound`.
    static func contact(_ id: ContactID, in workspace: WorkspaceID, _ connection: Connection) throws -> Contact {
        let found = try connection.first(
            """
            SELECT id, name, email, phone, language, unverified, created_at, last_seen_at,
                conversation_count, message_count, blocked
            FROM contacts WHERE workspace = ?1 AND id = ?2
            """, workspace, id, map: contact)
        guard var found else { throw Failure.notFound("contact") }
        found.claims = try claims(on: id, connection)
        return found
    }

    static func page(
        of workspace: WorkspaceID, matching patterns: (text: String, phone: String?)?, byNameOnly: Bool,
        after cursor: ContactCursor, limit: Int, _ connection: Connection
    ) throws -> [Contact] {
        var found = try connection.rows(
            """
            SELECT id, name, email, phone, language, unverified, created_at, last_seen_at,
                conversation_count, message_count, blocked
            FROM contacts
            WHERE workspace = ?1 AND (last_seen_at, id) < (?2, ?3)
                AND CASE WHEN ?4 IS NULL THEN 1
                    -- The name is the first line of what is looked through.
                    WHEN ?7 THEN name <> ''
                        AND substr(folded, 1, instr(folded || char(10), char(10)) - 1) LIKE ?4 ESCAPE '!'
                    ELSE folded LIKE ?4 ESCAPE '!' OR phone_key LIKE ?5 ESCAPE '!' END
            ORDER BY last_seen_at DESC, id DESC LIMIT ?6
            """, workspace, cursor.lastSeenAt, cursor.id, patterns?.text, patterns?.phone, limit, byNameOnly,
            map: contact)
        for index in found.indices { found[index].claims = try claims(on: found[index].id, connection) }
        return found
    }

    /// Those whose name, e-mail or telephone holds a text; at most `limit`.
    static func ids(
        of workspace: WorkspaceID, whose field: ContactField, matches patterns: (text: String, phone: String?),
        limit: Int, _ connection: Connection
    ) throws -> [ContactID] {
        try connection.rows(
            """
            SELECT id FROM contacts
            WHERE workspace = ?1 AND CASE ?2
                WHEN 'name' THEN name <> ''
                    AND substr(folded, 1, instr(folded || char(10), char(10)) - 1) LIKE ?3 ESCAPE '!'
                WHEN 'email' THEN email_key LIKE ?3 ESCAPE '!'
                ELSE phone_key LIKE ?4 ESCAPE '!' END
            LIMIT ?5
            """, workspace, field.rawValue, patterns.text, patterns.phone ?? patterns.text, limit
        ) { try $0[0] }
    }

    static func id(of visitor: VisitorID, in workspace: WorkspaceID, _ connection: Connection) throws -> ContactID? {
        try connection.first(
            "SELECT contact FROM visitors WHERE workspace = ?1 AND visitor = ?2", workspace, visitor
        ) { row in try row[0] }
    }

    static func id(with email: EmailAddress, in workspace: WorkspaceID, _ connection: Connection) throws -> ContactID? {
        try connection.first(
            "SELECT id FROM contacts WHERE workspace = ?1 AND email_key = ?2", workspace, email.key
        ) { row in try row[0] }
    }

    static func id(with phone: PhoneNumber, in workspace: WorkspaceID, _ connection: Connection) throws -> ContactID? {
        guard let key = phone.key else { return nil }
        return try connection.first(
            "SELECT id FROM contacts WHERE workspace = ?1 AND phone_key = ?2", workspace, key
        ) { row in try row[0] }
    }

    static func founder(of id: ContactID, in workspace: WorkspaceID, _ connection: Connection) throws -> VisitorID? {
        try connection.first(
            "SELECT founder FROM contacts WHERE workspace = ?1 AND id = ?2", workspace, id
        ) { row in try row[0] as VisitorID? } ?? nil
    }

    /// - Throws: `contact.duplicate`, with the fields that are another contact's.
    static func refuseDuplicate(
        of details: ContactDetails, in workspace: WorkspaceID, except own: ContactID?, _ connection: Connection
    ) throws {
        var fields: [Failure.Field] = []
        if let other = try details.email.flatMap({ try id(with: $0, in: workspace, connection) }), other != own {
            fields.append(.init(field: "email", code: "taken", message: "Another contact has this e-mail address."))
        }
        if let other = try details.phone.flatMap({ try id(with: $0, in: workspace, connection) }), other != own {
            fields.append(.init(field: "phone", code: "taken", message: "Another contact has this telephone number."))
        }
        if let first = fields.first { throw Failure(.conflict, "contact.duplicate", first.message, fields: fields) }
    }

    static func insert(
        _ contact: Contact, founder: VisitorID?, in workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO contacts (id, workspace, name, email, email_key, phone, phone_key, language, unverified,
                founder, created_at, last_seen_at, folded)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """, contact.id, workspace, contact.name, contact.email, contact.emailKey, contact.phone,
            contact.phoneKey, contact.language?.rawValue, contact.unverified, founder, contact.createdAt,
            contact.lastSeenAt, contact.folded)
    }

    /// Writes what people change; the counts are the log's.
    static func save(_ contact: Contact, in workspace: WorkspaceID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            UPDATE contacts SET name = ?3, email = ?4, email_key = ?5, phone = ?6, phone_key = ?7, language = ?8,
                unverified = ?9, folded = ?10, blocked = ?11
            WHERE workspace = ?1 AND id = ?2
            """, workspace, contact.id, contact.name, contact.email, contact.emailKey, contact.phone,
            contact.phoneKey, contact.language?.rawValue, contact.unverified, contact.folded, contact.blocked)
    }

    static func link(
        _ visitor: VisitorID, to contact: ContactID, in workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO visitors (workspace, visitor, contact) VALUES (?1, ?2, ?3)
            ON CONFLICT (workspace, visitor) DO UPDATE SET contact = ?3
            """, workspace, visitor, contact)
    }

    static func id(of customer: Customer, in workspace: WorkspaceID, _ connection: Connection) throws -> ContactID? {
        try connection.first(
            "SELECT contact FROM subjects WHERE workspace = ?1 AND inbox = ?2 AND subject = ?3", workspace,
            customer.inbox, customer.subject
        ) { row in try row[0] }
    }

    static func link(
        _ customer: Customer, to contact: ContactID, in workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO subjects (workspace, inbox, subject, contact) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (workspace, inbox, subject) DO NOTHING
            """, workspace, customer.inbox, customer.subject, contact)
    }

    /// From now on the record is made of this visitor's words, and of nobody else's.
    static func setFounder(
        _ visitor: VisitorID, of contact: ContactID, in workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "UPDATE contacts SET founder = ?3 WHERE workspace = ?1 AND id = ?2", workspace, contact, visitor)
    }

    /// Puts a claim on top, and lets those past the limit go.
    static func add(_ claim: ContactClaim, to contact: ContactID, _ transaction: Transaction) throws {
        try transaction.run(
            "INSERT INTO claims (contact, visitor, name, email, phone, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            contact, claim.visitor, claim.name, claim.email, claim.phone, claim.at)
        try transaction.run(
            """
            DELETE FROM claims WHERE contact = ?1 AND id NOT IN
                (SELECT id FROM claims WHERE contact = ?1 ORDER BY id DESC LIMIT ?2)
            """, contact, Contact.claimLimit)
    }

    private static func claims(on contact: ContactID, _ connection: Connection) throws -> [ContactClaim] {
        try connection.rows(
            "SELECT visitor, name, email, phone, at FROM claims WHERE contact = ?1 ORDER BY id DESC", contact
        ) { row in
            ContactClaim(visitor: try row[0], name: try row[1], email: try row[2], phone: try row[3], at: try row[4])
        }
    }

    /// A row without its claims.
    private static func contact(_ row: Row) throws -> Contact {
        let language: String? = try row[4]
        return Contact(
            id: try row[0], name: try row[1], email: try row[2], phone: try row[3],
            language: language.flatMap(Language.init), unverified: try row[5], blocked: try row[10], claims: [],
            createdAt: try row[6], lastSeenAt: try row[7], conversationCount: try row[8], messageCount: try row[9])
    }
}

extension Contact {
    /// Past so many the oldest go.
    static let claimLimit = 10

    fileprivate var emailKey: String? { email.map(EmailAddress.key(of:)) }
    fileprivate var phoneKey: String? { phone.flatMap(PhoneNumber.init)?.key }
    fileprivate var folded: String { SearchText.of(name: name, email: email, phone: phone) }
}
