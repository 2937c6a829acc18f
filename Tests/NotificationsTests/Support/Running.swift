import HTTP
import JSON
import Server
import ServiceKit
import Storage
import Synchronization
import TestKit
import WireModel

@testable import Notifications

/// What the peers say, until the test says otherwise.
struct Answers: Sendable {
    var transcript = Example.transcript(Example.arabicTalk)
    var contact: Contact? = Example.person()
    var workspace: Workspace? = Example.shop()
    /// Whether they answer 503 instead.
    var areDown = false
}

/// The conversations and the contacts, as notifications asks them: a real event log that the test writes, and canned
/// answers.
struct Peers: Service {
    let router: Router
    let answers = Shared(Answers())
    let log: EventLog
    private let database: Database

    init(context: ServiceContext) async throws {
        database = try context.database([Migration(version: 1, sql: EventLog.schema)])
        log = try await EventLog(.conversations, in: database, context: context)
        var router = Router()
        log.register(on: &router)
        let answers = answers
        router.get("/internal/workspaces/:workspace/conversations/:conversation/transcript") { _ in
            try .json(answers.up().transcript)
        }
        router.get("/internal/workspaces/:workspace/contacts/:contact") { _ in
            guard let contact = try answers.up().contact else { throw Failure.notFound("contact") }
            return try .json(contact)
        }
        self.router = router
    }

    func ready() async throws {}

    func stop() async { await database.close() }

    func tell(_ status: Conversation.Status, messages: Int64) async throws {
        let change = StatusChanged(status: status, by: Example.agent, lastSequence: messages)
        try await database.write { transaction in
            try log.append(
                .conversationStatus, to: .everyone, workspace: Example.workspace,
                place: Place(inbox: InboxID(rawValue: 70)),
                conversation: Example.conversation, visitor: Example.visitor, data: change, in: transaction)
        }
    }
}

/// Identity, the same way.
struct IdentityPeer: Service {
    let router: Router
    let answers = Shared(Answers())
    let log: EventLog
    private let database: Database

    init(context: ServiceContext) async throws {
        database = try context.database([Migration(version: 1, sql: EventLog.schema)])
        log = try await EventLog(.identity, in: database, context: context)
        var router = Router()
        log.register(on: &router)
        let answers = answers
        router.get("/internal/workspaces/:workspace") { _ in
            guard let workspace = try answers.up().workspace else { throw Failure.notFound("workspace") }
            return try .json(workspace)
        }
        self.router = router
    }

    func ready() async throws {}

    func stop() async { await database.close() }

    func ask(for requests: [MailRequest]) async throws {
        try await database.write { transaction in
            for request in requests {
                try log.append(
                    .mailRequested, to: .services, workspace: Example.workspace, data: request, in: transaction)
            }
        }
    }

    /// An event that asks for a mail in words that nobody knows.
    func askUnreadably() async throws {
        try await database.write { transaction in
            try log.append(
                .mailRequested, to: .services, workspace: Example.workspace, data: ["kind": "telegram"],
                in: transaction)
        }
    }
}

/// A value that a test changes while a server reads it.
final class Shared: Sendable {
    private let value: Mutex<Answers>
    private let asked = Mutex(0)

    init(_ value: Answers) { self.value = Mutex(value) }

    func set(_ change: (inout Answers) -> Void) { value.withLock { change(&$0) } }

    /// How often somebody asked.
    var count: Int { asked.withLock { $0 } }

    func up() throws -> Answers {
        asked.withLock { $0 += 1 }
        let answers = value.withLock { $0 }
        guard !answers.areDown else { throw Failure.unavailable("test.down", "Down for the test.") }
        return answers
    }
}

/// Notifications on a port of its own, beside its peers.
struct Running: Sendable {
    let service: TestService<Notifications>
    let peers: TestService<Peers>
    let identity: TestService<IdentityPeer>
    let folder: TemporaryFolder

    static func start(
        settings: [String: String] = [:], clock: TestClock = TestClock(), folder: TemporaryFolder = TemporaryFolder(),
        peersFolder: TemporaryFolder = TemporaryFolder(), identityFolder: TemporaryFolder = TemporaryFolder()
    ) async throws -> Running {
        let peers = try await TestService(Peers.self, clock: clock, folder: peersFolder)
        let identity = try await TestService(IdentityPeer.self, clock: clock, folder: identityFolder)
        let addresses = [
            "MAJLIS_CONVERSATIONS_URL": peers.address, "MAJLIS_CONTACTS_URL": peers.address,
            "MAJLIS_IDENTITY_URL": identity.address, "MAJLIS_PUBLIC_URL": "https://chat.example.com",
        ]
        let service = try await TestService(
            Notifications.self, settings: addresses.merging(settings) { $1 }, clock: clock, folder: folder)
        return Running(service: service, peers: peers, identity: identity, folder: folder)
    }

    func stop() async {
        await service.stop()
        await peers.stop()
        await identity.stop()
    }

    /// What identity does when somebody's account needs a mail.
    func ask(_ requests: MailRequest...) async throws {
        try await identity.program.ask(for: requests)
    }

    /// Closes the conversation with so many messages in it, and opens it again at once when told to.
    func close(_ messages: Int64, reopening: Bool = false) async throws {
        try await peers.program.tell(.closed, messages: messages)
        if reopening { try await peers.program.tell(.open, messages: messages) }
    }

    /// Moves the clock, and lets the worker look at it.
    func advance(_ duration: Duration) async {
        service.clock.advance(by: duration)
        await service.program.worker.tick()
    }

    /// The mails in the outbox, by the names of their files.
    func outbox() throws -> [MailReader] {
        try folder.names(in: "outbox").map { try MailReader(folder.bytes(of: "outbox/\($0)") ?? []) }
    }

    /// The number that a line of `/metrics` ends in.
    func metric(_ start: String) async throws -> Int {
        let lines = try await service.call(.get, "/metrics").text.split(separator: "\n")
        return lines.first { $0.hasPrefix(start) }.flatMap { $0.split(separator: " ").last.flatMap { Int($0) } } ?? 0
    }

    func happened(_ outcome: String, times: Int = 1, kind: MailKind = .summary) async throws {
        try await eventually("\(times) mails are \(outcome)") { try await count(outcome, kind: kind) >= times }
    }

    func count(_ outcome: String, kind: MailKind = .summary) async throws -> Int {
        try await metric("majlis_mails_total{kind=\"\(kind)\",outcome=\"\(outcome)\"}")
    }
}
