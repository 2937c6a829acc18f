import HTTP
import TestKit
import WireModel

@testable import Conversations

// What happens to messages that were sent.

extension Principal {
    /// A program that may do what an agent may.
    static func key(_ id: Int64) -> Principal {
        Principal(
            workspace: WorkspaceID(rawValue: 1), subject: .key(APIKeyID(rawValue: id), Rights(.agent)),
            name: "Key \(id)", language: .english)
    }
}

extension TestService where Program == Conversations {
    func edit(
        _ sequence: Int64, to body: String, in conversation: ConversationID, as caller: Principal = .agent
    ) async throws -> TestAnswer {
        try await call(
            .patch, "/v1/conversations/\(conversation)/messages/\(sequence)", body: MessageEdit(body: body), as: caller)
    }

    func takeBack(
        _ sequence: Int64, in conversation: ConversationID, as caller: Principal = .agent
    ) async throws -> TestAnswer {
        try await call(.delete, "/v1/conversations/\(conversation)/messages/\(sequence)", as: caller)
    }

    func post(
        _ draft: MessageDraft, to conversation: ConversationID, as caller: Principal = .agent
    ) async throws -> TestAnswer {
        let path = caller.isTeam ? "/v1/conversations" : "/v1/widget/conversations"
        return try await call(.post, "\(path)/\(conversation)/messages", body: draft, as: caller)
    }

    func events(_ type: EventType) async throws -> [EventLine] {
        try await events().filter { $0.type == type }
    }

    func draft(in conversation: ConversationID, as caller: Principal = .agent) async throws -> ReplyDraft {
        try await call(.get, "/v1/conversations/\(conversation)/draft", as: caller).decode(ReplyDraft.self)
    }

    @discardableResult
    func keep(
        _ change: ReplyDraftChange, in conversation: ConversationID, as caller: Principal = .agent
    ) async throws -> TestAnswer {
        try await call(.put, "/v1/conversations/\(conversation)/draft", body: change, as: caller)
    }

    func drafts(as caller: Principal = .agent) async throws -> [DraftMark] {
        try await call(.get, "/v1/drafts", as: caller).decode(Page<DraftMark>.self).items
    }

    func replies(as caller: Principal = .agent, _ query: String = "") async throws -> [CannedReply] {
        try await call(.get, "/v1/replies\(query)", as: caller).decode(Page<CannedReply>.self).items
    }

    func make(
        _ shortcut: String, _ scope: CannedReply.Scope = .own, team: TeamID? = nil, title: String = "A title",
        bodies: CannedReply.Bodies = .init(ar: "أهلًا {{contact.name}}"), as caller: Principal = .agent
    ) async throws -> TestAnswer {
        let draft = CannedReplyDraft(shortcut: shortcut, title: title, bodies: bodies, scope: scope, team: team)
        return try await call(.post, "/v1/replies", body: draft, as: caller)
    }
}
