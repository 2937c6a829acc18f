import Synchronization
import WireModel

/// The conversations' log as all pages together have heard it: each line once, and whether everybody got the same.
final class Ledger: Sendable {
    struct Entry: Sendable {
        var seq: Int64
        /// Of the very bytes.
        var digest: Int
        var type: EventType
        var audience: Event.Audience
        var workspace: WorkspaceID
        var inbox: InboxID?
        var assignee: MemberID?
        var conversation: ConversationID?
        var visitor: VisitorID?
        var member: MemberID?
        var payload: Payload
    }

    /// What of the lines is looked at again.
    indirect enum Payload: Sendable {
        case created(Message, Conversation.Status)
        case changed(Message)
        case conversation(Conversation)
        case status(StatusChanged)
        case moved(ConversationMoved)
        case merged
        case other
    }

    private let entries = Mutex<[Int64: Entry]>([:])

    /// Takes a line down.
    /// - Returns: What it says, and whether it is what others heard under this number.
    func note(_ line: EventLine, _ seq: Int64) throws -> (entry: Entry, isSame: Bool) {
        let digest = line.bytes.hashValue
        if let known = entries.withLock({ $0[seq] }) { return (known, known.digest == digest) }
        let entry = try Entry(line, seq, digest)
        entries.withLock { $0[seq] = entry }
        return (entry, true)
    }

    /// All of it, in order.
    var all: [Entry] { entries.withLock { $0.values.sorted { $0.seq < $1.seq } } }

    struct Unread: Error { var seq: Int64 }
}

extension Ledger.Entry {
    /// - Throws: For a line of a type that nobody knows.
    init(_ line: EventLine, _ seq: Int64, _ digest: Int) throws {
        guard let type = line.type else { throw Ledger.Unread(seq: seq) }
        self.init(
            seq: seq, digest: digest, type: type, audience: line.audience, workspace: line.workspace,
            inbox: line.inbox, assignee: line.assignee, conversation: line.conversation, visitor: line.visitor,
            member: line.member, payload: try Ledger.Payload(line))
    }
}

extension Ledger.Payload {
    fileprivate init(_ line: EventLine) throws {
        switch line.type {
        case .messageCreated:
            let created = try line.data(as: MessageCreated.self)
            self = .created(created.message, created.status)
        case .messageChanged: self = .changed(try line.data(as: Message.self))
        case .conversationCreated, .conversationChanged: self = .conversation(try line.data(as: Conversation.self))
        case .conversationStatus: self = .status(try line.data(as: StatusChanged.self))
        case .conversationWithdrawn: self = .moved(try line.data(as: ConversationMoved.self))
        case .conversationMerged: self = .merged
        default: self = .other
        }
    }
}
