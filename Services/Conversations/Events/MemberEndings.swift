import ServiceKit
import WireModel

/// What a member who is gone had open does not wait for them.
struct MemberEndings: Sendable {
    let store: ConversationStore
    let members: MembersClient

    /// May be done again, and late: what was handed over is not theirs any more, and whoever is back keeps their work.
    func handOver(_ ending: MemberEnded, in workspace: WorkspaceID) async throws {
        guard try await members.rights(of: ending.member, in: workspace) == nil else { return }
        var heir: (member: MemberID, sees: InboxAccess)?
        if let wanted = ending.handTo, let rights = try await members.rights(of: wanted, in: workspace) {
            heir = (wanted, rights.grants.holds(.conversationsView, in: .all) ? .all : rights.inboxes)
        }
        while try await store.handOver(workspace, from: ending.member, to: heir) {}
    }
}
