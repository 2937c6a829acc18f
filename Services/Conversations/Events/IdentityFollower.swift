import ServiceKit
import WireModel

/// Follows identity's log, so that nothing waits for a member or a team that is gone, plans are kept, and
/// nothing is given to who may not have it any more.
struct IdentityFollower: Sendable {
    let store: ConversationStore
    let members: MembersClient
    let plans: PlanBook
    let drafts: DraftStore
    let replies: CannedReplyStore
    let assigner: Assigner

    func feed(of identity: Peer, context: ServiceContext) async throws -> EventFeed {
        let known = try await store.cursor(of: .identity)
        let start = EventFeed.Start.after(known?.cursor ?? 0, epoch: known?.epoch ?? "")
        return EventFeed(of: identity, from: start, context: context) { batch in
            for line in batch.lines {
                switch line.type {
                case .memberChanged, .memberEnded, .rightsChanged, .teamRemoved, .roleRemoved:
                    assigner.forgetRights(in: line.workspace)
                default: break
                }
                switch line.type {
                case .memberEnded: try await read(line, as: MemberEnded.self, context.log, handOver)
                case .workspaceChanged:
                    try await read(line, as: Workspace.self, context.log) { try await plans.learn($1) }
                case .teamRemoved: try await read(line, as: TeamReference.self, context.log, takeBack)
                default: break
                }
            }
            try await store.keepCursor(batch.cursor, epoch: batch.epoch, of: .identity)
        }
    }

    private func read<Payload: Decodable & Sendable>(
        _ line: EventLine, as type: Payload.Type, _ log: Log,
        _ act: (WorkspaceID, Payload) async throws -> Void
    ) async throws {
        let payload: Payload
        do {
            payload = try line.data(as: type)
        } catch {
            return log.error("An event of identity's log cannot be read.", ["error": .string("\(error)")])
        }
        try await act(line.workspace, payload)
    }

    private func takeBack(_ workspace: WorkspaceID, _ removed: TeamReference) async throws {
        while try await store.takeBack(workspace, from: removed.team) {}
        try await replies.removeAll(workspace, .team, of: removed.team.rawValue)
    }

    /// May be done again, and late: what was handed over is not theirs any more, and whoever is back keeps their work.
    private func handOver(_ workspace: WorkspaceID, _ ending: MemberEnded) async throws {
        guard try await members.rights(of: ending.member, in: workspace) == nil else { return }
        try await drafts.removeAll(workspace, of: ending.member)
        try await replies.removeAll(workspace, .own, of: ending.member.rawValue)
        var heir: (member: MemberID, sees: InboxAccess)?
        if let wanted = ending.handTo, let rights = try await members.rights(of: wanted, in: workspace) {
            heir = (wanted, rights.seenInboxes)
        }
        let names = try await members.names([ending.member, heir?.member], in: workspace)
        while try await store.handOver(workspace, from: ending.member, to: heir, names: names) {}
    }
}
