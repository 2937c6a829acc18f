import HTTP
import Loop
import TestKit
import Testing
import WireModel

/// A member of the team in a browser, in short: a cookie and the public API.
struct Teammate: Sendable {
    let client: TestClient
    let session: Session
    let cookie: String

    var workspace: WorkspaceID { session.workspace.id }

    init(client: TestClient, answer: TestAnswer) throws {
        try #require(answer.status == .created, "\(answer.text)")
        self.client = client
        session = try answer.decode(Session.self)
        cookie = String(try #require(answer.headers["Set-Cookie"]).prefix { $0 != ";" })
    }

    func call(_ method: HTTP.Method, _ path: String, body: (any Encodable)? = nil) async throws -> TestAnswer {
        try await client.call(method, "/api/v1/\(path)", body: body, headers: ["Cookie": cookie])
    }

    func call<Answer: Decodable>(
        _ method: HTTP.Method, _ path: String, body: (any Encodable)? = nil, expecting: Answer.Type
    ) async throws -> Answer {
        let answer = try await call(method, path, body: body)
        try #require(answer.status.rawValue < 300, "\(path): \(answer.text)")
        return try answer.decode(Answer.self)
    }

    func messages(of conversation: ConversationID) async throws -> [Message] {
        try await allMessages {
            try await call(.get, "conversations/\(conversation)/messages?\($0)", expecting: Page<Message>.self)
        }
    }
}

/// A customer's browser, in short: a visitor's token and the public API.
struct Customer: Sendable {
    let client: TestClient
    let inbox: InboxID
    let grant: VisitorGrant

    init(client: TestClient, inbox: InboxID) async throws {
        self.client = client
        self.inbox = inbox
        let answer = try await client.call(.post, "/api/v1/widget/\(inbox)/visitor")
        try #require(answer.status == .created, "\(answer.text)")
        grant = try answer.decode(VisitorGrant.self)
    }

    func call(_ method: HTTP.Method, _ path: String, body: (any Encodable)? = nil) async throws -> TestAnswer {
        try await client.call(
            method, "/api/v1/widget/\(path)", body: body, headers: ["Authorization": "Bearer \(grant.token)"])
    }

    func start(
        _ text: String, name: String = "Layla", email: String? = "layla@example.com", clientId: Int64 = 1
    ) async throws -> WidgetConversationWithMessages {
        let start = WidgetStart(
            details: VisitorDetails(name: name, email: email), language: .arabic,
            message: MessageDraft(clientId: clientId, body: text))
        let answer = try await call(.post, "conversations", body: start)
        try #require(answer.status.rawValue < 300, "\(answer.text)")
        return try answer.decode(WidgetConversationWithMessages.self)
    }

    func messages(of conversation: ConversationID) async throws -> [Message] {
        try await allMessages { page in
            let answer = try await call(.get, "conversations/\(conversation)/messages?\(page)")
            try #require(answer.status == .ok, "\(answer.text)")
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
    var edge: TestClient { TestClient(port: port(.gateway), on: loop) }

    func signUp(_ email: String = "noura@palm.example") async throws -> Teammate {
        let form = SignUp(
            workspaceName: "متجر النخلة", name: "نورة", email: email, password: "a long password", language: .arabic,
            timeZone: "Asia/Riyadh")
        let edge = edge
        return try Teammate(client: edge, answer: try await edge.call(.post, "/api/v1/sign-up", body: form))
    }

    func inbox(of owner: Teammate) async throws -> Inbox {
        try #require(try await owner.call(.get, "inboxes", expecting: Page<Inbox>.self).items.first)
    }

    /// A workspace with a customer who has just written.
    func conversation() async throws -> (owner: Teammate, customer: Customer, conversation: ConversationID) {
        let owner = try await signUp()
        let customer = try await Customer(client: edge, inbox: try await inbox(of: owner).id)
        let started = try await customer.start("السلام عليكم")
        return (owner, customer, started.conversation.id)
    }
}
