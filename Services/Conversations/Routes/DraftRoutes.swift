import HTTP
import Server
import ServiceKit
import WireModel

struct DraftRoutes: Sendable {
    let drafts: DraftStore
    let context: ServiceContext

    func register(on router: inout Router) {
        router.get("/v1/drafts", list)
        router.get("/v1/conversations/:conversation/draft", find)
        router.put("/v1/conversations/:conversation/draft", keep)
        router.delete("/v1/conversations/:conversation/draft", discard)
    }

    private func list(_ request: Request) async throws -> Response {
        let (principal, member) = try member(of: request)
        return try .json(Page(items: try await drafts.marks(principal.workspace, of: member)))
    }

    private func find(_ request: Request) async throws -> Response {
        let (principal, member) = try member(of: request)
        let id: ConversationID = try request.id("conversation", "conversation")
        return try .json(try await drafts.find(id, of: member, principal))
    }

    private func keep(_ request: Request) async throws -> Response {
        let (principal, member) = try member(of: request)
        let id: ConversationID = try request.id("conversation", "conversation")
        let change = try await request.decode(ReplyDraftChange.self)
        let draft = try ReplyDraft(change, of: id, at: context.now())
        return try .json(try await drafts.keep(draft, with: change.attachments ?? [], of: member, principal))
    }

    private func discard(_ request: Request) async throws -> Response {
        let (principal, member) = try member(of: request)
        let id: ConversationID = try request.id("conversation", "conversation")
        let empty = ReplyDraft(conversation: id, updatedAt: context.now())
        _ = try await drafts.keep(empty, with: [], of: member, principal)
        return .noContent
    }

    /// A program begins nothing that it goes on with elsewhere.
    private func member(of request: Request) throws(Failure) -> (Principal, MemberID) {
        let principal = try request.principal()
        guard let member = principal.member else { throw .unauthenticated }
        return (principal, member)
    }
}
