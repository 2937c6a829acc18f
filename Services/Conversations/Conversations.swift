import JSON
import Server
import ServiceKit
import Storage
import WireModel

/// Inboxes, conversations and their messages: the heart, and the one service that the path of a message crosses.
struct Conversations: Service {
    let router: Router
    let conversations: ConversationStore
    private let database: Database
    private let contactNames: EventFeed
    private let identityEvents: EventFeed

    init(context: ServiceContext) async throws {
        database = try context.database(migrations)
        let contacts = try context.peer("contacts", port: 8082)
        let identity = try context.peer("identity", port: 8083)
        let log = try await EventLog(.conversations, in: database, context: context)
        let plans = try await PlanBook(in: database)
        let inboxes = InboxStore(database: database, log: log, plans: plans, context: context)
        let index = ConversationIndex(database: database)
        let table = ConversationTable(index: index)
        conversations = ConversationStore(database: database, table: table, log: log, plans: plans, context: context)
        let messages = MessageStore(database: database, table: table, log: log, plans: plans, context: context)
        let usage = UsageStore(database: database, context: context)
        contactNames = try await ContactNames(store: conversations, log: context.log)
            .feed(of: contacts, context: context)
        let members = MembersClient(identity: identity)
        identityEvents = try await IdentityFollower(
            store: conversations, members: members, plans: plans, log: context.log
        ).feed(of: identity, context: context)

        var router = Router()
        InboxRoutes(inboxes: inboxes).register(on: &router)
        VerificationSecretRoutes(secrets: VerificationSecretStore(database: database, log: log, context: context))
            .register(on: &router)
        let views = ViewStore(database: database, log: log, context: context)
        ViewRoutes(views: views, context: context).register(on: &router)
        ListRoutes(
            lists: ConversationLists(
                database: database, index: index, views: views, lookups: Lookups(contacts: contacts), context: context)
        ).register(on: &router)
        ConversationRoutes(conversations: conversations, members: members)
            .register(on: &router)
        MessageRoutes(messages: messages).register(on: &router)
        WidgetRoutes(conversations: conversations, messages: messages).register(on: &router)
        InternalRoutes(
            inboxes: inboxes, conversations: conversations, messages: messages, usage: usage, log: log, context: context
        ).register(on: &router)
        log.register(on: &router)
        self.router = router
        contactNames.start()
        identityEvents.start()
    }

    func ready() async throws {
        try await database.probe()
    }

    func stop() async {
        contactNames.stop()
        identityEvents.stop()
        await database.close()
    }
}
