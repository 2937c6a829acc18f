import ServiceKit
import Storage
import Synchronization
import WireModel

/// The indexes of the workspaces that were asked for lately; see ``WorkspaceIndex``.
///
/// A workspace is read from its rows when it is first asked for, and kept up by every write after its commit: whoever
/// was answered finds their change in the next list. Past ``conversationLimit`` those not asked for longest are let go.
final class ConversationIndex: Sendable {
    /// Of all workspaces together: some 260 MB.
    static let conversationLimit = 2_000_000

    private enum Standing {
        /// What was committed meanwhile, and who waits for it.
        case loading(missed: [IndexEntry], waiting: [CheckedContinuation<Void, Never>])
        case ready(WorkspaceIndex, asked: UInt64)
    }

    private struct State {
        var workspaces: [WorkspaceID: Standing] = [:]
        var clock: UInt64 = 0
    }

    private let state = Mutex(State())
    private let database: Database

    init(database: Database) {
        self.database = database
    }

    /// After the commit that made it so.
    func note(_ entry: IndexEntry, in workspace: WorkspaceID) {
        state.withLock { state in
            // Taken out and put back, so that the change happens in place.
            switch state.workspaces.removeValue(forKey: workspace) {
            case nil: break
            case .loading(var missed, let waiting):
                missed.append(entry)
                state.workspaces[workspace] = .loading(missed: missed, waiting: waiting)
            case .ready(var index, let asked):
                index.set(entry)
                state.workspaces[workspace] = .ready(index, asked: asked)
            }
        }
    }

    /// Asks a workspace's index, which is read first where it is not there.
    func ask<Output: Sendable>(
        _ workspace: WorkspaceID, _ body: @Sendable (inout WorkspaceIndex) -> Output
    ) async throws -> Output {
        while true {
            if let output = asked(workspace, body) { return output }
            try await load(workspace)
        }
    }

    private func asked<Output: Sendable>(
        _ workspace: WorkspaceID, _ body: @Sendable (inout WorkspaceIndex) -> Output
    ) -> Output? {
        state.withLock { state in
            guard case .ready(var index, _) = state.workspaces[workspace] else { return nil }
            state.workspaces[workspace] = nil
            state.clock += 1
            defer { state.workspaces[workspace] = .ready(index, asked: state.clock) }
            return body(&index)
        }
    }

    private func load(_ workspace: WorkspaceID) async throws {
        let isOurs = state.withLock { state in
            guard state.workspaces[workspace] == nil else { return false }
            state.workspaces[workspace] = .loading(missed: [], waiting: [])
            return true
        }
        guard isOurs else { return await wait(for: workspace) }
        do {
            // What is committed from here on is noted, also where these rows show it already.
            let index = try await database.read { connection in
                var index = WorkspaceIndex()
                try IndexEntry.each(workspace, in: connection) { index.set($0) }
                return index
            }
            finish(workspace, with: index)
        } catch {
            finish(workspace, with: nil)
            throw error
        }
    }

    private func wait(for workspace: WorkspaceID) async {
        await withCheckedContinuation { continuation in
            let isLoading = state.withLock { state in
                guard case .loading(let missed, let waiting) = state.workspaces[workspace] else { return false }
                state.workspaces[workspace] = .loading(missed: missed, waiting: waiting + [continuation])
                return true
            }
            if !isLoading { continuation.resume() }
        }
    }

    /// - Parameter index: Nil where the rows could not be read; the next who asks tries again.
    private func finish(_ workspace: WorkspaceID, with index: consuming WorkspaceIndex?) {
        let waiting: [CheckedContinuation<Void, Never>] = state.withLock { state in
            guard case .loading(let missed, let waiting) = state.workspaces.removeValue(forKey: workspace) else {
                return []
            }
            if var index {
                for entry in missed { index.set(entry) }
                state.clock += 1
                state.workspaces[workspace] = .ready(index, asked: state.clock)
                Self.makeRoom(&state)
            }
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private static func makeRoom(_ state: inout State) {
        var ready: [(workspace: WorkspaceID, count: Int, asked: UInt64)] = []
        for (workspace, standing) in state.workspaces {
            if case .ready(let index, let asked) = standing { ready.append((workspace, index.count, asked)) }
        }
        var total = ready.reduce(0) { $0 + $1.count }
        for oldest in ready.sorted(by: { $0.asked < $1.asked }).dropLast() where total > conversationLimit {
            state.workspaces[oldest.workspace] = nil
            total -= oldest.count
        }
    }
}
