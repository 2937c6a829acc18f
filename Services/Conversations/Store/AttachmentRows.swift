import ServiceKit
import Storage
import WireModel

/// A file with what its message does not tell: who sent it to which conversation.
struct StoredAttachment: Sendable {
    var attachment: Attachment
    var conversation: ConversationID
    var author: Author.Identity
    /// Nil while it waits for one.
    var message: MessageID?
    var isNote: Bool
    var createdAt: Timestamp

    var place: FilePlace { FilePlace(id: attachment.id, createdAt: createdAt) }
}

/// The rows of files, in the caller's transaction.
enum AttachmentRows {
    static func insert(_ stored: StoredAttachment, into workspace: WorkspaceID, _ transaction: Transaction) throws {
        let attachment = stored.attachment
        try transaction.run(
            """
            INSERT INTO attachments (id, workspace, conversation, author_kind, author, name, type, bytes, width, height,
                created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """, attachment.id, workspace, stored.conversation, stored.author.kind, stored.author.number,
            attachment.name, attachment.type, attachment.bytes, attachment.width, attachment.height, stored.createdAt)
        try Usage.add(
            bytes: attachment.bytes, to: workspace, month: Usage.month(of: stored.createdAt), in: transaction)
    }

    static func find(
        _ workspace: WorkspaceID, _ id: AttachmentID, in connection: Connection
    ) throws -> StoredAttachment? {
        try connection.first(
            """
            SELECT id, name, type, bytes, width, height, conversation, author_kind, author, message, note, created_at
            FROM attachments WHERE id = ?2 AND workspace = ?1
            """, workspace, id
        ) { row in
            StoredAttachment(
                attachment: Attachment(
                    id: try row[0], name: try row[1], type: try row[2], bytes: try row[3], width: try row[4],
                    height: try row[5]),
                conversation: try row[6], author: Author.Identity(kind: try row[7], number: try row[8]),
                message: try row[9], isNote: try row[10], createdAt: try row[11])
        }
    }

    /// What waits for a message, in the order asked for.
    /// - Throws: `attachment.notFound` unless each was sent to this conversation by this author and waits still.
    static func waiting(
        _ ids: [AttachmentID], by author: Author.Identity, in conversation: ConversationID, _ workspace: WorkspaceID,
        _ connection: Connection
    ) throws -> [Attachment] {
        try ids.map { id in
            guard let stored = try find(workspace, id, in: connection), stored.message == nil,
                stored.conversation == conversation, stored.author == author
            else { throw Failure.notFound("attachment") }
            return stored.attachment
        }
    }

    /// How many of an author's files wait for a message.
    static func waitingCount(
        by author: Author.Identity, _ workspace: WorkspaceID, in connection: Connection
    ) throws -> Int {
        try connection.first(
            """
            SELECT count(*) FROM attachments
            WHERE workspace = ?1 AND author = ?2 AND author_kind = ?3 AND message IS NULL AND held = 0
            """, workspace, author.number, author.kind
        ) { try $0[0] } ?? 0
    }

    /// Makes files that waited a message's own.
    static func bind(
        _ attachments: [Attachment], to message: Message, in workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        for attachment in attachments {
            try transaction.run(
                "UPDATE attachments SET message = ?3, note = ?4, held = 0 WHERE id = ?2 AND workspace = ?1",
                workspace, attachment.id, message.id, message.kind == .note)
        }
    }

    /// Lets files wait for longer than a day, since a draft or a canned reply names them; or no longer.
    static func hold(
        _ ids: [AttachmentID], _ isHeld: Bool, in workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        for id in ids {
            try transaction.run(
                "UPDATE attachments SET held = ?3 WHERE id = ?2 AND workspace = ?1 AND message IS NULL", workspace, id,
                isHeld)
        }
    }

    /// Takes files away for good, with their bytes: of a message that was deleted, or that nobody sent. The files
    /// themselves go after the commit: see ``AttachmentStore/sweepSoon()``.
    static func remove(_ ids: [AttachmentID], in workspace: WorkspaceID, at now: Timestamp, _ transaction: Transaction)
        throws
    {
        for id in ids {
            guard let stored = try find(workspace, id, in: transaction) else { continue }
            try transaction.run("DELETE FROM attachments WHERE id = ?2 AND workspace = ?1", workspace, id)
            try transaction.run(
                "INSERT INTO attachments_removed (id, created_at) VALUES (?1, ?2)", id, stored.createdAt)
            try Usage.add(
                bytes: -stored.attachment.bytes, to: workspace, month: Usage.month(of: now), in: transaction)
        }
    }

    // MARK: For the sweep, of all workspaces

    /// The first `limit` that nobody sent before `moment`.
    static func forgotten(
        before moment: Timestamp, limit: Int, in connection: Connection
    ) throws -> [(WorkspaceID, AttachmentID)] {
        try connection.rows(
            """
            SELECT workspace, id FROM attachments WHERE message IS NULL AND held = 0 AND created_at < ?1
            ORDER BY created_at LIMIT ?2
            """, moment, limit
        ) { (try $0[0], try $0[1]) }
    }

    /// The first `limit` whose rows are gone and whose files may be there.
    static func removed(limit: Int, in connection: Connection) throws -> [FilePlace] {
        try connection.rows("SELECT id, created_at FROM attachments_removed LIMIT ?1", limit) {
            FilePlace(id: try $0[0], createdAt: try $0[1])
        }
    }

    static func forget(_ places: [FilePlace], _ transaction: Transaction) throws {
        for place in places { try transaction.run("DELETE FROM attachments_removed WHERE id = ?1", place.id) }
    }

    static func exists(_ id: AttachmentID, in connection: Connection) throws -> Bool {
        try connection.first("SELECT 1 FROM attachments WHERE id = ?1", id) { try $0[0] as Int } != nil
    }
}
