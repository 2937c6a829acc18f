import JSON
import Server
import ServiceKit
import Storage
import WireModel

/// Inboxes, conversations and their messages: the heart, and the one service that the path of a message crosses.
struct Conversations: Service {
    let router: Router
    let conversations: ConversationStore
    let attachments: AttachmentStore
    let sweep: AttachmentSweep
    let database: Database
    private let contactNames: EventFeed
    private let identityEvents: EventFeed
    let alarm: Alarm
    let assigner: Assigner
    private let sweeping: TagSweeping
    private let search: SearchIndexer
    private let warming: IndexWarming

    init(context: ServiceContext) async throws {
        database = try context.database(migrations)
        let contacts = try context.peer("contacts", port: 8082)
        let identity = try context.peer("identity", port: 8083)
        let log = try await EventLog(.conversations, in: database, context: context)
        let plans = try await PlanBook(in: database)
        let settings = try await SettingsBook(in: database, log: log, context: context)
        let table = try await ConversationTable(in: database)
        let inboxes = InboxStore(
            database: database, log: log, plans: plans, settings: settings, book: table.assignments, context: context)
        let blocked = try await BlockedContacts(in: database)
        conversations = ConversationStore(
            database: database, table: table, log: log, plans: plans, settings: settings, blocked: blocked,
            context: context)
        let messages = MessageStore(beside: conversations)
        let files = try FileStore(folder: try context.folder("files"))
        let replies = CannedReplyStore(database: database, log: log, context: context)
        attachments = AttachmentStore(
            database: database, files: files, settings: settings, plans: plans, replies: replies, context: context)
        sweep = AttachmentSweep(database: database, files: files, context: context)
        let drafts = DraftStore(database: database, log: log, context: context)
        alarm = Alarm(conversations: conversations, context: context)
        sweeping = TagSweeping(database: database, table: table, context: context)
        contactNames = try await ContactNames(store: conversations, log: context.log)
            .feed(of: contacts, context: context)
        let members = MembersClient(identity: identity)
        assigner = Assigner(conversations: conversations, identity: identity, context: context)
        identityEvents = try await IdentityFollower(
            store: conversations, members: members, plans: plans, drafts: drafts, replies: replies, assigner: assigner
        ).feed(of: identity, context: context)
        warming = IndexWarming(of: table.index, database: database, context: context)
        search = try await SearchIndexer(of: database, events: log, context: context)

        var router = Router()
        InboxRoutes(inboxes: inboxes).register(on: &router)
        let found = SearchStore(database: database, index: search.index, conversations: table.index)
        let lists = ConversationLists(
            database: database, index: table.index, views: ViewStore(database: database, log: log, context: context),
            lookups: Lookups(database: database, search: found, contacts: contacts), context: context)
        ViewRoutes(views: lists.views, context: context).register(on: &router)
        ListRoutes(lists: lists).register(on: &router)
        BulkRoutes(conversations: conversations, lists: lists, members: members, alarm: alarm).register(on: &router)
        ConversationRoutes(
            conversations: conversations, members: members, contacts: ContactsClient(contacts: contacts)
        ).register(on: &router)
        MergeRoutes(conversations: conversations).register(on: &router)
        FilingRoutes(conversations: conversations, members: members).register(on: &router)
        SnoozeRoutes(conversations: conversations, alarm: alarm).register(on: &router)
        MessageRoutes(messages: messages, members: members).register(on: &router)
        DraftRoutes(drafts: drafts, context: context).register(on: &router)
        CannedReplyRoutes(replies: replies, members: members, attachments: attachments).register(on: &router)
        SearchRoutes(search: found).register(on: &router)
        WidgetRoutes(conversations: conversations, messages: messages).register(on: &router)
        AttachmentRoutes(attachments: attachments).register(on: &router)
        SettingsRoutes(settings: settings).register(on: &router)
        VerificationSecretRoutes(secrets: VerificationSecretStore(database: database, log: log, context: context))
            .register(on: &router)
        TagRoutes(tags: TagStore(database: database, log: log, context: context), sweeping: sweeping)
            .register(on: &router)
        InternalRoutes(
            inboxes: inboxes, conversations: conversations, messages: messages,
            usage: UsageStore(database: database, context: context), members: members, assigner: assigner, log: log,
            context: context
        ).register(on: &router)
        log.register(on: &router)
        self.router = router
        await start()
    }

    private func start() async {
        sweep.start()
        contactNames.start()
        identityEvents.start()
        sweeping.start()
        await alarm.start()
        await assigner.start()
        search.start()
        warming.start()
    }

    /// The largest file that a workspace may allow.
    static var bodyLimitBytes: Int { AttachmentPolicy.bytesRange.upperBound }

    func ready() async throws {
        try await database.probe()
    }

    func stop() async {
        contactNames.stop()
        identityEvents.stop()
        await alarm.stop()
        await assigner.stop()
        await search.stop()
        await database.close()
    }
}
