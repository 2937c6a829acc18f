import JSON
import Storage
import WireModel

// How a message stands in its table.

extension Message {
    /// Columns id, sequence, kind, author_kind, author, author_name, body, client_id, sent_at, extras, edited_at,
    /// deleted_at.
    fileprivate init(row: Row, conversation: ConversationID) throws {
        let extras: [UInt8]? = try row[9]
        self.init(
            id: try row[0], conversation: conversation, sequence: try row[1], kind: try row[2],
            author: Author(.init(kind: try row[3], number: try row[4]), name: try row[5]), body: try row[6],
            clientId: try row[7], sentAt: try row[8],
            extras: try extras.map { try JSON.decode(MessageExtras.self, from: $0, unknownFields: .ignored) },
            editedAt: try row[10], deletedAt: try row[11])
    }

    func insert(into workspace: WorkspaceID, in transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO messages (workspace, conversation, sequence, id, kind, author_kind, author, author_name, body,
                client_id, sent_at, extras)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """, workspace, conversation, sequence, id, kind, author.kind, author.identity.number, author.name, body,
            clientId, sentAt, try extras.map { String(decoding: try JSON.encode($0), as: UTF8.self) })
    }

    /// The message that this sender stored under this name.
    static func named(
        _ clientId: Int64, by author: Int64, in conversation: Conversation, _ workspace: WorkspaceID,
        _ connection: Connection
    ) throws -> Message? {
        try connection.first(
            """
            SELECT id, sequence, kind, author_kind, author, author_name, body, client_id, sent_at, extras, edited_at,
                deleted_at
            FROM messages
            WHERE workspace = ?1 AND conversation = ?2 AND author = ?3 AND client_id = ?4
            """, workspace, conversation.id, author, clientId
        ) { try Message(row: $0, conversation: conversation.id) }
    }

    /// What stands at a place.
    static func find(
        _ sequence: Int64, of conversation: ConversationID, _ workspace: WorkspaceID, _ connection: Connection
    ) throws -> Message? {
        try connection.first(
            """
            SELECT id, sequence, kind, author_kind, author, author_name, body, client_id, sent_at, extras, edited_at,
                deleted_at
            FROM messages
            WHERE workspace = ?1 AND conversation = ?2 AND sequence = ?3
            """, workspace, conversation, sequence
        ) { try Message(row: $0, conversation: conversation) }
    }

    /// The message of this name, from the end on: what is quoted is seldom old.
    /// - Parameter all: Notes too, and what another visitor wrote.
    static func find(
        _ id: MessageID, of conversation: ConversationID, all: Bool, _ workspace: WorkspaceID, _ connection: Connection
    ) throws -> Message? {
        try connection.first(
            """
            SELECT id, sequence, kind, author_kind, author, author_name, body, client_id, sent_at, extras, edited_at,
                deleted_at
            FROM messages
            WHERE workspace = ?1 AND conversation = ?2 AND id = ?3 AND (?4 OR kind <> 'note' AND NOT hidden)
            ORDER BY sequence DESC LIMIT 1
            """, workspace, conversation, id, all
        ) { try Message(row: $0, conversation: conversation) }
    }

    /// What quotes this message, in order.
    static func quoting(
        _ id: MessageID, in conversation: ConversationID, _ workspace: WorkspaceID, _ connection: Connection
    ) throws -> [Message] {
        try connection.rows(
            """
            SELECT id, sequence, kind, author_kind, author, author_name, body, client_id, sent_at, extras, edited_at,
                deleted_at
            FROM messages
            WHERE workspace = ?1 AND conversation = ?2 AND extras IS NOT NULL AND extras ->> '$.quote.message' = ?3
            ORDER BY sequence
            """, workspace, conversation, id.description
        ) { try Message(row: $0, conversation: conversation) }
    }

    /// Who of the team, other than `author`, answered last after a place; nil when nobody did.
    static func answer(
        after sequence: Int64, notBy author: Author, in conversation: ConversationID, _ workspace: WorkspaceID,
        _ connection: Connection
    ) throws -> Author? {
        try connection.first(
            """
            SELECT author_kind, author, author_name FROM messages
            WHERE workspace = ?1 AND conversation = ?2 AND sequence > ?3 AND kind = 'reply' AND deleted_at IS NULL
                AND author_kind IN ('member', 'key') AND NOT (author_kind = ?4 AND author = ?5)
            ORDER BY sequence DESC LIMIT 1
            """, workspace, conversation, sequence, author.kind, author.identity.number
        ) { Author(.init(kind: try $0[0], number: try $0[1]), name: try $0[2]) }
    }

    /// Writes what may change of a message that was stored.
    func rewrite(in workspace: WorkspaceID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            UPDATE messages SET body = ?4, extras = ?5, edited_at = ?6, deleted_at = ?7
            WHERE workspace = ?1 AND conversation = ?2 AND sequence = ?3
            """, workspace, conversation, sequence, body,
            try extras.map { String(decoding: try JSON.encode($0), as: UTF8.self) }, editedAt, deletedAt)
    }

    /// The first `limit` after a place, in order.
    /// - Parameter all: Notes too, and what another visitor wrote.
    static func list(
        _ workspace: WorkspaceID, _ conversation: ConversationID, after: Int64, limit: Int, all: Bool,
        in connection: Connection
    ) throws -> [Message] {
        try connection.rows(
            """
            SELECT id, sequence, kind, author_kind, author, author_name, body, client_id, sent_at, extras, edited_at,
                deleted_at
            FROM messages
            WHERE workspace = ?1 AND conversation = ?2 AND sequence > ?3 AND (?4 OR kind <> 'note' AND NOT hidden)
            ORDER BY sequence LIMIT ?5
            """, workspace, conversation, after, all, limit
        ) { try Message(row: $0, conversation: conversation) }
    }

    /// The last `limit` before a place, in order.
    /// - Parameter all: As above.
    static func list(
        _ workspace: WorkspaceID, _ conversation: ConversationID, before: Int64, limit: Int, all: Bool,
        in connection: Connection
    ) throws -> [Message] {
        try connection.rows(
            """
            SELECT id, sequence, kind, author_kind, author, author_name, body, client_id, sent_at, extras, edited_at,
                deleted_at
            FROM messages
            WHERE workspace = ?1 AND conversation = ?2 AND sequence < ?3 AND (?4 OR kind <> 'note' AND NOT hidden)
            ORDER BY sequence DESC LIMIT ?5
            """, workspace, conversation, before, all, limit
        ) { try Message(row: $0, conversation: conversation) }.reversed()
    }
}

extension Author.Identity {
    var kind: Author.Kind { Author(self, name: "").kind }

    /// The id's number; 0 for Majlis itself.
    var number: Int64 {
        switch self {
        case .visitor(let id): id.rawValue
        case .member(let id): id.rawValue
        case .key(let id): id.rawValue
        case .system: 0
        }
    }

    init(kind: Author.Kind, number: Int64) {
        switch kind {
        case .visitor: self = .visitor(VisitorID(rawValue: number))
        case .member: self = .member(MemberID(rawValue: number))
        case .key: self = .key(APIKeyID(rawValue: number))
        case .system: self = .system
        }
    }
}
