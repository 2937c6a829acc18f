import Server
import ServiceKit
import Storage
import WireModel

/// Tells people by mail: the customer's copy of a conversation that has ended.
struct Notifications: Service {
    let router = Router()
    let worker: Worker
    private let database: Database
    private let sources: Sources
    private let follower: ConversationFollower

    init(context: ServiceContext) async throws {
        let settings = try MailSettings(context.configuration)
        database = try context.database(Self.migrations)
        let jobs = JobStore(database: database)
        let conversations = try context.peer("conversations", port: 8081)
        sources = Sources(
            conversations: conversations, contacts: try context.peer("contacts", port: 8082),
            identity: try context.peer("identity", port: 8083))
        let sender = Sender(
            sources: sources, zones: ZoneFiles(),
            mail: SummaryMail(from: settings.from, replyTo: settings.replyTo, home: settings.home),
            delivery: settings.delivery(on: context.loop), now: context.now)
        let worker = Worker(jobs: jobs, sender: sender, context: context) { .random(in: 0..<1) }
        self.worker = worker
        follower = ConversationFollower(jobs: jobs, now: context.now) { _ in await worker.wake() }
        context.metrics.gauge("majlis_mail_queue", help: "Mails that wait to be sent.") {
            worker.waiting
        }
        await worker.start()
        try await follower.start(conversations, context: context)
    }

    func ready() async throws {
        try await database.probe()
        guard follower.isConnected else {
            throw Failure.unavailable("conversations.unavailable", "The conversations' log cannot be followed.")
        }
    }

    func stop() async {
        follower.stop()
        await worker.stop()
        await database.close()
    }
}
