import HTTP
import JSON
import Server
import ServiceKit
import WireModel

/// Makes one shop's workspace as its people would: through the gateway's public API. What is there already stays.
struct DemoMaker {
    let gateway: Peer

    func make(_ shop: inout DemoShop) async throws {
        var owner = Browser(gateway: gateway)
        if try await !owner.signIn(shop.owner) { try await signUp(shop, with: &owner) }
        let inbox = try await inbox(of: shop, by: owner)
        shop.inbox = inbox.id
        try await invite(shop.agent, to: shop, by: owner)
        if shop.apiKey == nil { shop.apiKey = try await makeKey(by: owner) }
    }

    private func signUp(_ shop: DemoShop, with owner: inout Browser) async throws {
        let form = SignUp(
            workspaceName: shop.name, name: shop.owner.name, email: shop.owner.email, password: shop.owner.password,
            language: shop.language, timeZone: shop.language == .arabic ? "Asia/Riyadh" : "Asia/Beirut")
        do {
            try await owner.enter("/api/v1/sign-up", form)
        } catch let failure as Failure where failure.code == "email.taken" {
            throw ConfigurationFault(
                "The demo's \(shop.owner.email) exists with another password: its demo.json is gone."
            )
        }
    }

    private func inbox(of shop: DemoShop, by owner: Browser) async throws -> Inbox {
        let inboxes = try await owner.call(.get, "/api/v1/inboxes", expecting: Page<Inbox>.self)
        guard var inbox = inboxes.items.first else {
            return try await owner.call(.post, "/api/v1/inboxes", InboxDraft(name: shop.name), expecting: Inbox.self)
        }
        guard shop.inbox == nil else { return inbox }
        inbox.widget.title = shop.name
        inbox.widget.greeting = shop.greeting
        inbox.widget.colour = shop.colour
        let change = InboxChange(widget: inbox.widget)
        return try await owner.call(.patch, "/api/v1/inboxes/\(inbox.id)", change, expecting: Inbox.self)
    }

    private func invite(_ person: DemoShop.Person, to shop: DemoShop, by owner: Browser) async throws {
        var agent = Browser(gateway: gateway)
        guard try await !agent.signIn(person) else { return }
        let draft = InvitationDraft(email: person.email, role: .agent, inboxes: .all)
        let grant = try await owner.call(.post, "/api/v1/invitations", draft, expecting: InvitationGrant.self)
        let acceptance = InvitationAcceptance(
            token: grant.token, name: person.name, email: person.email, password: person.password,
            language: shop.language)
        try await agent.enter("/api/v1/invitations/acceptance", acceptance)
    }

    private func makeKey(by owner: Browser) async throws -> String {
        let draft = APIKeyDraft(name: "Demo", grants: .everything)
        return try await owner.call(.post, "/api/v1/api-keys", draft, expecting: APIKeyGrant.self).secret
    }
}

/// A person's browser in short: calls the gateway and keeps its cookie.
struct Browser {
    let gateway: Peer
    private(set) var member: MemberID?
    private var cookie: String?
    private var token: String?

    init(gateway: Peer) {
        self.gateway = gateway
    }

    /// False for an unknown person or a wrong password.
    mutating func signIn(_ person: DemoShop.Person) async throws -> Bool {
        do {
            try await enter("/api/v1/session", SignIn(email: person.email, password: person.password))
            return true
        } catch let failure as Failure where failure.kind == .unauthenticated {
            return false
        }
    }

    /// A form that is answered with a session.
    mutating func enter(_ path: String, _ form: some Encodable) async throws {
        let response = try await send(.post, path, try JSON.encode(form))
        member = try await Self.read(response, as: Session.self).member.id
        cookie = response.headers["Set-Cookie"].map { String($0.prefix { $0 != ";" }) }
    }

    /// Becomes a customer who has the widget of an inbox before them.
    mutating func visit(_ inbox: InboxID) async throws {
        token = try await call(
            .post, "/api/v1/widget/\(inbox)/visitor", VisitorProof(), expecting: VisitorGrant.self
        ).token
    }

    @discardableResult
    func call<Answer: Decodable>(
        _ method: Method, _ path: String, _ body: (some Encodable)? = [String]?.none, expecting: Answer.Type
    ) async throws -> Answer {
        try await Self.read(try await send(method, path, try body.map { try JSON.encode($0) } ?? []), as: Answer.self)
    }

    private func send(_ method: Method, _ path: String, _ body: [UInt8]) async throws -> ClientResponse {
        var headers: [(String, String)] = []
        if let cookie { headers.append(("Cookie", cookie)) }
        if let token { headers.append(("Authorization", "Bearer \(token)")) }
        if !body.isEmpty { headers.append(("Content-Type", "application/json")) }
        return try await gateway.forward(method, path, headers: headers, body: body, as: nil, requestID: "")
    }

    private static func read<Answer: Decodable>(_ response: ClientResponse, as: Answer.Type) async throws -> Answer {
        let bytes = try await response.collect(upTo: Peer.answerLimitBytes)
        guard response.status.rawValue < 300 else {
            throw try JSON.decode(Failure.self, from: bytes, unknownFields: .ignored)
        }
        return try JSON.decode(Answer.self, from: bytes, unknownFields: .ignored)
    }
}
