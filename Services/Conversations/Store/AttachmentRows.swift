import ServiceKit
import Storage
import WireModel

/// A file with what its message does not tell: who sent it to which conversation.
struct StoredAttachment: Sendable {
    var attachment: Attachment
    /// 0 for a canned reply's.
    var conversation: ConversationID
    var author: Author.Identity
    /// Nil while it waits for one.
    var message: MessageID?
    var isNote: Bool
    var createdAt: Timestamp
    /// The canned reply whose it is.
    var reply: CannedReplyID?
    /// Where the bytes lie that it shares; nil where they are its own.
    var source: FilePlace?

    var place: FilePlace { source ?? FilePlace(id: attachment.id, createdAt: createdAt) }

    /// The same bytes for a message.
    func copy(
        as id: AttachmentID, for conversation: ConversationID, by author: Author.Identity, at now: Timestamp
    ) -> StoredAttachment {
        var copy = StoredAttachment(
            attachment: attachment, conversation: conversation, author: author, message: nil, isNote: false,
            createdAt: now, source: place)
        copy.attachment.id = id
        return copy
    }
}

/// The rows of files, in the caller's transaction.
enum AttachmentRows {
    static func insert(_ stored: StoredAttachment, into workspace: WorkspaceID, _ transaction: Transaction) throws {
        let attachment = stored.attachment
        try transaction.run(
            """
            INSERT INTO attachments (id, workspace, conversation, author_kind, author, name, type, bytes, width, height,
                created_at, reply, held, file, file_created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12 IS NOT NULL, ?13, ?14)
            """, attachment.id, workspace, stored.conversation, stored.author.kind, stored.author.number,
            attachment.name, attachment.type, attachment.bytes, attachment.width, attachment.height, stored.createdAt,
            stored.reply, stored.source?.id, stored.source?.createdAt)
        try Usage.add(
            bytes: attachment.bytes, to: workspace, month: Usage.month(of: stored.createdAt), in: transaction)
    }

    static func find(
        _ workspace: WorkspaceID, _ id: AttachmentID, in connection: Connection
    ) throws -> StoredAttachment? {
        try connection.first(
            """
            SELECT id, name, type, bytes, width, height, conversation, author_kind, author, message, note, created_at,
                reply, file, file_created_at
            FROM attachments WHERE id = ?2 AND workspace = ?1
            """, workspace, id
        ) { row in
            let (source, since): (AttachmentID?, Timestamp?) = (try row[13], try row[14])
            return StoredAttachment(
                attachment: try Attachment(row: row), conversation: try row[6],
                author: Author.Identity(kind: try row[7], number: try row[8]), message: try row[9],
                isNote: try row[10], createdAt: try row[11], reply: try row[12],
                source: source.flatMap { id in since.map { FilePlace(id: id, createdAt: $0) } })
        }
    }

    /// What a message of `principal` may name, or nil: what its author has sent to this conversation and waits still,
    /// and the file of a canned reply that is shown to them.
    static func sendable(
        _ id: AttachmentID, by principal: Principal, in conversation: ConversationID, _ connection: Connection
    ) throws -> StoredAttachment? {
        guard let stored = try find(principal.workspace, id, in: connection), stored.message == nil else { return nil }
        let may =
            if let reply = stored.reply {
                try CannedReplyStore.isShown(reply, to: principal, in: connection)
            } else {
                stored.conversation == conversation && stored.author == principal.author.identity
            }
        return may ? stored : nil
    }

    /// Of one canned reply, or of all; the oldest of each first.
    static func ofReplies(
        _ reply: CannedReplyID? = nil, in workspace: WorkspaceID, _ connection: Connection
    ) throws -> [CannedReplyID: [Attachment]] {
        let files: [(CannedReplyID, Attachment)] = try connection.rows(
            """
            SELECT id, name, type, bytes, width, height, reply FROM attachments
            WHERE workspace = ?1 AND reply IS NOT NULL AND (?2 IS NULL OR reply = ?2) ORDER BY id
            """, workspace, reply
        ) { (try $0[6], try Attachment(row: $0)) }
        return Dictionary(grouping: files, by: \.0).mapValues { $0.map(\.1) }
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

    /// Makes files that waited a message's own, and copies too.
    static func bind(
        _ files: [StoredAttachment], to message: Message, in workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        for file in files {
            if file.source != nil { try insert(file, into: workspace, transaction) }
            try transaction.run(
                "UPDATE attachments SET message = ?3, note = ?4, held = 0 WHERE id = ?2 AND workspace = ?1",
                workspace, file.attachment.id, message.id, message.kind == .note)
        }
    }

    /// Lets files wait for as long as a draft names them.
    static func hold(_ ids: [AttachmentID], in workspace: WorkspaceID, _ transaction: Transaction) throws {
        for id in ids {
            try transaction.run(
                """
                UPDATE attachments SET held = 1
                WHERE id = ?2 AND workspace = ?1 AND message IS NULL AND reply IS NULL
                """, workspace, id)
        }
    }

    /// A draft names them no more. They wait for another day: the message that they were for may be on its way, and
    /// its sender may take it back.
    static func release(
        _ ids: [AttachmentID], in workspace: WorkspaceID, at now: Timestamp, _ transaction: Transaction
    ) throws {
        for id in ids {
            try transaction.run(
                """
                UPDATE attachments SET held = 0, released_at = ?3
                WHERE id = ?2 AND workspace = ?1 AND message IS NULL AND reply IS NULL
                """, workspace, id, now)
        }
    }

    /// Holds nothing more of what a member has sent.
    static func release(of member: MemberID, in workspace: WorkspaceID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            UPDATE attachments SET held = 0
            WHERE workspace = ?1 AND author = ?2 AND author_kind = 'member' AND message IS NULL AND reply IS NULL
            """, workspace, member)
    }

    /// Takes files away for good, with their bytes unless another file shares them: of a message that was deleted, or
    /// that nobody sent. The files themselves go after the commit: see ``AttachmentSweep``.
    static func remove(_ ids: [AttachmentID], in workspace: WorkspaceID, at now: Timestamp, _ transaction: Transaction)
        throws
    {
        for id in ids {
            guard let stored = try find(workspace, id, in: transaction) else { continue }
            try transaction.run("DELETE FROM attachments WHERE id = ?2 AND workspace = ?1", workspace, id)
            if try !exists(stored.place.id, in: transaction) {
                try transaction.run(
                    "INSERT INTO attachments_removed (id, created_at) VALUES (?1, ?2)", stored.place.id,
                    stored.place.createdAt)
            }
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
            SELECT workspace, id FROM attachments
            WHERE message IS NULL AND held = 0 AND created_at < ?1 AND coalesce(released_at < ?1, 1)
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

    /// Whether anything needs the bytes that lie under this id.
    static func exists(_ id: AttachmentID, in connection: Connection) throws -> Bool {
        try connection.first("SELECT 1 FROM attachments WHERE id = ?1 OR file = ?1", id) { try $0[0] as Int } != nil
    }
}

extension Attachment {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row[0], name: try row[1], type: try row[2], bytes: try row[3], width: try row[4],
            height: try row[5])
    }
}
