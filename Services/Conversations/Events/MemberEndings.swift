import ServiceKit
import WireModel

/// Follows identity's log, so that what a member who is gone had open does not wait for them.
struct MemberEndings: Sendable {
    let store: ConversationStore
    let members: MembersClient
    let log: Log

    func feed(of identity: Peer, context: ServiceContext) async throws -> EventFeed {
        let known = try await store.cursor(of: .identity)
        let start = EventFeed.Start.after(known?.cursor ?? 0, epoch: known?.epoch ?? "")
        return EventFeed(of: identity, from: start, context: context) { batch in
            for line in batch.lines where line.type == .memberEnded {
                guard let ending = ending(line) else { continue }
                try await handOver(ending, in: line.workspace)
            }
            try await store.keepCursor(batch.cursor, epoch: batch.epoch, of: .identity)
        }
    }

    private func ending(_ line: EventLine) -> MemberEnded? {
        do {
            return try line.data(as: MemberEnded.self)
        } catch {
            log.error("An event of identity's log cannot be read.", ["error": .string("\(error)")])
            return nil
        }
    }

    /// May be done again, and late: what was handed over is not theirs any more, and whoever is back keeps their work.
    private func handOver(_ ending: MemberEnded, in workspace: WorkspaceID) async throws {
        guard try await members.rights(of: ending.member, in: workspace) == nil else { return }
        var heir: (member: MemberID, sees: InboxAccess)?
        if let wanted = ending.handTo, let rights = try await members.rights(of: wanted, in: workspace) {
            heir = (wanted, rights.grants.holds(.conversationsView, in: .all) ? .all : rights.inboxes)
        }
        while try await store.handOver(workspace, from: ending.member, to: heir) {}
    }
}
