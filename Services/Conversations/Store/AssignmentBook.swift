import JSON
import Storage
import Synchronization
import WireModel

/// The inboxes that do not leave everything to people, and the workspaces in which there may be something to assign. In
/// memory, since every change of a conversation asks.
final class AssignmentBook: Sendable {
    private struct State {
        var inboxes: [WorkspaceID: [InboxID: InboxAssignment]] = [:]
        var due: Set<WorkspaceID> = []
        /// In which something waits although it was looked at: any change there may be what it waits for.
        var short: Set<WorkspaceID> = []
        var wake: (@Sendable () -> Void)?

        mutating func set(_ assignment: InboxAssignment, of inbox: InboxID, in workspace: WorkspaceID) {
            let isByHand = assignment.strategy == .manual && assignment.awayMinutes == nil
            inboxes[workspace, default: [:]][inbox] = isByHand ? nil : assignment
            if inboxes[workspace]?.isEmpty ?? false { inboxes[workspace] = nil }
        }
    }

    private let state: Mutex<State>

    init(in database: Database) async throws {
        let rows: [(WorkspaceID, InboxID, InboxAssignment)] = try await database.read { connection in
            try connection.rows("SELECT workspace, id, assignment FROM inboxes WHERE assignment IS NOT NULL") { row in
                let text: [UInt8] = try row[2]
                return (
                    try row[0], try row[1],
                    try JSON.decode(InboxAssignment.self, from: text, unknownFields: .ignored)
                )
            }
        }
        var state = State()
        for (workspace, inbox, assignment) in rows { state.set(assignment, of: inbox, in: workspace) }
        self.state = Mutex(state)
    }

    subscript(workspace: WorkspaceID) -> [InboxID: InboxAssignment] {
        state.withLock { $0.inboxes[workspace] } ?? [:]
    }

    /// The workspaces with an inbox where what somebody has goes back when they are away.
    var recalling: [WorkspaceID] {
        state.withLock { state in
            state.inboxes.filter { $0.value.values.contains { $0.awayMinutes != nil } }.map(\.key)
        }
    }

    /// Takes over how an inbox assigns from its commit on.
    func keep(_ assignment: InboxAssignment, of inbox: InboxID, in workspace: WorkspaceID, _ transaction: Transaction) {
        transaction.afterCommit { [self] in
            state.withLock { $0.set(assignment, of: inbox, in: workspace) }
            mark(workspace)
        }
    }

    /// A conversation is like this now.
    func note(_ entry: IndexEntry, in workspace: WorkspaceID) {
        let isDue = state.withLock { state in
            guard let inboxes = state.inboxes[workspace] else { return false }
            if state.short.contains(workspace) { return true }
            return entry.assignee == nil && entry.waitingSince != nil && entry.flags & Facet.Flag.active.bit != 0
                && inboxes[entry.inbox].map { $0.strategy != .manual } ?? false
        }
        if isDue { mark(workspace) }
    }

    /// There may be something to assign.
    func mark(_ workspace: WorkspaceID) {
        let wake = state.withLock { state -> (@Sendable () -> Void)? in
            guard state.inboxes[workspace] != nil, state.due.insert(workspace).inserted else { return nil }
            return state.wake
        }
        wake?()
    }

    /// Everything is looked at, and whatever is marked from now on.
    func begin(_ wake: @escaping @Sendable () -> Void) {
        state.withLock { state in
            state.wake = wake
            state.due = Set(state.inboxes.keys)
        }
        wake()
    }

    /// A workspace to look at. What changes in it meanwhile marks it again.
    func next() -> WorkspaceID? {
        state.withLock { state in
            guard let workspace = state.due.popFirst() else { return nil }
            state.short.insert(workspace)
            return workspace
        }
    }

    /// It was looked at; where nothing waits any more, only what waits anew counts.
    func finish(_ workspace: WorkspaceID, somethingWaits: Bool) {
        if !somethingWaits { state.withLock { _ = $0.short.remove(workspace) } }
    }

    /// It could not be looked at.
    func putBack(_ workspace: WorkspaceID) {
        state.withLock { _ = $0.due.insert(workspace) }
    }
}
