import JSON
import WireModel

/// What some lines of the conversations' log come to, for each visitor and each contact.
struct Tally: Sendable {
    struct Visitor: Hashable, Sendable {
        var workspace: WorkspaceID
        var visitor: VisitorID
    }

    struct Contact: Hashable, Sendable {
        var workspace: WorkspaceID
        var contact: ContactID
    }

    private(set) var messages: [Visitor: (count: Int, latest: Timestamp)] = [:]
    private(set) var conversations: [Contact: Int] = [:]

    var isEmpty: Bool { messages.isEmpty && conversations.isEmpty }

    /// - Parameter cursor: Lines up to this one were counted before.
    init(_ lines: [EventLine], after cursor: Int64 = 0) throws {
        for line in lines where (line.seq ?? 0) > cursor {
            switch line.type {
            case .messageCreated: try add(line.data(as: WrittenMessage.self).message, in: line.workspace)
            case .conversationCreated:
                let contact = try line.data(as: StartedConversation.self).contact
                conversations[Contact(workspace: line.workspace, contact: contact), default: 0] += 1
            default: break
            }
        }
    }

    private mutating func add(_ message: WrittenMessage.Head, in workspace: WorkspaceID) {
        guard case .visitor(let id) = message.author.identity else { return }
        let visitor = Visitor(workspace: workspace, visitor: id)
        let (count, latest) = messages[visitor] ?? (0, message.sentAt)
        messages[visitor] = (count + 1, max(latest, message.sentAt))
    }
}

/// The few fields of ``MessageCreated`` that are counted; the rest is not even decoded.
private struct WrittenMessage: Decodable {
    struct Head: Decodable {
        var author: Author
        var sentAt: Timestamp
    }
    var message: Head
}

private struct StartedConversation: Decodable {
    var contact: ContactID
}
