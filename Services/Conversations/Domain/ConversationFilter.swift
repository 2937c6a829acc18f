import ServiceKit
import WireModel

/// Which conversations a list holds. Each field narrows it; nil narrows nothing.
struct ConversationFilter: Sendable, Equatable {
    enum Standing: Sendable, Equatable {
        case status(Conversation.Status)
        /// Everything but closed.
        case active
    }

    enum Assignee: Sendable, Equatable {
        case nobody
        case member(MemberID)
    }

    var standing: Standing?
    var inbox: InboxID?
    var assignee: Assignee?
    var contact: ContactID?
}

/// Where a list goes on: after this conversation in the order of newest change.
struct ConversationCursor: Sendable, Equatable {
    var updatedAt: Timestamp
    var id: ConversationID

    init(after conversation: Conversation) {
        updatedAt = conversation.updatedAt
        id = conversation.id
    }

    /// - Throws: `input.invalid` for text that no list gave.
    init(_ text: String) throws(Failure) {
        let parts = (Base64URL.decode(text).map { String(decoding: $0, as: UTF8.self) } ?? "").split(separator: ".")
        guard parts.count == 2, let time = Int64(parts[0]), let id = Int64(parts[1]) else {
            throw .invalid("cursor", "invalid", "This cursor is of no list.")
        }
        updatedAt = Timestamp(milliseconds: time)
        self.id = ConversationID(rawValue: id)
    }

    var text: String {
        Base64URL.encode(Array("\(updatedAt.milliseconds).\(id.rawValue)".utf8))
    }
}
