import HTTP
import TestKit
import WireModel

/// One customer's time with a shop: their pages, and what became of each conversation as its writers know it.
struct Chapter: Sendable {
    /// One message that somebody has written.
    struct Said: Sendable {
        var author: Author.Identity
        var clientId: Int64
        /// As it was edited last; empty once it was taken back.
        var body: String
        var kind: Message.Kind
        /// Where it was written.
        var conversation: ConversationID
        /// Where the acknowledgement is waited for; nil for what was posted.
        var page: Tab?
        var acknowledged: Message?
        var isDeleted = false
    }

    /// A conversation as the answer to the last thing done to it had it.
    struct Standing: Sendable {
        var conversation: Conversation
        var mergedInto: ConversationID?
        /// A merge or a split has numbered it anew.
        var isRenumbered = false
        /// How far it was marked as read, as acknowledged.
        var visitorRead: Int64 = 0
        var teamRead: Int64 = 0
    }

    let customer: Customer
    let reader: Reader
    let email: String
    var tabs: [Tab] = []
    var said: [Said] = []
    var standing: [ConversationID: Standing] = [:]
    /// How often the customer began to write, and how many conversations splitting has made.
    var begun = 0
    var parts = 0
}

extension Customer {
    /// All messages of all their conversations; what was merged is shown where it went.
    func everything() async throws -> [Message] {
        let answer = try await call(.get, "conversations")
        guard answer.status == .ok else { throw NeverHappened(description: answer.text) }
        var found: [Message] = []
        for conversation in try answer.decode(Page<WidgetConversation>.self).items {
            let messages = try await messages(of: conversation.id)
            if messages.first?.conversation ?? conversation.id == conversation.id { found += messages }
        }
        return found
    }
}
