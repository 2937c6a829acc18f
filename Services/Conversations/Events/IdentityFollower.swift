import ServiceKit
import WireModel

/// Follows identity's log for what concerns conversations: members who are gone, and what workspaces may use.
struct IdentityFollower: Sendable {
    let store: ConversationStore
    let endings: MemberEndings
    let plans: PlanBook
    let log: Log

    func feed(of identity: Peer, context: ServiceContext) async throws -> EventFeed {
        let known = try await store.cursor(of: .identity)
        let start = EventFeed.Start.after(known?.cursor ?? 0, epoch: known?.epoch ?? "")
        return EventFeed(of: identity, from: start, context: context) { batch in
            var workspaces: [Workspace] = []
            for line in batch.lines {
                switch line.type {
                case .workspaceChanged: if let told = told(line, Workspace.self) { workspaces.append(told) }
                case .memberEnded:
                    if let told = told(line, MemberEnded.self) { try await endings.handOver(told, in: line.workspace) }
                default: break
                }
            }
            try await plans.learn(workspaces)
            try await store.keepCursor(batch.cursor, epoch: batch.epoch, of: .identity)
        }
    }

    private func told<Payload: Decodable>(_ line: EventLine, _ type: Payload.Type) -> Payload? {
        do {
            return try line.data(as: type)
        } catch {
            log.error("An event of identity's log cannot be read.", ["error": .string("\(error)")])
            return nil
        }
    }
}
