import Glibc
import HTTP
import JSON
import Loop
import Server
import ServiceKit
import Storage
import Synchronization
import WireModel

@testable import Contacts

/// Contacts on a port of its own, beside a conversations log that the test writes.
struct Running: Sendable {
    let contacts: RunningService<Contacts>
    let conversations: RunningService<LogOnly>
    let context: ServiceContext
    private let client: HTTPClient
    private let folder: String

    static let workspace = WorkspaceID(rawValue: 7)
    static let inbox = InboxID(rawValue: 70)

    static func start(folder: String = temporaryFolder()) async throws -> Running {
        let loop = EventLoop(name: "contacts-test")
        let log = Log(service: "test", level: .error)
        let settings = ["MAJLIS_KEY": String(repeating: "k", count: 40), "MAJLIS_DATA": folder]
        let conversations = try await RunningService(
            LogOnly.self,
            context: ServiceContext(
                name: "conversations", configuration: Configuration(settings), log: log, loops: [loop]),
            host: "127.0.0.1", port: 0)
        let peers = ["MAJLIS_CONVERSATIONS_URL": "http://127.0.0.1:\(conversations.port)"]
        let context = try ServiceContext(
            name: "contacts", configuration: Configuration(settings.merging(peers) { $1 }), log: log, loops: [loop])
        let contacts = try await RunningService(Contacts.self, context: context, host: "127.0.0.1", port: 0)
        return Running(
            contacts: contacts, conversations: conversations, context: context, client: HTTPClient(loop: loop),
            folder: folder)
    }

    func stop() async {
        await contacts.stop()
        await conversations.stop()
        client.close()
    }

    static func temporaryFolder() -> String {
        var template = Array("/tmp/majlis-contacts-XXXXXX".utf8CString)
        return String(cString: mkdtemp(&template))
    }

    /// A request as the gateway or a service makes it.
    func send(
        _ method: HTTP.Method, _ path: String, body: (any Encodable & Sendable)? = nil, as principal: Principal? = nil
    ) async throws -> (status: Int, bytes: [UInt8]) {
        var headers = Headers()
        headers.set("Majlis-Service", context.key.serviceAssertion(now: context.now()))
        if let principal {
            headers.set("Majlis-Principal", try context.key.assertion(of: principal, now: context.now()))
        }
        let bytes = try body.map { try JSON.encode($0) } ?? []
        let response = try await client.send(
            ClientRequest(
                method, host: "127.0.0.1", port: contacts.port, target: path, headers: headers, body: bytes),
            deadline: .seconds(10))
        return (response.status.rawValue, try await response.collect(upTo: 1 << 20))
    }

    func call<Answer: Decodable>(
        _ method: HTTP.Method, _ path: String, body: (any Encodable & Sendable)? = nil, as principal: Principal? = nil,
        expecting: Answer.Type
    ) async throws -> Answer {
        let (status, bytes) = try await send(method, path, body: body, as: principal)
        guard status < 300 else { throw try JSON.decode(Failure.self, from: bytes) }
        return try JSON.decode(Answer.self, from: bytes)
    }

    func match(
        _ visitor: Int64, name: String? = nil, email: String? = nil, phone: String? = nil,
        in workspace: WorkspaceID = workspace
    ) async throws -> Contact {
        try await call(
            .post, "/internal/workspaces/\(workspace)/contacts/match",
            body: ContactMatch(
                visitor: VisitorID(rawValue: visitor),
                details: VisitorDetails(name: name, email: email, phone: phone), language: .arabic),
            expecting: Contact.self)
    }

    func contact(_ id: ContactID, in workspace: WorkspaceID = workspace) async throws -> Contact {
        try await call(.get, "/internal/workspaces/\(workspace)/contacts/\(id)", expecting: Contact.self)
    }

    /// The events that contacts told so far.
    func events() async throws -> [EventLine] {
        let bytes = try await send(.get, "/internal/workspaces/\(Self.workspace)/events").bytes
        return try bytes.split(separator: UInt8(ascii: "\n")).map { try EventLine(Array($0)) }
    }

    static let member = Principal(
        workspace: workspace, subject: .member(MemberID(rawValue: 1), .agent), inboxes: .only([inbox]), name: "Huda",
        language: .arabic)
    static let stranger = Principal(
        workspace: WorkspaceID(rawValue: 8), subject: .member(MemberID(rawValue: 2), .owner), inboxes: .all,
        name: "Omar", language: .english)
    static let visitor = Principal(
        workspace: workspace, subject: .visitor(VisitorID(rawValue: 5), inbox), inboxes: .only([inbox]), name: "",
        language: .arabic)
}

/// A service that is nothing but the conversations' log.
struct LogOnly: Service {
    let router: Router
    let database: Database
    let log: EventLog

    init(context: ServiceContext) async throws {
        database = try context.database([Migration(version: 1, sql: EventLog.schema)])
        log = try await EventLog(.conversations, in: database, context: context)
        var router = Router()
        log.register(on: &router)
        self.router = router
    }

    func ready() async throws {}

    func stop() async { await database.close() }

    func say(_ body: String, from author: Author.Identity, at moment: Int64) async throws {
        let message = Message(
            id: MessageID(rawValue: moment), conversation: ConversationID(rawValue: 9), sequence: 1, kind: .reply,
            author: Author(author, name: ""), body: body, clientId: 1, sentAt: Timestamp(milliseconds: moment))
        try await database.write { transaction in
            try log.append(
                .messageCreated, to: .everyone, workspace: Running.workspace, inbox: Running.inbox,
                conversation: message.conversation, visitor: VisitorID(rawValue: 1),
                data: MessageCreated(message: message, status: .open), in: transaction)
        }
    }

    func begin(_ contact: ContactID) async throws {
        let moment = Timestamp(milliseconds: 1)
        let conversation = Conversation(
            id: ConversationID(rawValue: 9), inbox: Running.inbox, contact: contact, contactName: "",
            visitor: VisitorID(rawValue: 1), language: .arabic, status: .open, assignee: nil, lastSequence: 0,
            teamRead: 0, visitorRead: 0, lastMessage: nil, createdAt: moment, updatedAt: moment, waitingSince: nil)
        try await database.write { transaction in
            try log.append(
                .conversationCreated, to: .agents, workspace: Running.workspace, inbox: Running.inbox,
                conversation: conversation.id, visitor: conversation.visitor, data: conversation, in: transaction)
        }
    }
}
