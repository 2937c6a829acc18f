public import HTTP
import Loop
public import Server
public import ServiceKit
import Synchronization
public import WireModel

/// One real service in this process: its own loop, port, data folder and clock, and a client that calls it.
///
/// ```swift
/// try await TestService.start(Contacts.self) { contacts in
///     let answer = try await contacts.call(.get, "/v1/contacts", as: .owner)
///     #expect(answer.status == .ok)
/// }
/// ```
public final class TestService<Program: Service>: Sendable {
    public let program: Program
    public let port: Int
    public let folder: TemporaryFolder
    public let clock: TestClock
    public let client: TestClient
    private let running: RunningService<Program>
    private let log: Log
    private let loops: LoopGroup
    private let isStopped = Mutex(false)

    /// Starts the service, runs `body` and stops the service, whatever `body` does.
    ///
    /// - Parameters:
    ///   - settings: Above the defaults: a data folder, ``testKeyText``, and peers that nobody listens for.
    ///   - folder: To start again with what an earlier one stored.
    ///   - port: Only where a service has to come back at the same address; see ``ReservedPort``.
    ///   - loops: How many event loops its connections are spread over.
    public static func start<Result>(
        _ type: Program.Type = Program.self, settings: [String: String] = [:], clock: TestClock = TestClock(),
        folder: TemporaryFolder = TemporaryFolder(), port: Int = 0, loops: Int = 1,
        _ body: (TestService<Program>) async throws -> Result
    ) async throws -> Result {
        let service = try await TestService(
            type, settings: settings, clock: clock, folder: folder, port: port, loops: loops)
        do {
            let result = try await body(service)
            await service.stop()
            return result
        } catch {
            await service.stop()
            throw error
        }
    }

    /// As ``start(_:settings:clock:folder:port:loops:_:)`` for tests that need several at once; they must call
    /// ``stop()``.
    public init(
        _ type: Program.Type = Program.self, settings: [String: String] = [:], clock: TestClock = TestClock(),
        folder: TemporaryFolder = TemporaryFolder(), port: Int = 0, loops: Int = 1
    ) async throws {
        let name = "\(type)".lowercased()
        let values = Self.defaults(folder).merging(settings) { _, given in given }
        let loops = LoopGroup(count: loops, name: name)
        let log = Log(service: name, level: .error)
        let context = try ServiceContext(
            name: name, configuration: Configuration(values), log: log, loops: loops.loops, now: { clock.now })
        let running = try await RunningService(
            type, context: context, host: "127.0.0.1", port: port, limits: Self.patience)
        self.running = running
        self.loops = loops
        self.log = log
        self.folder = folder
        self.clock = clock
        program = running.program
        self.port = running.port
        client = TestClient(port: running.port, key: context.key, now: { clock.now }, on: context.loop)
    }

    /// For the settings of another service, such as `MAJLIS_CONTACTS_URL`.
    public var address: String { "http://127.0.0.1:\(port)" }

    /// See ``TestClient/call(_:_:body:as:internal:headers:)``.
    public func call(
        _ method: Method, _ path: String, body: (any Encodable)? = nil, as caller: Principal? = nil,
        internal: Bool? = nil, headers: Headers = [:]
    ) async throws -> TestAnswer {
        try await client.call(method, path, body: body, as: caller, internal: `internal`, headers: headers)
    }

    /// See ``TestClient/send(_:_:bytes:as:internal:headers:)``.
    public func send(
        _ method: Method, _ path: String, bytes: [UInt8]?, as caller: Principal? = nil, internal: Bool? = nil,
        headers: Headers = [:]
    ) async throws -> TestAnswer {
        try await client.send(method, path, bytes: bytes, as: caller, internal: `internal`, headers: headers)
    }

    public func webSocket(_ path: String, headers: Headers = [:]) async throws -> WebSocketClient {
        try await client.webSocket(path, headers: headers)
    }

    /// Drains the service as SIGTERM would, once: nothing answers on a loop that has ended.
    public func stop() async {
        let wasStopped = isStopped.withLock { wasStopped in
            defer { wasStopped = true }
            return wasStopped
        }
        guard !wasStopped else { return }
        client.close()
        await running.stop()
        log.close()
        loops.stop()
    }

    /// A machine that is slow, as under a sanitizer, is no hostile client.
    private static var patience: ServerLimits {
        var limits = ServerLimits()
        limits.headerTime = TestClient.deadline
        limits.bodyTime = TestClient.deadline
        limits.writeStall = TestClient.deadline * 10
        limits.webSocket.pongTime = TestClient.deadline
        return limits
    }

    private static func defaults(_ folder: TemporaryFolder) -> [String: String] {
        var values = ["MAJLIS_DATA": folder.path, "MAJLIS_KEY": testKeyText]
        for name in ["GATEWAY", "CONVERSATIONS", "CONTACTS", "IDENTITY", "NOTIFICATIONS"] {
            values["MAJLIS_\(name)_URL"] = "http://127.0.0.1:1"
        }
        return values
    }
}
