import Glibc
import HTTP
import Loop
import WireModel

/// A workspace with its owner signed in and its first inbox.
struct Room: Sendable {
    let cookie: String
    let inbox: InboxID

    /// Signs up; `number` makes names of its own.
    static func make(_ number: Int, in deployment: Deployment) async throws -> Room {
        let name = "bench-\(getpid())-\(nanoseconds())-\(number)"
        let form = SignUp(
            workspaceName: name, name: "سلمى", email: "\(name)@example.com", password: "correct horse battery",
            language: .arabic)
        let (_, headers) = try await deployment.send(.post, "/api/v1/sign-up", form)
        let set = headers["Set-Cookie"] ?? ""
        let cookie = String(set.prefix { $0 != ";" }.drop { $0 != "=" }.dropFirst())
        let inboxes = try await deployment.call(
            .get, "/api/v1/inboxes", cookie: cookie, expecting: Page<Inbox>.self)
        guard let inbox = inboxes.items.first else { throw BenchFault("A new workspace has no inbox.") }
        return Room(cookie: cookie, inbox: inbox.id)
    }

    static func make(count: Int, in deployment: Deployment) async throws -> [Room] {
        var rooms: [Room] = []
        for number in 0..<count { rooms.append(try await make(number, in: deployment)) }
        return rooms
    }

    func visitor(in deployment: Deployment) async throws -> String {
        try await deployment.call(.post, "/api/v1/widget/\(inbox)/visitor", expecting: VisitorGrant.self).token
    }

    /// A visitor who has written their first message, and the agent who reads it.
    func seat(in deployment: Deployment) async throws -> Seat {
        let token = try await visitor(in: deployment)
        let start = WidgetStart(
            details: VisitorDetails(name: "ليلى", email: "layla-\(nanoseconds())@example.com", phone: "0501234567"),
            language: .arabic, message: MessageDraft(clientId: 1, body: "السلام عليكم"))
        let started = try await deployment.call(
            .post, "/api/v1/widget/conversations", start, token: token, expecting: WidgetConversationWithMessages.self)
        return Seat(cookie: cookie, token: token, conversation: started.conversation.id)
    }
}

/// An agent and a visitor with a conversation.
struct Seat: Sendable {
    let cookie: String
    let token: String
    let conversation: ConversationID
}

private let messageText = "هل يصل الطلب إلى جدة قبل نهاية الأسبوع؟ رقم الطلب 10024، وشكرا لكم"

/// The frame in which a visitor sends a message of a usual length (some 120 bytes of text).
func messageFrame(_ conversation: ConversationID, clientID: Int64) -> [UInt8] {
    let fields =
        #""id":\#(clientID),"conversation":"\#(conversation)","clientId":\#(clientID),"body":"\#(messageText)""#
    return Array(#"{"type":"send",\#(fields)}"#.utf8)
}
