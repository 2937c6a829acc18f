import HTTP
import JSON
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Identity

/// The real service on a port of its own with a temporary data folder and a clock moved by hand, and what most tests
/// ask of it.
struct Harness: Sendable {
    static let password = "a long enough password"

    let service: TestService<Identity>
    var clock: TestClock { service.clock }

    /// Starts a service, hands it to `body` and takes it down.
    static func run(
        settings: [String: String] = [:], folder: TemporaryFolder = TemporaryFolder(),
        _ body: (Harness) async throws -> Void
    ) async throws {
        try await TestService.start(Identity.self, settings: settings, folder: folder) {
            try await body(Harness(service: $0))
        }
    }

    // MARK: Asking

    /// - Parameter json: The body as it is, right or wrong.
    func call(
        _ method: HTTP.Method, _ path: String, _ json: String? = nil, as principal: Principal? = nil
    ) async throws -> Answer {
        Answer(try await service.send(method, path, bytes: json.map { Array($0.utf8) }, as: principal))
    }

    func call(
        _ method: HTTP.Method, _ path: String, sending value: any Encodable, as principal: Principal? = nil,
        headers: Headers = [:]
    ) async throws -> Answer {
        Answer(try await service.call(method, path, body: value, as: principal, headers: headers))
    }

    /// A request without any proof; the status of its answer.
    func unsigned(_ method: HTTP.Method, _ path: String) async throws -> Int {
        try await service.send(method, path, bytes: nil, internal: false).status.rawValue
    }

    // MARK: Things that most tests begin with

    func signUp(_ email: String = "sara@example.com", workspace: String = "Dates & Co") async throws -> SessionGrant {
        let answer = try await call(
            .post, "/internal/sign-up", sending: SignUp.example(email: email, workspace: workspace))
        try #require(answer.status == 201, "\(answer.text)")
        return try answer.decoded()
    }

    func signIn(
        _ email: String, _ password: String = Harness.password, to workspace: WorkspaceID? = nil,
        from address: String? = nil
    ) async throws -> Answer {
        try await call(
            .post, "/internal/sessions", sending: SignIn(email: email, password: password, workspace: workspace),
            headers: address.map { ["Majlis-Client-Address": $0] } ?? [:])
    }

    func resolve(_ token: String) async throws -> Answer {
        try await call(.post, "/internal/sessions/resolution", sending: SecretHash(token: token))
    }

    func resolveKey(_ secret: String) async throws -> Answer {
        try await call(.post, "/internal/keys/resolution", sending: SecretHash(token: secret))
    }

    /// The principal that the gateway would make of this session now.
    func principal(_ grant: SessionGrant) async throws -> Principal {
        try await resolve(grant.token).decoded(as: ResolvedPrincipal.self).principal
    }

    func owner(_ email: String = "sara@example.com", workspace: String = "Dates & Co") async throws -> Principal {
        try await principal(try await signUp(email, workspace: workspace))
    }

    func invite(
        by principal: Principal, email: String? = nil, role: Role = .agent, inboxes: InboxAccess = .all
    ) async throws -> InvitationGrant {
        let draft = InvitationDraft(email: email, role: role, inboxes: inboxes)
        let answer = try await call(.post, "/v1/invitations", sending: draft, as: principal)
        try #require(answer.status == 201, "\(answer.text)")
        return try answer.decoded()
    }

    func accept(
        _ token: String, email: String, name: String = "Omar", password: String = Harness.password
    ) async throws -> Answer {
        try await call(
            .post, "/internal/invitations/acceptance",
            sending: InvitationAcceptance(
                token: token, name: name, email: email, password: password, language: .arabic))
    }

    /// Another member of the inviter's workspace, signed in.
    func member(
        invitedBy inviter: Principal, _ email: String, role: Role = .agent, inboxes: InboxAccess = .all
    ) async throws -> Principal {
        let invitation = try await invite(by: inviter, role: role, inboxes: inboxes)
        return try await principal(try await accept(invitation.token, email: email).decoded())
    }

    /// Every event of the workspace so far.
    func events(of workspace: WorkspaceID, after: Int64 = 0) async throws -> [EventLine] {
        let answer = try await call(.get, "/internal/workspaces/\(workspace)/events?after=\(after)")
        return try answer.bytes.split(separator: UInt8(ascii: "\n")).map { try EventLine(Array($0)) }
    }
}

struct Answer: Sendable {
    var status: Int
    var retryAfter: String?
    var bytes: [UInt8]

    init(_ answer: TestAnswer) {
        status = answer.status.rawValue
        retryAfter = answer.headers["Retry-After"]
        bytes = answer.bytes
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
    /// The problem's code; the answer's text when it is no problem.
    var code: String { (try? JSON.decode(Failure.self, from: bytes))?.code ?? text }
    /// `field code` of each entry.
    var fields: [String] {
        (try? JSON.decode(Failure.self, from: bytes))?.fields.map { "\($0.field) \($0.code)" } ?? []
    }

    func decoded<T: Decodable>(as type: T.Type = T.self) throws -> T {
        try JSON.decode(type, from: bytes)
    }
}

extension Duration {
    static func days(_ count: Int64) -> Duration { .seconds(count * 86_400) }
    static func hours(_ count: Int64) -> Duration { .seconds(count * 3600) }
}

extension SecretHash {
    init(token: String) {
        self.init(hash: Base64URL.encode(Secret.hash(token)))
    }
}

extension SignUp {
    static func example(
        email: String = "sara@example.com", workspace: String = "Dates & Co", name: String = "سارة",
        password: String = Harness.password, timeZone: String? = nil
    ) -> SignUp {
        SignUp(
            workspaceName: workspace, name: name, email: email, password: password, language: .arabic,
            timeZone: timeZone)
    }
}
