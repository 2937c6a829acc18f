import ServiceKit
import Synchronization
import WireModel

/// Reads one service's log for what leads to mails.
final class LogFollower: Sendable {
    /// The place in a log without such events is stored once in so many: what is read again queues nothing twice.
    private static let placeEveryLines = 1_000

    /// Nobody waits for a mail to the tenth of a second.
    private static let gathering = Duration.milliseconds(100)

    private let followed: Event.Log
    private let jobs: JobStore
    private let log: Log
    private let now: @Sendable () -> Timestamp
    private let queued: @Sendable () async -> Void
    private let unstoredLines = Mutex(0)
    private let feed = Mutex<EventFeed?>(nil)

    /// - Parameter queued: Hears of new jobs once they are stored.
    init(of followed: Event.Log, jobs: JobStore, context: ServiceContext, queued: @escaping @Sendable () async -> Void)
    {
        self.followed = followed
        self.jobs = jobs
        self.log = context.log
        now = context.now
        self.queued = queued
    }

    /// Begins to follow, after the place that the store remembers.
    func start(_ peer: Peer, context: ServiceContext) async throws {
        let place = try await jobs.place(in: followed)
        let feed = EventFeed(
            of: peer, from: .after(place.cursor, epoch: place.epoch), gathering: Self.gathering, context: context
        ) { [self] batch in try await read(batch.lines, cursor: batch.cursor, epoch: batch.epoch) }
        self.feed.withLock { $0 = feed }
        feed.start()
    }

    /// - Throws: `<log>.unavailable` while the log is not followed.
    func ready() throws {
        guard feed.withLock({ $0 })?.isConnected == true else {
            throw Failure.unavailable("\(followed).unavailable", "The log of \(followed) cannot be followed.")
        }
    }

    func stop() { feed.withLock { $0 }?.stop() }

    private func read(_ lines: [EventLine], cursor: Int64, epoch: String) async throws {
        let occasions = lines.compactMap(occasion)
        let unstored = unstoredLines.withLock { unstored in
            unstored += lines.count
            return unstored
        }
        guard !occasions.isEmpty || unstored >= Self.placeEveryLines else { return }
        let added = try await jobs.queue(occasions, from: followed, cursor: cursor, epoch: epoch, now: now())
        unstoredLines.withLock { $0 = 0 }
        if added > 0 { await queued() }
    }

    /// One event that cannot be read must not keep all later mails from going.
    private func occasion(_ line: EventLine) -> Occasion? {
        do {
            return try Occasion(line)
        } catch {
            log.error(
                "An event that asks for a mail cannot be read.",
                ["log": .string(followed.rawValue), "seq": .integer(line.seq ?? 0), "error": .string("\(error)")])
            return nil
        }
    }
}
