import HTTP
import Server
import ServiceKit
import WireModel

struct CannedReplyRoutes: Sendable {
    let replies: CannedReplyStore
    let members: MembersClient
    let attachments: AttachmentStore

    func register(on router: inout Router) {
        router.get("/v1/replies", list)
        router.post("/v1/replies", create)
        router.patch("/v1/replies/:reply", change)
        router.delete("/v1/replies/:reply", remove)
        router.post("/v1/replies/:reply/attachments", attach)
        router.delete("/v1/replies/:reply/attachments/:attachment", detach)
    }

    /// With `all=true` those of every team, for whoever manages them.
    private func list(_ request: Request) async throws -> Response {
        let principal = try request.teamPrincipal()
        guard let all = Bool(request.query("all") ?? "false") else {
            throw Failure.invalid("all", "unknown", "“all” is true or false.")
        }
        guard !all || principal.may(.repliesManage) else { throw Failure.forbidden }
        return try .json(Page(items: try await replies.list(principal.workspace, for: principal.reader(all: all))))
    }

    private func create(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsReply)
        let wish = try await request.decode(CannedReplyDraft.self)
        let draft = CannedReplyDraft(
            shortcut: try CannedReplyRules.shortcut(wish.shortcut), title: try CannedReplyRules.title(wish.title),
            bodies: try CannedReplyRules.bodies(wish.bodies), scope: wish.scope, team: wish.team)
        guard (draft.scope == .team) == (draft.team != nil) else {
            throw Failure.invalid("team", "scope", "A team is named where the reply is a team's, and only there.")
        }
        guard draft.scope != .own else { return try await createOwn(draft, by: principal) }
        guard principal.may(.repliesManage) else { throw Failure.forbidden }
        if let team = draft.team {
            _ = try await members.requireTeam(team, in: principal.workspace, requestID: request.requestID)
        }
        return try .created(try await replies.create(draft, of: nil, by: principal))
    }

    private func createOwn(_ draft: CannedReplyDraft, by principal: Principal) async throws -> Response {
        guard let member = principal.member else {
            throw Failure.invalid("scope", "member", "A key has no replies of its own.")
        }
        return try .created(try await replies.create(draft, of: member, by: principal))
    }

    private func change(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsReply)
        let id: CannedReplyID = try request.id("reply", "reply")
        let wish = try await request.decode(CannedReplyChange.self)
        let change = CannedReplyChange(
            shortcut: try wish.shortcut.map { text throws(Failure) in try CannedReplyRules.shortcut(text) },
            title: try wish.title.map { text throws(Failure) in try CannedReplyRules.title(text) },
            bodies: try wish.bodies.map(CannedReplyRules.bodies))
        let mayManage = principal.may(.repliesManage)
        return try .json(
            try await replies.change(
                id, change, for: principal.reader(all: mayManage), mayManage: mayManage, principal.workspace))
    }

    private func remove(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsReply)
        let id: CannedReplyID = try request.id("reply", "reply")
        let mayManage = principal.may(.repliesManage)
        try await replies.remove(
            id, for: principal.reader(all: mayManage), mayManage: mayManage, principal.workspace)
        return .noContent
    }

    private func attach(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsReply)
        let id: CannedReplyID = try request.id("reply", "reply")
        return try .created(
            try await attachments.receive(
                request.body, named: request.query("name"), for: .reply(id), by: principal))
    }

    private func detach(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsReply)
        let id: CannedReplyID = try request.id("reply", "reply")
        try await replies.remove(try request.id("attachment", "attachment"), of: id, by: principal)
        return .noContent
    }
}
