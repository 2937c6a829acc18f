import ServiceKit
import Synchronization
import WireModel

/// Reads the conversations' log for what belongs into the audit log.
struct ConversationFollower: Sendable {
    /// The place in a log without such entries is stored once in so many events: what is read again is written once.
    static let placeEveryLines = 1000
    /// Nobody waits for a line of the audit log to the tenth of a second, and a busy log costs less this way.
    private static let gathering = Duration.milliseconds(250)

    private let feed: EventFeed

    init(of conversations: Peer, audit: AuditStore, context: ServiceContext) async throws {
        let place = try await audit.place()
        let unstored = Unstored()
        feed = EventFeed(
            of: conversations, from: .after(place?.cursor ?? 0, epoch: place?.epoch ?? ""), gathering: Self.gathering,
            context: context
        ) { batch in
            let told = batch.lines.compactMap { Self.told($0, log: context.log) }
            let lines = unstored.add(batch.lines.count)
            guard !told.isEmpty || lines >= Self.placeEveryLines else { return }
            try await audit.take(told, cursor: batch.cursor, epoch: batch.epoch)
            unstored.clear()
        }
    }

    func start() { feed.start() }

    func stop() { feed.stop() }

    private static func told(_ line: EventLine, log: Log) -> ToldEntry? {
        guard line.type == .auditRecorded else { return nil }
        do {
            return (line.workspace, try line.data(as: AuditEntry.self))
        } catch {
            log.error("An event of the conversations' log cannot be read.", ["error": .string("\(error)")])
            return nil
        }
    }

    private final class Unstored: Sendable {
        private let lines = Mutex(0)

        func add(_ count: Int) -> Int {
            lines.withLock { lines in
                lines += count
                return lines
            }
        }

        func clear() { lines.withLock { $0 = 0 } }
    }
}
