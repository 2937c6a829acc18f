import HTTP
import ServiceKit
import Synchronization
import WireModel

/// Who works in each workspace that asked lately: remembered for ``lifetime``, and forgotten as soon as identity's log
/// says that somebody's rights are others.
final class Roster: Sendable {
    static let lifetime = Duration.seconds(10)
    /// Past so many workspaces all are forgotten.
    static let workspaceLimit = 1000

    private struct State {
        var known: [WorkspaceID: (members: [ActiveMember], at: Timestamp)] = [:]
        /// Grows with everything forgotten: an answer that was under way then is not remembered.
        var edition = 0
    }

    private let identity: Peer
    private let context: ServiceContext
    private let state = Mutex(State())

    init(identity: Peer, context: ServiceContext) {
        self.identity = identity
        self.context = context
    }

    func members(of workspace: WorkspaceID) async throws -> [ActiveMember] {
        let now = context.now()
        let (known, edition) = state.withLock { ($0.known[workspace], $0.edition) }
        if let known, known.at <= now, now < known.at + Self.lifetime { return known.members }
        let members = try await identity.call(
            .get, "/internal/workspaces/\(workspace)/rights", requestID: "", expecting: Page<ActiveMember>.self
        ).items
        state.withLock { state in
            guard state.edition == edition else { return }
            if state.known.count >= Self.workspaceLimit { state.known = [:] }
            state.known[workspace] = (members, now)
        }
        return members
    }

    func forget(_ workspace: WorkspaceID) {
        state.withLock { state in
            state.known[workspace] = nil
            state.edition += 1
        }
    }
}
