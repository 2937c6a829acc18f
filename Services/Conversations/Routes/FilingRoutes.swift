import Server
import ServiceKit
import WireModel

/// How a conversation is filed.
struct FilingRoutes: Sendable {
    let conversations: ConversationStore
    let members: MembersClient

    /// Names of tags in one request.
    private static let newTagsLimit = Conversation.tagLimit

    func register(on router: inout Router) {
        router.patch("/v1/conversations/:conversation", change)
        router.put("/v1/conversations/:conversation/tags", tag)
        router.put("/v1/conversations/:conversation/followers/:member", follow)
        router.delete("/v1/conversations/:conversation/followers/:member", unfollow)
        router.put("/v1/conversations/:conversation/spam") { try await mark($0, asSpam: true) }
        router.delete("/v1/conversations/:conversation/spam") { try await mark($0, asSpam: false) }
    }

    private func change(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsAssign)
        let id: ConversationID = try request.id("conversation", "conversation")
        let change = try await request.decode(ConversationChange.self)
        return try .json(try await conversations.change(id, change, for: principal))
    }

    private func tag(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsAssign)
        let id: ConversationID = try request.id("conversation", "conversation")
        let change = try await request.decode(TagsChange.self)
        let names = change.create ?? []
        guard change.tags.count <= Conversation.tagLimit, names.count <= Self.newTagsLimit else {
            throw Failure.invalid("tags", "tooMany", "A conversation has up to \(Conversation.tagLimit) tags.")
        }
        let accepted = try names.enumerated().map { try TagRules.name($1, field: "create[\($0)]") }
        return try .json(try await conversations.tag(id, change.tags, andNamed: accepted, for: principal))
    }

    private func follow(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        let id: ConversationID = try request.id("conversation", "conversation")
        let member: MemberID = try request.id("member", "member")
        let before = try await conversations.find(principal.workspace, id, for: principal)
        guard principal.member != member else {
            return try .json(
                try await conversations.follow(id, member, true, named: principal.name, for: principal))
        }
        guard principal.may(.conversationsAssign, on: before.place) else { throw Failure.othersFollowing }
        try await members.requireFollower(
            member, of: before.place, in: principal.workspace, requestID: request.requestID)
        return try .json(
            try await conversations.follow(id, member, true, named: await name(member, request), for: principal))
    }

    private func unfollow(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        let id: ConversationID = try request.id("conversation", "conversation")
        let member: MemberID = try request.id("member", "member")
        _ = try await conversations.find(principal.workspace, id, for: principal)
        return try .json(
            try await conversations.follow(id, member, false, named: await name(member, request), for: principal))
    }

    /// For the change log, which does without it when identity does not answer.
    private func name(_ member: MemberID, _ request: Request) async -> String? {
        guard let principal = try? request.principal() else { return nil }
        if principal.member == member { return principal.name }
        let names = try? await members.names([member], in: principal.workspace, requestID: request.requestID)
        return names?[member.description]
    }

    private func mark(_ request: Request, asSpam spam: Bool) async throws -> Response {
        let principal = try request.principal(may: .conversationsStatus)
        let id: ConversationID = try request.id("conversation", "conversation")
        return try .json(try await conversations.mark(id, asSpam: spam, for: principal))
    }
}
