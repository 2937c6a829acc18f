import HTTP
import Server
import ServiceKit
import WireModel

struct MessageRoutes: Sendable {
    let messages: MessageStore
    let members: MembersClient

    func register(on router: inout Router) {
        router.get("/v1/conversations/:conversation/messages", list)
        router.post("/v1/conversations/:conversation/messages", append)
    }

    private func list(_ request: Request) async throws -> Response {
        try .json(try await messages.page(of: request, for: try request.principal(may: .conversationsView)))
    }

    private func append(_ request: Request) async throws -> Response {
        try await messages.append(
            request, by: try request.principal(may: .conversationsView), mentioning: members)
    }
}

extension MessageStore {
    func page(of request: Request, for principal: Principal) async throws -> Page<Message> {
        try await list(
            try request.id("conversation", "conversation"),
            before: request.query("before") == nil
                ? nil : Int64(try request.integer("before", default: 0, in: 1...Int.max)),
            after: request.query("after") == nil
                ? nil : Int64(try request.integer("after", default: 0, in: 0...Int.max)),
            limit: try request.integer("limit", default: 50, in: 1...200), for: principal)
    }

    /// 201 with the message, or 200 with what was stored under its name before.
    /// - Parameter members: Who know those whom a note speaks to; nil for a visitor, who writes no notes.
    func append(
        _ request: Request, by principal: Principal, mentioning members: MembersClient? = nil
    ) async throws -> Response {
        let id: ConversationID = try request.id("conversation", "conversation")
        let draft = try await request.decode(MessageDraft.self)
        var message = try AcceptedMessage(draft, from: principal)
        try await members?.checkMentions(of: &message, in: principal.workspace, requestID: request.requestID)
        let stored = try await append(message, to: id, by: principal)
        return .json(stored.message, status: stored.isNew ? .created : .ok)
    }
}
