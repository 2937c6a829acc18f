import HTTP
import Loop
import Server
import ServiceKit
import Storage
import Synchronization
import WireModel

/// Files beside messages: their rows, and their bytes in a folder.
struct AttachmentStore: Sendable {
    /// Uploads under way at once; each holds no more than ``FileStore/pieceBytes`` and what the connection reads ahead.
    static let uploadLimit = 64
    /// How long a file waits for the message that names it.
    static let waitMilliseconds: Int64 = 86_400_000

    let database: Database
    let files: FileStore
    let settings: SettingsBook
    let plans: PlanBook
    let replies: CannedReplyStore
    let context: ServiceContext
    private let uploads = Uploads()

    init(
        database: Database, files: FileStore, settings: SettingsBook, plans: PlanBook, replies: CannedReplyStore,
        context: ServiceContext
    ) {
        self.database = database
        self.files = files
        self.settings = settings
        self.plans = plans
        self.replies = replies
        self.context = context
    }

    /// What a file is sent for.
    enum Purpose: Sendable {
        /// One of the same author in this conversation, which will name it.
        case message(ConversationID)
        case reply(CannedReplyID)
    }

    /// Takes a file. Everything that can be refused without the file is refused before its first byte is asked for.
    ///
    /// - Throws: `conversation.notFound`, `reply.notFound`, `permission.denied`, `attachment.…`, `plan.storage`; for a
    ///   visitor `attachment.noRoom` instead.
    func receive(
        _ body: RequestBody, named name: String?, for purpose: Purpose, by principal: Principal
    ) async throws -> Attachment {
        let workspace = principal.workspace
        try await database.read { try requireRoom(body.length ?? 1, for: purpose, by: principal, $0) }
        let rules = try UploadRules(settings[workspace].attachments, name: name, announced: body.length)
        return try await uploads.during {
            let (id, now) = (context.ids.next() as AttachmentID, context.now())
            let file = try await files.begin()
            let place = FilePlace(id: id, createdAt: now)
            let attachment: Attachment
            do {
                let size = try await pour(body, into: file, rules)
                attachment = try await files.inspect(file, size: size) { try rules.accept($0, as: id) }
                try await files.keep(file, at: place)
            } catch {
                await files.discard(file)
                throw error
            }
            do {
                try await database.write { transaction in
                    try requireRoom(attachment.bytes, for: purpose, by: principal, transaction)
                    try insert(attachment, for: purpose, by: principal, at: now, transaction)
                }
            } catch {
                try? await files.remove([place])
                throw error
            }
            return attachment
        }
    }

    /// A file with what it is, for whoever may see its message or its canned reply; one that waits, for its author.
    /// - Throws: `attachment.notFound`.
    func open(_ id: AttachmentID, for principal: Principal) async throws -> (Attachment, OpenFile) {
        let stored = try await database.read { connection in
            guard let stored = try AttachmentRows.find(principal.workspace, id, in: connection),
                try principal.maySee(stored, in: connection)
            else { throw Failure.notFound("attachment") }
            return stored
        }
        return (stored.attachment, try await files.open(stored.place, size: stored.attachment.bytes))
    }

    private func insert(
        _ attachment: Attachment, for purpose: Purpose, by principal: Principal, at now: Timestamp,
        _ transaction: Transaction
    ) throws {
        var stored = StoredAttachment(
            attachment: attachment, conversation: ConversationID(rawValue: 0), author: principal.author.identity,
            message: nil, isNote: false, createdAt: now)
        switch purpose {
        case .message(let conversation):
            stored.conversation = conversation
            try AttachmentRows.insert(stored, into: principal.workspace, transaction)
        case .reply(let reply):
            stored.reply = reply
            try AttachmentRows.insert(stored, into: principal.workspace, transaction)
            try replies.filesChanged(of: reply, at: now, by: principal, transaction)
        }
    }

    /// Whether so many bytes more may come for that.
    private func requireRoom(
        _ size: Int, for purpose: Purpose, by principal: Principal, _ connection: Storage.Connection
    ) throws {
        let workspace = principal.workspace
        switch purpose {
        case .message(let conversation): try requireRoom(in: conversation, by: principal, connection)
        case .reply(let reply):
            try replies.requireRoom(in: reply, settings[workspace].attachments, by: principal, connection)
        }
        guard let plan = plans.plan(of: workspace) else { return }
        let month = Usage.month(of: context.now())
        let used = try Usage.find(workspace, month: month, in: connection).bytes + Int64(size)
        do throws(Failure) {
            try plan.requireRoom(messages: 0, bytes: used)
        } catch {
            // A customer is not told how the shop pays.
            throw principal.isTeam
                ? error : Failure(.forbidden, "attachment.noRoom", "No files can be taken at the moment.")
        }
    }

    private func requireRoom(
        in conversation: ConversationID, by principal: Principal, _ connection: Storage.Connection
    ) throws {
        let workspace = principal.workspace
        let found = try Conversation.find(workspace, conversation, for: principal, in: connection)
        let mayWrite = [Permission.conversationsReply, .conversationsNote].contains {
            principal.may($0, on: found.place)
        }
        guard !principal.isTeam || mayWrite else { throw Failure.forbidden }
        let waiting = try AttachmentRows.waitingCount(by: principal.author.identity, workspace, in: connection)
        guard waiting < UploadRules.waitingLimit else {
            throw Failure(
                .conflict, "attachment.waiting",
                "\(UploadRules.waitingLimit) files of yours wait for a message already: send or forget some.")
        }
    }

    /// - Returns: The bytes written.
    private func pour(_ body: RequestBody, into file: FileStore.Incoming, _ rules: UploadRules) async throws -> Int {
        var size = 0
        var pending: [UInt8] = []
        while let piece = try await body.next() {
            size += piece.count
            try rules.require(size: size)
            pending += piece
            guard pending.count >= FileStore.pieceBytes else { continue }
            try await files.append(pending, to: file)
            pending = []
        }
        if !pending.isEmpty { try await files.append(pending, to: file) }
        return size
    }
}

/// Counts uploads under way.
private final class Uploads: Sendable {
    private let count = Mutex(0)

    /// - Throws: `service.busy` while there are ``AttachmentStore/uploadLimit``.
    func during<Value>(_ body: () async throws -> Value) async throws -> Value {
        let isAdmitted = count.withLock { count in
            guard count < AttachmentStore.uploadLimit else { return false }
            count += 1
            return true
        }
        guard isAdmitted else { throw Failure.unavailable("service.busy", "Too many files arrive at the moment.") }
        defer { count.withLock { $0 -= 1 } }
        return try await body()
    }
}

extension Principal {
    /// The steps from a conversation to where merges have brought it.
    private static let mergeLimit = 20

    /// Whether this principal may see a file: the team where its conversation is now, a visitor what was said to them.
    fileprivate func maySee(_ stored: StoredAttachment, in connection: Storage.Connection) throws -> Bool {
        if let reply = stored.reply { return try CannedReplyStore.isShown(reply, to: self, in: connection) }
        guard stored.message != nil else { return stored.author == author.identity }
        guard isTeam || !stored.isNote else { return false }
        var conversation = try Conversation.find(workspace, stored.conversation, in: connection)
        // What another visitor of the same contact sent stays between them and the team.
        if case .visitor = stored.author, !isTeam { return maySee(conversation) }
        if !isTeam, maySee(conversation) { return true }
        for _ in 0..<Self.mergeLimit {
            guard let next = conversation.mergedInto else { break }
            conversation = try Conversation.find(workspace, next, in: connection)
        }
        return maySee(conversation)
    }
}
