import ServiceKit
import Synchronization
import WireModel

/// Reads the conversations' log for closings.
final class ConversationFollower: Sendable {
    /// The place in a log without closings is stored once in so many events: what is read again queues nothing twice.
    private static let placeEveryLines = 1_000

    /// Nobody waits for a mail to the tenth of a second.
    private static let gathering = Duration.milliseconds(100)

    private let jobs: JobStore
    private let now: @Sendable () -> Timestamp
    private let queued: @Sendable (Int) async -> Void
    private let unstoredLines = Mutex(0)
    private let feed = Mutex<EventFeed?>(nil)

    /// - Parameter queued: Hears of new jobs once they are stored.
    init(jobs: JobStore, now: @escaping @Sendable () -> Timestamp, queued: @escaping @Sendable (Int) async -> Void) {
        self.jobs = jobs
        self.now = now
        self.queued = queued
    }

    /// Begins to follow, after the place that the store remembers.
    func start(_ conversations: Peer, context: ServiceContext) async throws {
        let place = try await jobs.place()
        let feed = EventFeed(
            of: conversations, from: .after(place.cursor, epoch: place.epoch), gathering: Self.gathering,
            context: context
        ) { [self] batch in try await read(batch.lines, cursor: batch.cursor, epoch: batch.epoch) }
        self.feed.withLock { $0 = feed }
        feed.start()
    }

    var isConnected: Bool { feed.withLock { $0 }?.isConnected ?? false }

    func stop() { feed.withLock { $0 }?.stop() }

    private func read(_ lines: [EventLine], cursor: Int64, epoch: String) async throws {
        let closings = try lines.compactMap { try Closing($0) }
        let unstored = unstoredLines.withLock { unstored in
            unstored += lines.count
            return unstored
        }
        guard !closings.isEmpty || unstored >= Self.placeEveryLines else { return }
        let added = try await jobs.queue(closings, cursor: cursor, epoch: epoch, now: now())
        unstoredLines.withLock { $0 = 0 }
        if added > 0 { await queued(added) }
    }
}
