import CSQLite
import Synchronization

/// Decides when the WAL is copied into the database file, so that writes wait for it as little as possible.
///
/// A reader thread copies while writes go on; then the writer copies the few pages that were added meanwhile, and
/// its next commit begins the WAL anew.
// Sendable: `stage` is atomic, everything else that changes belongs to the writer thread.
@safe final class Checkpoints: @unchecked Sendable {
    private enum Stage: Int, AtomicRepresentable { case idle, copying, copied }

    /// How many times its limit the log may reach before the writer stops waiting for a reader thread.
    private static let patience = 8

    private let readers: Readers
    private let pageLimit: Int
    private let stage = Atomic(Stage.idle)
    /// Counted by SQLite with each commit.
    private var pagesInWAL = 0
    private var nextAt: Int

    /// - Parameter pageLimit: With how many pages in the WAL the copying begins.
    init(readers: Readers, pageLimit: Int) {
        self.readers = readers
        self.pageLimit = pageLimit
        nextAt = pageLimit
    }

    /// Has SQLite report the WAL's length here instead of copying it within a COMMIT. `self` must outlive the
    /// connection.
    func watch(_ connection: Connection) {
        let pointer = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe sqlite3_wal_hook(
            connection.handle,
            { pointer, _, _, pages in
                unsafe Unmanaged<Checkpoints>.fromOpaque(pointer!).takeUnretainedValue().noteWAL(pages: Int(pages))
                return SQLITE_OK
            }, pointer)
    }

    /// Called on the writer thread after each group, when its callers have been answered.
    func committed(by transaction: Transaction) {
        guard pagesInWAL >= nextAt else { return }
        switch stage.load(ordering: .acquiring) {
        case .copying:
            // No reader has come to it for long: better to keep writes waiting once than to let the log grow.
            if pagesInWAL >= pageLimit * Self.patience { finish(by: transaction) }
        case .idle:
            stage.store(.copying, ordering: .relaxed)
            readers.submit(CopyJob { [self] in stage.store(.copied, ordering: .releasing) }, first: true)
        case .copied:
            stage.store(.idle, ordering: .relaxed)
            finish(by: transaction)
        }
    }

    private func finish(by transaction: Transaction) {
        // A long read may need old pages: try again later.
        if !transaction.checkpoint() { nextAt = pagesInWAL + pageLimit }
    }

    private func noteWAL(pages: Int) {
        pagesInWAL = pages
        guard pages < pageLimit else { return }
        // The WAL began anew.
        nextAt = pageLimit
        _ = stage.compareExchange(expected: .copied, desired: .idle, ordering: .relaxed)
    }

    // Sendable: immutable here; the rest is as its superclass says.
    private final class CopyJob: ReadJob, @unchecked Sendable {
        private let done: @Sendable () -> Void

        init(done: @escaping @Sendable () -> Void) { self.done = done }

        override func perform(on connection: Connection) {
            connection.checkpoint()
            done()
        }

        override func fail(_ error: any Error) { done() }
    }
}
