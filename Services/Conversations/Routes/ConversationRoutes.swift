import HTTP
import Server
import ServiceKit
import WireModel

struct ConversationRoutes: Sendable {
    let conversations: ConversationStore
    let members: MembersClient
    let contacts: ContactsClient

    func register(on router: inout Router) {
        router.post("/v1/conversations", open)
        router.get("/v1/conversations/:conversation", find)
        router.get("/v1/conversations/:conversation/changes", listChanges)
        router.put("/v1/conversations/:conversation/assignee", assign)
        router.put("/v1/conversations/:conversation/team", hand)
        router.put("/v1/conversations/:conversation/inbox", move)
        router.put("/v1/conversations/:conversation/status", setStatus)
        router.put("/v1/conversations/:conversation/read", markRead)
    }

    private func find(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        let id: ConversationID = try request.id("conversation", "conversation")
        return try .json(try await conversations.find(principal.workspace, id, for: principal))
    }

    /// On behalf of a contact. Who may not see contacts knows none.
    private func open(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsReply)
        guard principal.may(.conversationsView) else { throw Failure.forbidden }
        let opening = try await request.decode(ConversationOpening.self)
        let message = try AcceptedMessage(opening.message, from: principal, path: "message.")
        guard message.kind == .reply else {
            throw Failure.invalid("message.kind", "invalid", "A conversation begins with what its customer reads.")
        }
        guard principal.may(.contactsView) else { throw Failure.unknownContact }
        let contact = try await contacts.contact(
            opening.contact, in: principal.workspace, requestID: request.requestID)
        let (conversation, isNew) = try await conversations.open(opening.inbox, to: contact, message, for: principal)
        return try .json(conversation, status: isNew ? .created : .ok)
    }

    private func listChanges(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        let id: ConversationID = try request.id("conversation", "conversation")
        let cursor = try request.query("cursor").map { text throws(Failure) in
            guard let cursor = ChangeID(text) else {
                throw Failure.invalid("cursor", "invalid", "This cursor is of no list.")
            }
            return cursor
        }
        let limit = try request.integer("limit", default: 50, in: 1...200)
        return try .json(try await conversations.changes(of: id, before: cursor, limit: limit, for: principal))
    }

    private func assign(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsAssign)
        let id: ConversationID = try request.id("conversation", "conversation")
        let change = try await request.decode(AssigneeChange.self)
        let before = try await conversations.find(principal.workspace, id, for: principal)
        if let member = change.member {
            try await members.requireAccess(
                of: member, to: before.inbox, in: principal.workspace, requestID: request.requestID)
        }
        let names = await names([before.assignee, change.member], for: request, principal)
        return try .json(try await conversations.assign(id, to: change.member, for: principal, names: names))
    }

    private func hand(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsAssign)
        let id: ConversationID = try request.id("conversation", "conversation")
        let assignment = try await request.decode(TeamAssignment.self)
        let before = try await conversations.find(principal.workspace, id, for: principal)
        if let team = assignment.team {
            _ = try await members.requireTeam(team, in: principal.workspace, requestID: request.requestID)
        }
        let names = await names([], teams: [before.team, assignment.team], for: request, principal)
        return try .json(try await conversations.hand(id, to: assignment.team, for: principal, names: names))
    }

    /// Whoever has it goes along where they see the other inbox, and so does a team that there still is.
    private func move(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsAssign)
        let id: ConversationID = try request.id("conversation", "conversation")
        let move = try await request.decode(InboxMove.self)
        let before = try await conversations.find(principal.workspace, id, for: principal)
        var keeping: (assignee: MemberID?, team: TeamID?) = (nil, nil)
        if let member = before.assignee {
            let place = Place(inbox: move.inbox, assignee: member, team: before.team)
            let sees = try await members.sees(
                member, place, in: principal.workspace, requestID: request.requestID)
            keeping.assignee = sees ? member : nil
        }
        if let team = before.team {
            keeping.team = try await members.team(
                team, in: principal.workspace, requestID: request.requestID)?.id
        }
        let names = await names([before.assignee], teams: [before.team], for: request, principal)
        return try .json(
            try await conversations.move(id, to: move.inbox, keeping: keeping, for: principal, names: names))
    }

    /// For the change log, which does without them when identity does not answer.
    private func names(
        _ members: [MemberID?], teams: [TeamID?] = [], for request: Request, _ principal: Principal
    ) async -> [String: String] {
        let names = try? await self.members.names(
            members, teams: teams, in: principal.workspace, requestID: request.requestID)
        return names ?? [:]
    }

    private func setStatus(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsStatus)
        let id: ConversationID = try request.id("conversation", "conversation")
        let change = try await request.decode(StatusChange.self)
        return try .json(try await conversations.setStatus(id, to: change.status, for: principal))
    }

    private func markRead(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        let id: ConversationID = try request.id("conversation", "conversation")
        let mark = try await request.decode(ReadMark.self)
        try await conversations.markRead(principal.workspace, id, upTo: mark.sequence, for: principal)
        return .noContent
    }
}
