import Server
import ServiceKit
import WireModel

struct ConversationRoutes: Sendable {
    let conversations: ConversationStore
    let members: MembersClient

    func register(on router: inout Router) {
        router.get("/v1/conversations/:conversation", find)
        router.put("/v1/conversations/:conversation/assignee", assign)
        router.put("/v1/conversations/:conversation/team", hand)
        router.put("/v1/conversations/:conversation/status", setStatus)
        router.put("/v1/conversations/:conversation/read", markRead)
    }

    private func find(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        let id: ConversationID = try request.id("conversation", "conversation")
        return try .json(try await conversations.find(principal.workspace, id, for: principal))
    }

    private func assign(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsAssign)
        let id: ConversationID = try request.id("conversation", "conversation")
        let change = try await request.decode(AssigneeChange.self)
        if let member = change.member {
            let conversation = try await conversations.find(principal.workspace, id, for: principal)
            try await members.requireAccess(
                of: member, to: conversation.inbox, in: principal.workspace, requestID: request.requestID)
        }
        return try .json(
            try await conversations.assign(principal.workspace, id, to: change.member, for: principal))
    }

    private func hand(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsAssign)
        let id: ConversationID = try request.id("conversation", "conversation")
        let assignment = try await request.decode(TeamAssignment.self)
        if let team = assignment.team {
            _ = try await conversations.find(principal.workspace, id, for: principal)
            try await members.requireTeam(team, in: principal.workspace, requestID: request.requestID)
        }
        return try .json(try await conversations.hand(principal.workspace, id, to: assignment.team, for: principal))
    }

    private func setStatus(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsStatus)
        let id: ConversationID = try request.id("conversation", "conversation")
        let change = try await request.decode(StatusChange.self)
        return try .json(
            try await conversations.setStatus(principal.workspace, id, to: change.status, for: principal))
    }

    private func markRead(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        let id: ConversationID = try request.id("conversation", "conversation")
        let mark = try await request.decode(ReadMark.self)
        try await conversations.markRead(principal.workspace, id, upTo: mark.sequence, for: principal)
        return .noContent
    }
}
