import HTTP
import JSON
import Server
import ServiceKit
import WireModel

/// `story-….json`: what a shop's first day left behind, so that there is something to look at.
struct DemoStory: Decodable {
    struct Talk: Decodable {
        var name: String
        var email: String
        /// `<` from the customer, who begins; `>` from the team; `#` a note, where `@{agent}` stands for a mention.
        var says: [String]
        var tags: [String]?
        var priority: Conversation.Priority?
        var status: Conversation.Status?
        /// Whose it is: `owner` or `agent`.
        var by: String?
        var snooze: Bool?
        var spam: Bool?
    }

    var tags: [TagDraft]
    var replies: [CannedReplyDraft]
    var views: [SavedViewDraft]
    var talks: [Talk]
}

/// Plays a story as its people would: through the gateway's public API.
struct DemoTeller {
    let gateway: Peer
    let shop: DemoShop
    let inbox: InboxID
    let owner: Browser
    let agent: Browser

    init(gateway: Peer, shop: DemoShop, inbox: InboxID) async throws {
        var (owner, agent) = (Browser(gateway: gateway), Browser(gateway: gateway))
        _ = try await owner.signIn(shop.owner)
        _ = try await agent.signIn(shop.agent)
        (self.gateway, self.shop, self.inbox, self.owner, self.agent) = (gateway, shop, inbox, owner, agent)
    }

    func tell(_ story: DemoStory) async throws {
        var tags: [String: TagID] = [:]
        for draft in story.tags {
            tags[draft.name] = try await owner.call(.post, "/api/v1/tags", draft, expecting: Tag.self).id
        }
        for draft in story.replies {
            _ = try await owner.call(.post, "/api/v1/replies", draft, expecting: CannedReply.self)
        }
        for draft in story.views {
            _ = try await owner.call(.post, "/api/v1/views", draft, expecting: SavedView.self)
        }
        // The first stands on top of the list, which is what happened last.
        for talk in story.talks.reversed() { try await hold(talk, tags) }
    }

    private func hold(_ talk: DemoStory.Talk, _ tags: [String: TagID]) async throws {
        var visitor = Browser(gateway: gateway)
        try await visitor.visit(inbox)
        let start = WidgetStart(
            details: VisitorDetails(name: talk.name, email: talk.email), language: shop.language,
            message: MessageDraft(clientId: 1, body: String(talk.says[0].dropFirst())))
        let begun = try await visitor.call(
            .post, "/api/v1/widget/conversations", start, expecting: WidgetConversationWithMessages.self)
        let id = begun.conversation.id
        let answering = talk.by == "agent" ? agent : owner
        for (index, line) in talk.says.enumerated().dropFirst() {
            let own = line.hasPrefix("<")
            try await (own ? visitor : answering).call(
                .post, "/api/v1/\(own ? "widget/" : "")conversations/\(id)/messages", draft(line, index + 1),
                expecting: Message.self)
        }
        try await file(talk, id, tags)
    }

    private func draft(_ line: String, _ number: Int) -> MessageDraft {
        let isNote = line.hasPrefix("#")
        let mentioned = line.place(of: "@{agent}") != nil ? agent.member : nil
        return MessageDraft(
            clientId: Int64(number), body: String(line.dropFirst()).with(shop.agent.name, for: "{agent}"),
            kind: isNote ? .note : .reply, mentions: mentioned.map { Mentions(members: [$0]) })
    }

    private func file(_ talk: DemoStory.Talk, _ id: ConversationID, _ tags: [String: TagID]) async throws {
        let path = "/api/v1/conversations/\(id)"
        if let by = talk.by, let member = by == "agent" ? agent.member : owner.member {
            try await owner.call(.put, "\(path)/assignee", AssigneeChange(member: member), expecting: Conversation.self)
        }
        if let names = talk.tags {
            let change = TagsChange(tags: names.compactMap { tags[$0] })
            try await owner.call(.put, "\(path)/tags", change, expecting: Conversation.self)
        }
        if let priority = talk.priority {
            let change = ConversationChange(priority: priority)
            try await owner.call(.patch, path, change, expecting: Conversation.self)
        }
        if let status = talk.status {
            try await owner.call(.put, "\(path)/status", StatusChange(status: status), expecting: Conversation.self)
        }
        if talk.snooze == true {
            try await owner.call(.put, "\(path)/snooze", Snooze(until: nil), expecting: Conversation.self)
        }
        if talk.spam == true {
            try await owner.call(.put, "\(path)/spam", [String]?.none, expecting: Conversation.self)
        }
    }
}
