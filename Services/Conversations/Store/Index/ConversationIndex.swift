import ServiceKit
import Storage
import Synchronization
import WireModel

/// The indexes of the workspaces that were asked for lately; see ``WorkspaceIndex``.
///
/// A workspace is read from its rows when it is first asked for, or before (``IndexWarming``), and kept up by every
/// write after its commit: whoever was answered finds their change in the next list. Past ``conversationLimit`` those
/// not asked for longest are let go.
final class ConversationIndex: Sendable {
    /// Of all workspaces together: some 260 MB.
    static let conversationLimit = 2_000_000
    /// A workspace takes as much as so many conversations before it has many, for its sets: some 12 KB.
    private static let workspaceShare = 90
    /// So many rows are read at once: somebody else's read comes between two of these.
    private static let sliceLimit = 4096

    /// One workspace's, with a lock of its own: a long look at one holds up nobody else's.
    private final class Shelf: Sendable {
        let index = Mutex(WorkspaceIndex())
    }

    private enum Standing {
        /// What was committed meanwhile, and who waits for it.
        case loading(missed: [IndexEntry], waiting: [CheckedContinuation<Void, Never>])
        case ready(Shelf, count: Int, asked: UInt64)
    }

    private struct State {
        var workspaces: [WorkspaceID: Standing] = [:]
        var clock: UInt64 = 0

        /// What those that are ready take, in conversations.
        var total: Int {
            workspaces.values.reduce(0) { total, standing in
                guard case .ready(_, let count, _) = standing else { return total }
                return total + count
            }
        }
    }

    private let state = Mutex(State())
    private let database: Database

    init(database: Database) {
        self.database = database
    }

    /// After the commit that made it so; in the order of the commits.
    func note(_ entry: IndexEntry, in workspace: WorkspaceID) {
        let shelf: Shelf? = state.withLock { state in
            switch state.workspaces[workspace] {
            case nil: return nil
            case .ready(let shelf, _, _): return shelf
            case .loading(var missed, let waiting):
                missed.append(entry)
                state.workspaces[workspace] = .loading(missed: missed, waiting: waiting)
                return nil
            }
        }
        shelf?.index.withLock { $0.set(entry) }
    }

    /// Asks a workspace's index, which is read first where it is not there, on one of the database's threads for
    /// reading.
    /// - Parameter then: Goes on with the answer in the same look at the database; the index is free again meanwhile.
    func ask<Output: Sendable, Result: Sendable>(
        _ workspace: WorkspaceID, _ body: @escaping @Sendable (inout WorkspaceIndex) -> Output,
        then: @escaping @Sendable (Output, Connection) throws -> Result
    ) async throws -> Result {
        while true {
            let result: Result? = try await database.read { [self] connection in
                try asked(workspace, body).map { try then($0, connection) }
            }
            if let result { return result }
            try await load(workspace)
        }
    }

    func ask<Output: Sendable>(
        _ workspace: WorkspaceID, _ body: @escaping @Sendable (inout WorkspaceIndex) -> Output
    ) async throws -> Output {
        try await ask(workspace, body) { output, _ in output }
    }

    /// Those of `ids` that `selection` holds, at once and on any thread; nil where the workspace's index is not there,
    /// until somebody asks for it.
    func members(
        of selection: Selection, among ids: [ConversationID], _ workspace: WorkspaceID
    ) -> Set<ConversationID>? {
        asked(workspace) { $0.members(of: selection, among: ids) }
    }

    private func asked<Output: Sendable>(
        _ workspace: WorkspaceID, _ body: @Sendable (inout WorkspaceIndex) -> Output
    ) -> Output? {
        let shelf: Shelf? = state.withLock { state in
            guard case .ready(let shelf, let count, _) = state.workspaces[workspace] else { return nil }
            state.clock += 1
            state.workspaces[workspace] = .ready(shelf, count: count, asked: state.clock)
            return shelf
        }
        return shelf?.index.withLock { body(&$0) }
    }

    /// Reads a workspace's rows, unless they were read; or waits until whoever began that has done it.
    func load(_ workspace: WorkspaceID) async throws {
        let isOurs = state.withLock { state in
            guard state.workspaces[workspace] == nil else { return false }
            state.workspaces[workspace] = .loading(missed: [], waiting: [])
            return true
        }
        guard isOurs else { return await wait(for: workspace) }
        // What is committed from here on is noted, also where these rows show it already.
        let shelf = Shelf()
        do {
            var last: ConversationID?
            repeat {
                last = try await database.read { [last] connection in
                    try shelf.index.withLock { index in
                        try IndexEntry.each(workspace, after: last, limit: Self.sliceLimit, in: connection) {
                            index.set($0)
                        }
                    }
                }
            } while last != nil
            finish(workspace, with: shelf)
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

    /// - Parameter shelf: Nil where the rows could not be read; the next who asks tries again.
    private func finish(_ workspace: WorkspaceID, with shelf: Shelf?) {
        let waiting: [CheckedContinuation<Void, Never>] = state.withLock { state in
            guard case .loading(let missed, let waiting) = state.workspaces.removeValue(forKey: workspace) else {
                return []
            }
            if let shelf {
                let count = shelf.index.withLock { index in
                    for entry in missed { index.set(entry) }
                    return index.count + Self.workspaceShare
                }
                state.clock += 1
                state.workspaces[workspace] = .ready(shelf, count: count, asked: state.clock)
                Self.makeRoom(&state)
            }
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Whether the limit is not near, so that what nobody has asked for yet pushes nothing out.
    var hasRoom: Bool {
        state.withLock { $0.total < Self.conversationLimit / 2 }
    }

    private static func makeRoom(_ state: inout State) {
        var total = state.total
        guard total > conversationLimit else { return }
        var ready: [(workspace: WorkspaceID, count: Int, asked: UInt64)] = []
        for (workspace, standing) in state.workspaces {
            if case .ready(_, let count, let asked) = standing { ready.append((workspace, count, asked)) }
        }
        for oldest in ready.sorted(by: { $0.asked < $1.asked }).dropLast() where total > conversationLimit {
            state.workspaces[oldest.workspace] = nil
            total -= oldest.count
        }
    }
}
