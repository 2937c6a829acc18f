import Server
import ServiceKit
import WireModel

/// One action on many conversations.
struct BulkRoutes: Sendable {
    let conversations: ConversationStore
    let lists: ConversationLists
    let members: MembersClient
    let alarm: Alarm

    func register(on router: inout Router) {
        router.post("/v1/conversations/bulk", act)
    }

    private func act(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        let bulk = try await request.decode(BulkRequest.self)
        var rules = BulkRules(action: bulk.action, now: lists.context.now())
        try rules.check()
        let (ids, after) = try await chosen(bulk, for: principal, request)
        let names = try await prepare(&rules, ids, for: principal, request)
        let operation = bulk.query?.operation ?? lists.context.ids.next()
        let items = try await conversations.act(rules, on: ids, as: operation, names: names, for: principal)
        if let until = bulk.action.until { await alarm.set(to: until) }
        return try .json(BulkResult(operation: operation, results: items, after: after))
    }

    /// - Returns: Where a query goes on, too.
    private func chosen(
        _ bulk: BulkRequest, for principal: Principal, _ request: Request
    ) async throws -> ([ConversationID], ConversationID?) {
        guard (bulk.ids == nil) != (bulk.query == nil) else {
            throw Failure.invalid("ids", "required", "Name conversations, or a query.")
        }
        if let ids = bulk.ids {
            guard (1...BulkRequest.limit).contains(ids.count), Set(ids).count == ids.count else {
                throw Failure.invalid("ids", "tooMany", "Name 1 to \(BulkRequest.limit) conversations, each once.")
            }
            return (ids, nil)
        }
        guard let query = bulk.query, query.view != nil || query.filter != nil else {
            throw Failure.invalid("query", "required", "A query has a view, a filter, or both.")
        }
        guard bulk.action.kind != .merge else {
            throw Failure.invalid("action.kind", "invalid", "What is to be merged is named.")
        }
        let wish = try ListWish(ConversationQuery(view: query.view, filter: query.filter))
        let found = try await lists.members(
            principal.workspace, wish, after: query.after, limit: BulkRequest.limit + 1, for: principal,
            requestID: request.requestID)
        let ids = Array(found.prefix(BulkRequest.limit))
        return (ids, found.count > ids.count ? ids.last : nil)
    }

    /// Asks identity and the store once for what all of them need.
    /// - Returns: What those are called whom it concerns, for the change log.
    /// - Throws: `assignee.unknown`, `team.unknown`, `tag.unknown`, `inbox.unknown`, `inbox.archived`.
    private func prepare(
        _ rules: inout BulkRules, _ ids: [ConversationID], for principal: Principal, _ request: Request
    ) async throws -> [String: String] {
        let (workspace, requestID) = (principal.workspace, request.requestID)
        let action = rules.action
        if let team = action.team {
            return [team.description: try await members.requireTeam(team, in: workspace, requestID: requestID).name]
        }
        if let member = action.member {
            guard let rights = try await members.rights(of: member, in: workspace, requestID: requestID) else {
                throw Failure.invalid("action.member", "unknown", "There is no such member.")
            }
            rules.known.heir = Principal(of: member, rights, in: workspace)
            return try await members.names([member], in: workspace, requestID: requestID)
        }
        if let tags = action.tags { return try await conversations.names(of: tags, in: workspace) }
        if let inbox = action.inbox {
            let assignees = try await conversations.requireTarget(inbox, of: ids, for: principal)
            for member in assignees {
                guard let rights = try await members.rights(of: member, in: workspace, requestID: requestID) else {
                    continue
                }
                rules.known.assignees[member] = Principal(of: member, rights, in: workspace)
            }
            return try await conversations.inboxNames(workspace)
        }
        return [:]
    }
}
