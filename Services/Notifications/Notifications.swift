import Server
import ServiceKit
import Storage
import WireModel

/// Tells people by mail: the customer's copy of a conversation that has ended, and what concerns a member's account.
struct Notifications: Service {
    let router = Router()
    let worker: Worker
    private let database: Database
    private let followers: [LogFollower]

    init(context: ServiceContext) async throws {
        let settings = try MailSettings(context.configuration)
        database = try context.database(Self.migrations)
        let jobs = JobStore(database: database)
        let sources = Sources(
            conversations: try context.peer("conversations", port: 8081),
            contacts: try context.peer("contacts", port: 8082), identity: try context.peer("identity", port: 8083))
        let sender = Sender(
            sources: sources, zones: ZoneFiles(),
            summaries: SummaryMail(from: settings.from, replyTo: settings.replyTo, home: settings.home),
            accounts: AccountMail(
                from: settings.from, replyTo: settings.replyTo,
                links: AccountLinks(home: settings.linkHome, key: context.key)),
            delivery: settings.delivery(on: context.loop), jobs: jobs, now: context.now)
        let worker = Worker(jobs: jobs, sender: sender, context: context) { .random(in: 0..<1) }
        self.worker = worker
        context.metrics.gauge("majlis_mail_queue", help: "Mails that wait to be sent.") {
            worker.waiting
        }
        await worker.start()
        let wake: @Sendable () async -> Void = { await worker.wake() }
        let conversations = LogFollower(of: .conversations, jobs: jobs, context: context, queued: wake)
        let identity = LogFollower(of: .identity, jobs: jobs, context: context, queued: wake)
        followers = [conversations, identity]
        try await conversations.start(sources.conversations, context: context)
        try await identity.start(sources.identity, context: context)
    }

    func ready() async throws {
        try await database.probe()
        for follower in followers { try follower.ready() }
    }

    func stop() async {
        for follower in followers { follower.stop() }
        await worker.stop()
        await database.close()
    }
}
