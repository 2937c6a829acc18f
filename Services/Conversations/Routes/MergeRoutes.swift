import Server
import ServiceKit
import WireModel

/// Conversations that become one, and one that becomes two.
struct MergeRoutes: Sendable {
    let conversations: ConversationStore

    func register(on router: inout Router) {
        router.post("/v1/conversations/:conversation/merge", merge)
        router.delete("/v1/conversations/:conversation/merge/:source", unmerge)
        router.post("/v1/conversations/:conversation/split", split)
    }

    private func merge(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsMerge)
        let id: ConversationID = try request.id("conversation", "conversation")
        let merge = try await request.decode(MergeRequest.self)
        guard !merge.from.isEmpty else { throw Failure.invalid("from", "required", "There is nothing to merge.") }
        guard merge.from.count <= MergeRequest.limit, Set(merge.from).count == merge.from.count else {
            throw Failure.invalid(
                "from", "tooMany", "Up to \(MergeRequest.limit) conversations are merged at once, each once.")
        }
        return try .json(try await conversations.merge(merge.from, into: id, for: principal))
    }

    private func unmerge(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsMerge)
        return try .json(
            try await conversations.unmerge(
                try request.id("source", "merge"), from: try request.id("conversation", "conversation"), for: principal)
        )
    }

    private func split(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsMerge)
        let id: ConversationID = try request.id("conversation", "conversation")
        let split = try await request.decode(SplitRequest.self)
        return try .created(try await conversations.split(id, from: split.sequence, for: principal))
    }
}
