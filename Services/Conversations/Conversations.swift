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
    let searchIndex: SearchIndex
    private let searchIndexer: SearchIndexer

    init(context: ServiceContext) async throws {
        database = try context.database(migrations)
        let contacts = try context.peer("contacts", port: 8082)
        let identity = try context.peer("identity", port: 8083)
        let log = try await EventLog(.conversations, in: database, context: context)
        let plans = try await PlanBook(in: database)
        let settings = try await SettingsBook(in: database, log: log, context: context)
        let assignments = try await AssignmentBook(in: database)
        let inboxes = InboxStore(
            database: database, log: log, plans: plans, settings: settings, assignments: assignments, context: context)
        let index = ConversationIndex(database: database)
        let table = ConversationTable(index: index, assignments: assignments)
        let blocked = try await BlockedContacts(in: database)
        conversations = ConversationStore(
            database: database, table: table, log: log, plans: plans, settings: settings, blocked: blocked,
            context: context)
        let messages = MessageStore(
            database: database, table: table, log: log, plans: plans, settings: settings, blocked: blocked,
            context: context)
        let files = try FileStore(folder: try context.folder("files"))
        attachments = AttachmentStore(
            database: database, files: files, settings: settings, plans: plans, context: context)
        sweep = AttachmentSweep(database: database, files: files, context: context)
        let drafts = DraftStore(database: database, log: log, context: context)
        let replies = CannedReplyStore(database: database, log: log, context: context)
        alarm = Alarm(conversations: conversations, context: context)
        let tags = TagStore(database: database, log: log, context: context)
        let sweeping = TagSweeping(database: database, table: table, context: context)
        let usage = UsageStore(database: database, context: context)
        contactNames = try await ContactNames(store: conversations, log: context.log)
            .feed(of: contacts, context: context)
        let members = MembersClient(identity: identity)
        assigner = Assigner(
            conversations: conversations, book: assignments, roster: Roster(identity: identity, context: context),
            context: context)
        identityEvents = try await IdentityFollower(
            store: conversations, members: members, plans: plans, drafts: drafts, replies: replies,
            assigner: assigner, log: context.log
        ).feed(of: identity, context: context)
        let (epoch, head) = (database.epoch, log.head)
        searchIndex = SearchIndex(
            database: try await context.derivedDatabase("search", searchMigrations) {
                try SearchIndex.fits(epoch: epoch, head: head, $0)
            })
        searchIndexer = SearchIndexer(
            source: SearchSource(database: database), index: searchIndex, events: log, context: context)

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
        ConversationRoutes(
            conversations: conversations, members: members, contacts: ContactsClient(contacts: contacts)
        ).register(on: &router)
        MergeRoutes(conversations: conversations).register(on: &router)
        FilingRoutes(conversations: conversations, members: members).register(on: &router)
        SnoozeRoutes(conversations: conversations, alarm: alarm).register(on: &router)
        TagRoutes(tags: tags, sweeping: sweeping).register(on: &router)
        MessageRoutes(messages: messages, members: members).register(on: &router)
        DraftRoutes(drafts: drafts, context: context).register(on: &router)
        CannedReplyRoutes(replies: replies, members: members).register(on: &router)
        SearchRoutes(search: SearchStore(database: database, index: searchIndex)).register(on: &router)
        WidgetRoutes(conversations: conversations, messages: messages).register(on: &router)
        AttachmentRoutes(attachments: attachments).register(on: &router)
        SettingsRoutes(settings: settings).register(on: &router)
        InternalRoutes(
            inboxes: inboxes, conversations: conversations, messages: messages, usage: usage, members: members,
            assigner: assigner, log: log, context: context
        ).register(on: &router)
        log.register(on: &router)
        self.router = router
        sweep.start()
        contactNames.start()
        identityEvents.start()
        sweeping.start()
        await alarm.start()
        await assigner.start()
        searchIndexer.start()
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
        await searchIndexer.stop()
        await searchIndex.database.close()
        await database.close()
    }
}
