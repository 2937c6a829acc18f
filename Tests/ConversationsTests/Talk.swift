import HTTP
import JSON
import Server
import ServiceKit
import TestKit
import WireModel

@testable import Conversations

// What most tests begin with: an inbox, and a visitor who wrote.

extension Principal {
    static func visitor(_ id: Int64, of inbox: Inbox, workspace: Int64 = 1) -> Principal {
        .visitor(id, inbox: inbox.id, workspace: workspace)
    }
}

extension TestService where Program == Conversations {
    func inbox(_ name: String = "Sales", as owner: Principal = .owner) async throws -> Inbox {
        try await call(.post, "/v1/inboxes", body: InboxDraft(name: name), as: owner).decode(Inbox.self)
    }

    @discardableResult
    func start(
        _ visitor: Principal, clientId: Int64 = 1, _ body: String = "Hello", contact: Int64 = 1, name: String = "Sara"
    ) async throws -> (status: Status, conversation: WidgetConversation, messages: [Message]) {
        let start = ConversationStart(
            contact: ContactID(rawValue: contact), contactName: name, language: .arabic,
            message: MessageDraft(clientId: clientId, body: body))
        let answer = try await call(.post, "/v1/widget/conversations", body: start, as: visitor)
        let stored = try answer.decode(WidgetConversationWithMessages.self)
        return (answer.status, stored.conversation, stored.messages)
    }

    /// A conversation that a visitor began.
    func conversation(of visitor: Principal) async throws -> ConversationID {
        try await start(visitor).conversation.id
    }

    @discardableResult
    func send(
        _ body: String = "Hello", _ clientId: Int64, to conversation: ConversationID, as caller: Principal = .agent,
        kind: Message.Kind? = nil, attachments: [AttachmentID]? = nil
    ) async throws -> TestAnswer {
        let path = caller.isTeam ? "/v1/conversations" : "/v1/widget/conversations"
        return try await call(
            .post, "\(path)/\(conversation)/messages",
            body: MessageDraft(clientId: clientId, body: body, kind: kind, attachments: attachments), as: caller)
    }

    /// Sends a file ahead of its message.
    func upload(
        _ bytes: [UInt8], _ name: String?, to conversation: ConversationID, as caller: Principal = .agent
    ) async throws -> TestAnswer {
        let path = caller.isTeam ? "/v1/conversations" : "/v1/widget/conversations"
        let query = name.map { "?name=\(PercentEncoding.encode($0))" } ?? ""
        return try await send(
            .post, "\(path)/\(conversation)/attachments\(query)", bytes: bytes, as: caller,
            headers: ["Content-Type": "text/html"])
    }

    func download(_ id: AttachmentID, as caller: Principal = .agent) async throws -> TestAnswer {
        try await call(.get, "/v1/\(caller.isTeam ? "" : "widget/")attachments/\(id)", as: caller)
    }

    func messages(
        _ conversation: ConversationID, _ query: String = "", as caller: Principal = .agent
    ) async throws -> Page<Message> {
        let path = caller.isTeam ? "/v1/conversations" : "/v1/widget/conversations"
        return try await call(.get, "\(path)/\(conversation)/messages\(query)", as: caller).decode(Page<Message>.self)
    }

    func find(_ conversation: ConversationID, as caller: Principal = .agent) async throws -> Conversation {
        try await call(.get, "/v1/conversations/\(conversation)", as: caller).decode(Conversation.self)
    }

    func list(_ query: String = "", as caller: Principal = .agent) async throws -> Page<Conversation> {
        try await call(.get, "/v1/conversations\(query)", as: caller).decode(Page<Conversation>.self)
    }

    func counts(as caller: Principal) async throws -> ConversationCounts {
        try await call(.get, "/v1/conversations/counts", as: caller).decode(ConversationCounts.self)
    }

    /// Mine, unassigned, active and closed.
    func standing(as caller: Principal) async throws -> [Int] {
        let counts = try await counts(as: caller)
        return [counts.mine, counts.unassigned, counts.active, counts.closed]
    }

    @discardableResult
    func set(_ status: Conversation.Status, _ conversation: ConversationID, as caller: Principal = .agent) async throws
        -> TestAnswer
    {
        try await call(
            .put, "/v1/conversations/\(conversation)/status", body: StatusChange(status: status), as: caller)
    }

    func assign(_ member: MemberID?, _ conversation: ConversationID, as caller: Principal = .agent) async throws
        -> TestAnswer
    {
        try await call(
            .put, "/v1/conversations/\(conversation)/assignee", body: AssigneeChange(member: member), as: caller)
    }

    func markRead(_ sequence: Int64, _ conversation: ConversationID, as caller: Principal = .agent) async throws
        -> TestAnswer
    {
        let path = caller.isTeam ? "/v1/conversations" : "/v1/widget/conversations"
        return try await call(.put, "\(path)/\(conversation)/read", body: ReadMark(sequence: sequence), as: caller)
    }

    /// The log from its beginning up to the place it has now.
    func events() async throws -> [EventLine] {
        let response = try await client.stream("/internal/events?after=0")
        var rest: [UInt8] = []
        var head: Int64?
        var events: [EventLine] = []
        while head == nil || (events.last?.seq ?? 0) < head!,
            let piece = try await response.next(timeout: TestClient.deadline)
        {
            var parts = (rest + piece).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            rest = Array(parts.removeLast())
            for part in parts {
                if let greeting = try? JSON.decode(Greeting.self, from: Array(part)) {
                    head = head ?? greeting.head
                } else {
                    events.append(try EventLine(Array(part)))
                }
            }
        }
        response.cancel()
        return events
    }
}

private struct Greeting: Decodable {
    var epoch: String
    var head: Int64
}

extension TestAnswer {
    var code: String { (try? failure.code) ?? "" }

    /// What an upload was answered with.
    var file: Attachment {
        get throws { try decode(Attachment.self) }
    }
}
