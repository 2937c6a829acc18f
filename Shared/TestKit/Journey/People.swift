public import HTTP
import Loop
public import WireModel

/// A member of the team in a browser, in short: a cookie and the public API.
public struct Teammate: Sendable {
    /// Leads to one of the gateways; it may be exchanged for another one's.
    public var client: TestClient
    public let session: Session
    public let cookie: String

    public var workspace: WorkspaceID { session.workspace.id }

    public init(client: TestClient, answer: TestAnswer) throws {
        try answer.require(answer.status == .created)
        self.client = client
        session = try answer.decode(Session.self)
        cookie = String((answer.headers["Set-Cookie"] ?? "").prefix { $0 != ";" })
    }

    public func call(_ method: HTTP.Method, _ path: String, body: (any Encodable)? = nil) async throws -> TestAnswer {
        try await client.call(method, "/api/v1/\(path)", body: body, headers: ["Cookie": cookie])
    }

    public func call<Answer: Decodable>(
        _ method: HTTP.Method, _ path: String, body: (any Encodable)? = nil, expecting: Answer.Type
    ) async throws -> Answer {
        let answer = try await call(method, path, body: body)
        try answer.require(answer.status.rawValue < 300, "\(path): ")
        return try answer.decode(Answer.self)
    }

    public func messages(of conversation: ConversationID) async throws -> [Message] {
        try await allMessages {
            try await call(.get, "conversations/\(conversation)/messages?\($0)", expecting: Page<Message>.self)
        }
    }
}

/// A customer's browser, in short: a visitor's token and the public API.
public struct Customer: Sendable {
    public let client: TestClient
    public let inbox: InboxID
    public let grant: VisitorGrant

    public init(client: TestClient, inbox: InboxID) async throws {
        self.client = client
        self.inbox = inbox
        let answer = try await client.call(.post, "/api/v1/widget/\(inbox)/visitor")
        try answer.require(answer.status == .created)
        grant = try answer.decode(VisitorGrant.self)
    }

    public func call(_ method: HTTP.Method, _ path: String, body: (any Encodable)? = nil) async throws -> TestAnswer {
        try await client.call(
            method, "/api/v1/widget/\(path)", body: body, headers: ["Authorization": "Bearer \(grant.token)"])
    }

    public func start(
        _ text: String, name: String = "Layla", email: String? = "layla@example.com", clientId: Int64 = 1
    ) async throws -> WidgetConversationWithMessages {
        let start = WidgetStart(
            details: VisitorDetails(name: name, email: email), language: .arabic,
            message: MessageDraft(clientId: clientId, body: text))
        let answer = try await call(.post, "conversations", body: start)
        try answer.require(answer.status.rawValue < 300)
        return try answer.decode(WidgetConversationWithMessages.self)
    }

    public func messages(of conversation: ConversationID) async throws -> [Message] {
        try await allMessages { page in
            let answer = try await call(.get, "conversations/\(conversation)/messages?\(page)")
            try answer.require(answer.status == .ok)
            return try answer.decode(Page<Message>.self)
        }
    }
}

/// Every message of a conversation, page after page.
private func allMessages(_ page: (String) async throws -> Page<Message>) async throws -> [Message] {
    var messages: [Message] = []
    while true {
        let next = try await page("after=\(messages.last?.sequence ?? 0)&limit=200").items
        if next.isEmpty { return messages }
        messages += next
    }
}

extension Deployment {
    public var edge: TestClient { TestClient(port: port(.gateway), on: loop) }

    public func signUp(_ email: String = "noura@palm.example") async throws -> Teammate {
        let form = SignUp(
            workspaceName: "متجر النخلة", name: "نورة", email: email, password: "a long password", language: .arabic,
            timeZone: "Asia/Riyadh")
        let edge = edge
        return try Teammate(client: edge, answer: try await edge.call(.post, "/api/v1/sign-up", body: form))
    }

    public func inbox(of owner: Teammate) async throws -> Inbox {
        let inboxes = try await owner.call(.get, "inboxes", expecting: Page<Inbox>.self).items
        guard let first = inboxes.first else { throw NeverHappened(description: "A new workspace has no inbox.") }
        return first
    }

    /// A workspace with a customer who has just written.
    public func conversation() async throws -> (owner: Teammate, customer: Customer, conversation: ConversationID) {
        let owner = try await signUp()
        let customer = try await Customer(client: edge, inbox: try await inbox(of: owner).id)
        let started = try await customer.start("السلام عليكم")
        return (owner, customer, started.conversation.id)
    }
}

extension TestAnswer {
    /// - Throws: ``NeverHappened`` with the answer's text.
    fileprivate func require(_ condition: Bool, _ what: String = "") throws {
        if !condition { throw NeverHappened(description: "\(what)\(status.rawValue) \(text)") }
    }
}
