import HTTP
import Server
import ServiceKit
import WireModel

/// What a visitor may do. Each route is a team route's sibling that shows a visitor less.
struct WidgetRoutes: Sendable {
    let conversations: ConversationStore
    let messages: MessageStore

    func register(on router: inout Router) {
        router.get("/v1/widget/conversations", list)
        router.post("/v1/widget/conversations", start)
        router.get("/v1/widget/conversations/:conversation", find)
        router.get("/v1/widget/conversations/:conversation/messages", listMessages)
        router.post("/v1/widget/conversations/:conversation/messages", append)
        router.put("/v1/widget/conversations/:conversation/read", markRead)
        router.put("/v1/widget/conversations/:conversation/rating", rate)
    }

    private func list(_ request: Request) async throws -> Response {
        let (principal, visitor, _) = try visitor(of: request)
        let found = try await conversations.list(principal.workspace, of: visitor)
        return try .json(Page(items: found.map(WidgetConversation.init)))
    }

    private func start(_ request: Request) async throws -> Response {
        let (principal, visitor, inbox) = try visitor(of: request)
        let start = try await request.decode(ConversationStart.self)
        let message = try AcceptedMessage(start.message, from: principal, path: "message.")
        let (stored, isNew) = try await conversations.start(
            start, message: message, by: visitor, inbox: inbox, for: principal)
        let shown = WidgetConversationWithMessages(
            conversation: WidgetConversation(stored.conversation), messages: stored.messages)
        return try .json(shown, status: isNew ? .created : .ok)
    }

    private func find(_ request: Request) async throws -> Response {
        let (principal, _, _) = try visitor(of: request)
        let id: ConversationID = try request.id("conversation", "conversation")
        return try .json(WidgetConversation(try await conversations.find(principal.workspace, id, for: principal)))
    }

    private func listMessages(_ request: Request) async throws -> Response {
        try .json(try await messages.page(of: request, for: try visitor(of: request).0))
    }

    private func append(_ request: Request) async throws -> Response {
        try await messages.append(request, by: try visitor(of: request).0)
    }

    private func markRead(_ request: Request) async throws -> Response {
        let (principal, _, _) = try visitor(of: request)
        let id: ConversationID = try request.id("conversation", "conversation")
        let mark = try await request.decode(ReadMark.self)
        try await conversations.markRead(principal.workspace, id, upTo: mark.sequence, for: principal)
        return .noContent
    }

    private func rate(_ request: Request) async throws -> Response {
        let (principal, _, _) = try visitor(of: request)
        let id: ConversationID = try request.id("conversation", "conversation")
        let rating = try AcceptedRating(try await request.decode(RatingDraft.self))
        return try .json(WidgetConversation(try await conversations.rate(id, rating, for: principal)))
    }

    private func visitor(of request: Request) throws(Failure) -> (Principal, VisitorID, InboxID) {
        let principal = try request.principal()
        guard case .visitor(let visitor, let inbox) = principal.subject else { throw .forbidden }
        return (principal, visitor, inbox)
    }
}
