import HTTP
import JSON
import Server
import ServiceKit
import TestKit
import WireModel

@testable import Contacts
@testable import Conversations
@testable import Gateway
@testable import Identity

/// A whole deployment in this process: the three services with a store, and gateways before them.
struct House {
    let clock: TestClock
    let identity: TestService<Identity>
    let contacts: TestService<Contacts>
    let conversations: TestService<Conversations>
    let gateways: [TestService<Gateway>]

    var gateway: TestService<Gateway> { gateways[0] }

    /// - Parameters:
    ///   - gateways: How many stand side by side.
    ///   - settings: Of the gateways.
    static func open(
        gateways count: Int = 1, settings: [String: String] = [:], _ body: (House) async throws -> Void
    ) async throws {
        let clock = TestClock()
        try await TestService.start(Identity.self, clock: clock) { identity in
            try await TestService.start(Contacts.self, clock: clock) { contacts in
                let peers = ["MAJLIS_IDENTITY_URL": identity.address, "MAJLIS_CONTACTS_URL": contacts.address]
                try await TestService.start(Conversations.self, settings: peers, clock: clock) { conversations in
                    let house = House(
                        clock: clock, identity: identity, contacts: contacts, conversations: conversations, gateways: []
                    )
                    try await house.add(count, settings) { try await body($0) }
                }
            }
        }
    }

    private func add(
        _ count: Int, _ settings: [String: String], _ body: (House) async throws -> Void
    ) async throws {
        guard count > 0 else { return try await body(self) }
        try await withGateway(settings) { gateway in
            let house = House(
                clock: clock, identity: identity, contacts: contacts, conversations: conversations,
                gateways: gateways + [gateway])
            try await house.add(count - 1, settings, body)
        }
    }

    /// One more gateway, which follows the logs.
    func withGateway(
        _ settings: [String: String] = [:], _ body: (TestService<Gateway>) async throws -> Void
    ) async throws {
        let gateway = try await newGateway(settings)
        do {
            try await body(gateway)
        } catch {
            await gateway.stop()
            throw error
        }
        await gateway.stop()
    }

    /// As ``withGateway(_:_:)`` for a test that stops it itself.
    func newGateway(_ settings: [String: String] = [:]) async throws -> TestService<Gateway> {
        let peers = [
            "MAJLIS_IDENTITY_URL": identity.address, "MAJLIS_CONTACTS_URL": contacts.address,
            "MAJLIS_CONVERSATIONS_URL": conversations.address, "MAJLIS_WEB": webFolder,
        ]
        let gateway = try await TestService(
            Gateway.self, settings: peers.merging(settings) { $1 }, clock: clock, loops: 2)
        try await eventually("the gateway is ready") { try await gateway.call(.get, "/readyz").status == .ok }
        return gateway
    }
}

/// The pages, found from this file.
let webFolder = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" } + "/Services/Web"

/// A member's browser: a page of ours with a cookie.
final class TeamBrowser {
    let gateway: TestService<Gateway>
    var cookie: String?
    private(set) var session: Session?

    init(_ gateway: TestService<Gateway>) {
        self.gateway = gateway
    }

    /// The same person at another gateway.
    func moved(to gateway: TestService<Gateway>) -> TeamBrowser {
        let browser = TeamBrowser(gateway)
        browser.cookie = cookie
        browser.session = session
        return browser
    }

    var headers: Headers {
        var headers: Headers = ["Origin": gateway.address]
        if let cookie { headers.set("Cookie", "other=1; majlis_session=\(cookie)") }
        return headers
    }

    func call(_ method: HTTP.Method, _ path: String, body: (any Encodable)? = nil) async throws -> TestAnswer {
        let answer = try await gateway.call(method, "/api/v1\(path)", body: body, headers: headers)
        if let set = answer.headers["Set-Cookie"] { cookie = SessionCookie.token(in: set.firstPart, secure: false) }
        return answer
    }

    /// Makes a workspace of their own.
    static func signUp(
        _ gateway: TestService<Gateway>, email: String = "owner@example.com", workspace: String = "Shop"
    ) async throws -> TeamBrowser {
        let browser = TeamBrowser(gateway)
        let form = SignUp(
            workspaceName: workspace, name: "Owner", email: email, password: "a long password", language: .arabic)
        browser.session = try await browser.call(.post, "/sign-up", body: form).decode(Session.self)
        return browser
    }

    /// A colleague joins by a link.
    func invite(_ email: String, inboxes: InboxAccess = .all, to gateway: TestService<Gateway>? = nil) async throws
        -> TeamBrowser
    {
        let draft = InvitationDraft(role: .agent, inboxes: inboxes)
        let grant = try await call(.post, "/invitations", body: draft).decode(InvitationGrant.self)
        let browser = TeamBrowser(gateway ?? self.gateway)
        let form = InvitationAcceptance(
            token: grant.token, name: "Agent", email: email, password: "a long password", language: .arabic)
        browser.session = try await browser.call(.post, "/invitations/acceptance", body: form).decode(Session.self)
        return browser
    }

    var member: MemberID { session!.member.id }

    /// The workspace's first inbox.
    func inbox() async throws -> Inbox {
        try await call(.get, "/inboxes").decode(Page<Inbox>.self).items[0]
    }

    func socket(_ extra: Headers = [:]) async throws -> Line {
        var headers = headers
        for (name, value) in extra { headers.set(name, value) }
        return Line(try await gateway.webSocket("/api/v1/socket", headers: headers))
    }

    /// A socket that said hello.
    func online() async throws -> Line {
        let line = try await socket()
        _ = try await line.hello()
        return line
    }
}

/// A customer's browser on the widget of one inbox.
final class VisitorBrowser {
    let gateway: TestService<Gateway>
    let id: VisitorID
    let token: String

    init(_ gateway: TestService<Gateway>, inbox: InboxID, proof: String? = nil) async throws {
        let answer = try await gateway.call(
            .post, "/api/v1/widget/\(inbox)/visitor", body: proof.map { VisitorProof(token: $0) })
        let grant = try answer.decode(VisitorGrant.self)
        self.gateway = gateway
        (id, token) = (grant.visitor, grant.token)
    }

    private init(_ gateway: TestService<Gateway>, id: VisitorID, token: String) {
        (self.gateway, self.id, self.token) = (gateway, id, token)
    }

    func moved(to gateway: TestService<Gateway>) -> VisitorBrowser {
        VisitorBrowser(gateway, id: id, token: token)
    }

    func call(_ method: HTTP.Method, _ path: String, body: (any Encodable)? = nil) async throws -> TestAnswer {
        try await gateway.call(
            method, "/api/v1/widget\(path)", body: body, headers: ["Authorization": "Bearer \(token)"])
    }

    func start(
        _ body: String = "السلام عليكم", clientId: Int64 = 1, details: VisitorDetails = VisitorDetails(name: "Sara")
    ) async throws -> TestAnswer {
        let start = WidgetStart(
            details: details, language: .arabic, message: MessageDraft(clientId: clientId, body: body))
        return try await call(.post, "/conversations", body: start)
    }

    /// A conversation that they began.
    func conversation() async throws -> ConversationID {
        try await start().decode(WidgetConversationWithMessages.self).conversation.id
    }

    func socket() async throws -> Line {
        Line(try await gateway.webSocket("/api/v1/widget/socket"))
    }

    /// A socket that said hello.
    func online() async throws -> Line {
        let line = try await socket()
        _ = try await line.hello(token: token)
        return line
    }
}

extension String {
    /// What stands before the first semicolon.
    fileprivate var firstPart: String { String(prefix { $0 != ";" }) }
}

extension TestAnswer {
    var code: String { (try? failure.code) ?? "" }
}
