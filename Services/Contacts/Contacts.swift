import Server
import ServiceKit
import Storage
import WireModel

/// Who the customers are: one record a person, found again by e-mail or telephone number.
struct Contacts: Service {
    let router: Router
    private let database: Database
    private let conversations: Peer
    private let follower: ConversationFollower

    init(context: ServiceContext) async throws {
        database = try context.database(Self.migrations)
        let log = try await EventLog(.contacts, in: database, context: context)
        let store = ContactStore(database: database, log: log, ids: context.ids, now: context.now)
        conversations = try context.peer("conversations", port: 8081)
        follower = try await ConversationFollower(
            of: conversations, counts: CountStore(database: database), context: context)
        var router = Router()
        ContactRoutes(contacts: store).register(on: &router)
        InternalRoutes(contacts: store).register(on: &router)
        log.register(on: &router)
        self.router = router
        follower.start()
    }

    func ready() async throws {
        try await database.probe()
        guard follower.isConnected else {
            throw Failure.unavailable("conversations.unavailable", "The conversations' log cannot be followed.")
        }
    }

    func stop() async {
        follower.stop()
        await database.close()
    }
}
