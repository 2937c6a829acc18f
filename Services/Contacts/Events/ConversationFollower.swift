import Loop
import ServiceKit
import WireModel

/// Reads the conversations' log for the counts of contacts.
struct ConversationFollower: Sendable {
    /// A batch smaller than this waits for company before the next one is fetched: a busy log costs ten commits a
    /// second and not one a message.
    private static let smallBatchLines = 64
    private static let gathering = Duration.milliseconds(100)

    private let feed: EventFeed

    init(of conversations: Peer, counts: CountStore, context: ServiceContext) async throws {
        let place = try await counts.place()
        feed = EventFeed(of: conversations, from: .after(place.cursor, epoch: place.epoch), context: context) { batch in
            try await counts.add(batch.lines, epoch: batch.epoch, cursor: batch.cursor)
            if batch.lines.count < Self.smallBatchLines { try? await Task.sleep(for: Self.gathering) }
        }
    }

    var isConnected: Bool { feed.isConnected }

    func start() { feed.start() }

    func stop() { feed.stop() }
}
