import WireModel

/// What a page would know that heard every line of the log and asked nobody.
struct Replay: Sendable {
    struct Thread: Sendable {
        /// By their place.
        var messages: [Int64: Message] = [:]
        /// A merge or a split has numbered it anew, and pages ask for it afresh.
        var isRenumbered = false
        var conversation: Conversation?
        var status: Conversation.Status?
    }

    private(set) var threads: [ConversationID: Thread] = [:]

    init(_ log: [Ledger.Entry]) {
        for entry in log {
            guard let conversation = entry.conversation else { continue }
            threads[conversation, default: Thread()].take(entry.payload)
        }
    }
}

extension Replay.Thread {
    fileprivate mutating func take(_ payload: Ledger.Payload) {
        switch payload {
        case .created(let message, let after):
            messages[message.sequence] = message
            status = after
        case .changed(let message): messages[message.sequence] = message
        case .conversation(let changed): (conversation, status) = (changed, changed.status)
        case .status(let changed): status = changed.status
        case .merged: (messages, isRenumbered) = ([:], true)
        case .moved, .other: break
        }
    }
}
