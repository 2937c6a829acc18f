import Glibc
import HTTP
import JSON
import Loop
import Server
import ServiceKit
import Synchronization
import Testing
import WireModel

@testable import Identity

/// The real service on a port of its own with a temporary data folder and a clock moved by hand, and a client to ask it.
final class Harness: Sendable {
    static let password = "a long enough password"

    let clock = Clock()
    let port: Int
    private let running: RunningService<Identity>
    private let loop = EventLoop(name: "test")
    private let client: HTTPClient
    private let key: DeploymentKey
    private let log: Log

    /// Starts a service, hands it to `body` and takes it down.
    static func run(_ body: (Harness) async throws -> Void) async throws {
        let folder = temporaryFolder()
        let harness = try await Harness(folder: folder)
        let result: Result<Void, any Error>
        do { result = .success(try await body(harness)) } catch { result = .failure(error) }
        await harness.stop()
        removeFolder(folder)
        try result.get()
    }

    private init(folder: String) async throws {
        let configuration = Configuration([
            "MAJLIS_DATA": folder, "MAJLIS_KEY": "0123456789abcdef0123456789abcdef",
        ])
        let clock = clock
        log = Log(service: "identity", level: .error)
        let context = try ServiceContext(
            name: "identity", configuration: configuration, log: log, loops: [loop], now: { clock.now })
        running = try await RunningService(Identity.self, context: context, host: "127.0.0.1", port: 0)
        client = HTTPClient(loop: loop)
        port = running.port
        key = try configuration.deploymentKey()
    }

    private func stop() async {
        client.close()
        await running.stop()
        log.close()
        loop.stop()
    }

    // MARK: Asking

    func call(_ method: HTTP.Method, _ path: String, _ json: String? = nil, as principal: Principal? = nil) async throws -> Answer {
        var headers = Headers()
        if let principal {
            headers.set("Majlis-Principal", try key.assertion(of: principal, now: clock.now))
        }
        if path.hasPrefix("/internal/") { headers.set("Majlis-Service", key.serviceAssertion(now: clock.now)) }
        if json != nil { headers.set("Content-Type", "application/json") }
        let request = ClientRequest(
            method, host: "127.0.0.1", port: port, target: path, headers: headers, body: Array((json ?? "").utf8))
        let response = try await client.send(request, deadline: .seconds(30))
        return Answer(
            status: response.status.rawValue, retryAfter: response.headers["Retry-After"],
            bytes: try await response.collect(upTo: 1 << 20))
    }

    func call(
        _ method: HTTP.Method, _ path: String, sending value: some Encodable, as principal: Principal? = nil
    ) async throws -> Answer {
        try await call(method, path, String(decoding: try JSON.encode(value), as: UTF8.self), as: principal)
    }

    /// A request without any proof; the status of its answer.
    func unsigned(_ method: HTTP.Method, _ path: String) async throws -> Int {
        let request = ClientRequest(method, host: "127.0.0.1", port: port, target: path)
        let response = try await client.send(request, deadline: .seconds(30))
        _ = try await response.collect(upTo: 1 << 20)
        return response.status.rawValue
    }

    // MARK: Things that most tests begin with

    func signUp(_ email: String = "sara@example.com", workspace: String = "Dates & Co") async throws -> SessionGrant {
        let answer = try await call(.post, "/internal/sign-up", sending: SignUp.example(email: email, workspace: workspace))
        try #require(answer.status == 201, "\(answer.text)")
        return try answer.decoded()
    }

    func signIn(
        _ email: String, _ password: String = Harness.password, to workspace: WorkspaceID? = nil
    ) async throws -> Answer {
        try await call(
            .post, "/internal/sessions", sending: SignIn(email: email, password: password, workspace: workspace))
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

final class Clock: Sendable {
    private let state = Mutex(Timestamp("2026-01-10T12:00:00Z")!)

    var now: Timestamp { state.withLock { $0 } }

    func advance(_ duration: Duration) {
        state.withLock { $0 = $0 + duration }
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

private func temporaryFolder() -> String {
    var template = Array("/tmp/majlis-identity-XXXXXX".utf8CString)
    return String(cString: mkdtemp(&template))
}

private func removeFolder(_ folder: String) {
    for suffix in ["", "-wal", "-shm"] { unlink("\(folder)/identity.sqlite\(suffix)") }
    rmdir(folder)
}
