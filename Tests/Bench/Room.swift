import Glibc
import HTTP
import TestKit
import WireModel

/// A workspace with its owner signed in and its first inbox.
struct Room: Sendable {
    let owner: Teammate
    let inbox: InboxID

    /// Signs up.
    static func make(in deployment: Deployment) async throws -> Room {
        let owner = try await deployment.signUp(newAddress())
        return Room(owner: owner, inbox: try await deployment.inbox(of: owner).id)
    }

    static func make(count: Int, in deployment: Deployment) async throws -> [Room] {
        var rooms: [Room] = []
        for _ in 0..<count { rooms.append(try await make(in: deployment)) }
        return rooms
    }

    func visitor() async throws -> Customer { try await Customer(client: owner.client, inbox: inbox) }

    /// A visitor who has written their first message, and the agent who reads it.
    func seat() async throws -> Seat {
        let customer = try await visitor()
        let started = try await customer.start("السلام عليكم", name: "ليلى", email: newAddress())
        return Seat(cookie: owner.cookie, token: customer.grant.token, conversation: started.conversation.id)
    }

    /// A colleague who joins by an invitation.
    func invite() async throws -> Teammate {
        let grant = try await owner.call(
            .post, "invitations", body: InvitationDraft(role: .agent, inboxes: .all), expecting: InvitationGrant.self)
        let form = InvitationAcceptance(
            token: grant.token, name: "سلمى", email: newAddress(), password: "a long password", language: .arabic)
        return try Teammate(
            client: owner.client,
            answer: try await owner.client.call(.post, "/api/v1/invitations/acceptance", body: form))
    }
}

/// An agent and a visitor with a conversation.
struct Seat: Sendable {
    let cookie: String
    let token: String
    let conversation: ConversationID
}

/// An e-mail address that nobody had before.
private func newAddress() -> String { "bench-\(getpid())-\(nanoseconds())@example.com" }

private let messageText = "هل يصل الطلب إلى جدة قبل نهاية الأسبوع؟ رقم الطلب 10024، وشكرا لكم"

/// The frame in which a visitor sends a message of a usual length (some 120 bytes of text).
func messageFrame(_ conversation: ConversationID, clientID: Int64) -> [UInt8] {
    let fields =
        #""id":\#(clientID),"conversation":"\#(conversation)","clientId":\#(clientID),"body":"\#(messageText)""#
    return Array(#"{"type":"send",\#(fields)}"#.utf8)
}
