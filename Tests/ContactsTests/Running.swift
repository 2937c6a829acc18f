import HTTP
import JSON
import Server
import ServiceKit
import Storage
import TestKit
import WireModel

@testable import Contacts

/// Contacts on a port of its own, beside a conversations log that the test writes.
struct Running: Sendable {
    let contacts: TestService<Contacts>
    let conversations: TestService<LogOnly>

    static let workspace = WorkspaceID(rawValue: 7)
    static let inbox = InboxID(rawValue: 70)

    static func start(
        folder: TemporaryFolder = TemporaryFolder(), logFolder: TemporaryFolder = TemporaryFolder()
    ) async throws -> Running {
        let conversations = try await TestService(LogOnly.self, folder: logFolder)
        let contacts = try await TestService(
            Contacts.self, settings: ["MAJLIS_CONVERSATIONS_URL": conversations.address], folder: folder)
        return Running(contacts: contacts, conversations: conversations)
    }

    func stop() async {
        await contacts.stop()
        await conversations.stop()
    }

    /// A request as the gateway or a service makes it.
    func send(
        _ method: HTTP.Method, _ path: String, body: (any Encodable)? = nil, as principal: Principal? = nil
    ) async throws -> (status: Int, bytes: [UInt8]) {
        let answer = try await contacts.call(method, path, body: body, as: principal)
        return (answer.status.rawValue, answer.bytes)
    }

    func call<Answer: Decodable>(
        _ method: HTTP.Method, _ path: String, body: (any Encodable)? = nil, as principal: Principal? = nil,
        expecting: Answer.Type
    ) async throws -> Answer {
        let (status, bytes) = try await send(method, path, body: body, as: principal)
        guard status < 300 else { throw try JSON.decode(Failure.self, from: bytes) }
        return try JSON.decode(Answer.self, from: bytes)
    }

    func match(
        _ visitor: Int64, name: String? = nil, email: String? = nil, phone: String? = nil,
        as identity: VisitorIdentity? = nil, at inbox: InboxID = inbox, in workspace: WorkspaceID = workspace
    ) async throws -> Contact {
        try await call(
            .post, "/internal/workspaces/\(workspace)/contacts/match",
            body: ContactMatch(
                visitor: VisitorID(rawValue: visitor), inbox: inbox,
                details: VisitorDetails(name: name, email: email, phone: phone), language: .arabic, identity: identity),
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

    static let member = Principal.member(1, .agent, workspace: 7, inboxes: .only([inbox]))
    static let stranger = Principal.member(2, .owner, workspace: 8)
    static let visitor = Principal.visitor(5, inbox: inbox, workspace: 7)
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
                .messageCreated, to: .everyone, workspace: Running.workspace, place: Place(inbox: Running.inbox),
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
                .conversationCreated, to: .agents, workspace: Running.workspace, place: Place(inbox: Running.inbox),
                conversation: conversation.id, visitor: conversation.visitor, data: conversation, in: transaction)
        }
    }
}
