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
        router.patch("/v1/conversations/:conversation/messages/:sequence", edit)
        router.delete("/v1/conversations/:conversation/messages/:sequence", takeBack)
    }

    private func list(_ request: Request) async throws -> Response {
        try .json(try await messages.page(of: request, for: try request.principal(may: .conversationsView)))
    }

    private func append(_ request: Request) async throws -> Response {
        try await messages.append(
            request, by: try request.principal(may: .conversationsView), mentioning: members)
    }

    private func edit(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        let (id, sequence) = try request.message
        let edit = try await request.decode(MessageEdit.self)
        return try .json(try await messages.edit(sequence, of: id, to: edit.body, by: principal))
    }

    private func takeBack(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        let (id, sequence) = try request.message
        return try .json(try await messages.takeBack(sequence, of: id, by: principal))
    }
}

extension Request {
    /// The message that the path names by its place in a conversation.
    fileprivate var message: (ConversationID, Int64) {
        get throws {
            let conversation: ConversationID = try id("conversation", "conversation")
            guard let text = parameters["sequence"], let sequence = Int64(text), sequence > 0 else {
                throw Failure.notFound("message")
            }
            return (conversation, sequence)
        }
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
