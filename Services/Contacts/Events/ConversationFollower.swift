import Loop
import ServiceKit
import WireModel

/// Reads the conversations' log for the counts of contacts.
struct ConversationFollower: Sendable {
    /// A busy log costs ten commits a second and not one a message.
    private static let gathering = Duration.milliseconds(100)

    private let feed: EventFeed

    init(of conversations: Peer, counts: CountStore, context: ServiceContext) async throws {
        let place = try await counts.place()
        feed = EventFeed(
            of: conversations, from: .after(place.cursor, epoch: place.epoch), gathering: Self.gathering,
            context: context
        ) { batch in try await counts.add(batch.lines, epoch: batch.epoch, cursor: batch.cursor) }
    }

    var isConnected: Bool { feed.isConnected }

    func start() { feed.start() }

    func stop() { feed.stop() }
}
