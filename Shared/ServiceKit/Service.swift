import Glibc
import HTTP
public import Loop
public import Server
public import Storage
import Synchronization
public import WireModel

/// One of the five programs: a value that `main.swift` runs for good and that tests start on port 0.
public protocol Service: Sendable {
    /// Opens the store, makes the clients, starts to follow the logs it lives on.
    init(context: ServiceContext) async throws

    /// Every route. The kit adds `/healthz`, `/readyz` and `/metrics`.
    var router: Router { get }

    /// Returns when the service can do its work; else throws what is missing.
    func ready() async throws

    /// Called once, when no request is under way any more: stop following, close the store.
    func stop() async

    /// The largest body that a connection takes; what a route takes of it is the route's to say.
    static var bodyLimitBytes: Int { get }

    /// The last touch on every answer, failures and `/healthz` included: headers that all of them carry.
    func finish(_ response: inout Response, to request: Request)
}

extension Service {
    public static var bodyLimitBytes: Int { 16 << 20 }
    public func finish(_ response: inout Response, to request: Request) {}
}

/// What every service is given.
public struct ServiceContext: Sendable {
    public let name: String
    public let configuration: Configuration
    public let key: DeploymentKey
    public let log: Log
    public let metrics: Metrics
    public let loops: [EventLoop]
    public let ids: IdentifierSource
    /// The clock; tests move it by hand.
    public let now: @Sendable () -> Timestamp
    /// Who callers say they are, checked; one for all that the service is asked.
    let principals: AssertionCache
    /// What ends streams that would otherwise last for ever; done when draining begins.
    let drainActions = Actions()
    /// What is let go of after the program has stopped.
    let stopActions = Actions()

    public init(
        name: String, configuration: Configuration, log: Log, loops: [EventLoop],
        now: @escaping @Sendable () -> Timestamp = { Timestamp.now }
    ) throws {
        self.name = name
        self.configuration = configuration
        self.key = try configuration.deploymentKey()
        self.log = log
        self.metrics = Metrics()
        self.loops = loops
        self.ids = IdentifierSource(now: now)
        self.now = now
        self.principals = AssertionCache(key: key)
    }

    /// The loop for everything that is not a connection's own.
    public var loop: EventLoop { loops[0] }

    /// The principal of an assertion that stands in a body, checked as that of a header.
    /// - Throws: As ``DeploymentKey/principal(of:now:)``.
    public func principal(of assertion: String) throws(Failure) -> Principal {
        try principals.principal(of: assertion, now: now())
    }

    /// The assertion with which another service is asked on a bearer's behalf.
    public func assertion(of bearer: Bearer) throws -> String {
        try bearer.assertion(key: key, now: now())
    }

    /// What a caller is told of an error; what is our own fault or the store's is logged as well.
    public func failure(telling error: any Error, of request: Request) -> Failure {
        let told = Failure(describing: error)
        if told.kind == .fault || told.code.hasPrefix("storage.") {
            log.error(
                "A request failed.",
                [
                    "request.id": .string(request.requestID), "http.path": .string(request.path),
                    "error": .string("\(error)"),
                ])
        }
        return told
    }

    /// Opens the service's one database file, `<MAJLIS_DATA>/<name>.sqlite`.
    public func database(_ migrations: [Migration]) throws -> Database {
        try Database(path: "\(try dataFolder())/\(name).sqlite", migrations: migrations)
    }

    /// Opens `<MAJLIS_DATA>/<file>.sqlite`, which holds nothing that cannot be made again of the service's own
    /// database: it is not durable, and a file that is damaged or no longer fits is thrown away.
    /// - Parameter fits: Whether what the file holds is of any use.
    public func derivedDatabase(
        _ file: String, _ migrations: [Migration], fits: @escaping @Sendable (Storage.Connection) throws -> Bool
    ) async throws -> Database {
        let path = "\(try dataFolder())/\(file).sqlite"
        var configuration = DatabaseConfiguration()
        configuration.isDurable = false
        do {
            let database = try Database(path: path, migrations: migrations, configuration: configuration)
            if try await database.read(fits) { return database }
            await database.close()
        } catch StorageFault.corrupt(let detail) {
            log.error(
                "A derived database is damaged and made anew.", ["file": .string(path), "error": .string(detail)])
        } catch StorageFault.newer {
            log.info("A derived database is of a newer program and made anew.", ["file": .string(path)])
        }
        for suffix in ["", "-wal", "-shm"] { _ = unsafe unlink(path + suffix) }
        return try Database(path: path, migrations: migrations, configuration: configuration)
    }

    private func dataFolder() throws -> String {
        let folder = configuration.string("MAJLIS_DATA", default: "data")
        guard unsafe mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw ConfigurationFault("MAJLIS_DATA: the folder \(folder) cannot be made.")
        }
        return folder
    }

    /// A folder of the service's own beside its database.
    public func folder(_ name: String) throws -> String {
        let folder = configuration.string("MAJLIS_DATA", default: "data")
        for path in [folder, "\(folder)/\(name)"] {
            guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
                throw ConfigurationFault("MAJLIS_DATA: the folder \(path) cannot be made.")
            }
        }
        return "\(folder)/\(name)"
    }

    /// Another service, by the setting that says where it is: `peer("identity", port: 8083)` reads
    /// `MAJLIS_IDENTITY_URL`.
    public func peer(_ name: String, port: Int) throws -> Peer {
        let address = try configuration.peer("MAJLIS_\(name.uppercased())_URL", default: "http://127.0.0.1:\(port)")
        let peer = Peer(name: name, address: address, context: self)
        stopActions.add { peer.close() }
        return peer
    }

    public func atDrain(_ action: @escaping @Sendable () -> Void) {
        drainActions.add(action)
    }
}

/// Things to do at a moment that comes once.
final class Actions: Sendable {
    private let actions = Mutex<[@Sendable () -> Void]>([])

    func add(_ action: @escaping @Sendable () -> Void) {
        actions.withLock { $0.append(action) }
    }

    func run() {
        for action in actions.withLock({ $0 }) { action() }
    }
}

/// A service with its server.
public final class RunningService<Program: Service>: Sendable {
    public let program: Program
    public let port: Int
    private let server: HTTPServer
    private let context: ServiceContext

    /// How long requests under way may take once the process is told to stop.
    public static var drainGrace: Duration { .seconds(8) }

    /// Starts the program and listens. The listener opens last: a port that answers is a service that works.
    /// - Parameter limits: Of its server, as far as neither the program nor the settings know better.
    public init(
        _ type: Program.Type, context: ServiceContext, host: String, port: Int, limits: ServerLimits = ServerLimits()
    ) async throws {
        let program = try await Program(context: context)
        let endpoint = Endpoint(
            context: context, router: program.router, ready: { try await program.ready() },
            finish: { program.finish(&$0, to: $1) })
        var limits = limits
        limits.http.bodyBytes = Program.bodyLimitBytes
        limits.maxConnections = try context.configuration.integer(
            "MAJLIS_MAX_CONNECTIONS", default: limits.maxConnections, in: 16...1_000_000)
        let server = HTTPServer(loops: context.loops, limits: limits) { request in
            await endpoint.respond(to: request)
        }
        context.metrics.gauge("majlis_connections", help: "Open connections.") { Int64(server.connections) }
        do {
            if try !context.configuration.flag("MAJLIS_SHARED_PORT") {
                try Listener.requireVacancy(host: host, port: port)
            }
            self.port = try server.start(host: host, port: port)
        } catch let fault as ConfigurationFault {
            throw fault
        } catch {
            throw ConfigurationFault("\(context.name) cannot listen on \(host):\(port): \(error).")
        }
        self.program = program
        self.server = server
        self.context = context
    }

    public func stop() async {
        context.drainActions.run()
        await server.drain(grace: Self.drainGrace)
        await program.stop()
        context.stopActions.run()
    }
}

/// Runs a program until SIGTERM or SIGINT, then drains it and exits 0. A setting that is wrong ends the process with
/// one sentence and 78 (EX_CONFIG). With `--health` it asks the process that runs with the same settings instead.
///
/// All of it happens on the loops while the main thread sleeps, so that Swift starts none of its own threads for work
/// of no place: those are libdispatch's, which ends a process that has no descriptor left to see how busy they are.
///
/// - Parameters:
///   - fallback: Where it listens unless `MAJLIS_<NAME>_LISTEN` says otherwise.
///   - loops: Event loops unless `MAJLIS_<NAME>_LOOPS` says otherwise.
public func runService<Program: Service>(
    _ type: Program.Type, name: String, listen fallback: String, loops: Int = 1
) -> Never {
    signal(SIGPIPE, SIG_IGN)
    let configuration = Configuration.environment
    if CommandLine.arguments.dropFirst().first == "--health" {
        let loop = EventLoop(name: "health")
        loop.spawn { exit(await isReady(name, configuration, fallback, on: loop) ? 0 : 1) }
        sleepForGood()
    }
    do {
        let prefix = "MAJLIS_\(name.uppercased())"
        let address = try configuration.listen("\(prefix)_LISTEN", default: fallback)
        let count = try configuration.integer("\(prefix)_LOOPS", default: loops, in: 1...64)
        let log = Log(service: name, level: try logLevel(configuration))
        let context = try ServiceContext(
            name: name, configuration: configuration, log: log, loops: LoopGroup(count: count, name: name).loops)
        let stopped = Signalled(loop: context.loop)
        context.loop.spawn {
            do {
                try await run(type, context, on: address, until: stopped)
            } catch {
                fail("majlis \(name): \(error)")
            }
        }
    } catch {
        fail("majlis \(name): \(error)")
    }
    sleepForGood()
}

private func run<Program: Service>(
    _ type: Program.Type, _ context: ServiceContext, on address: (host: String, port: Int), until stopped: Signalled
) async throws -> Never {
    let running = try await RunningService(type, context: context, host: address.host, port: address.port)
    context.log.info("Listening.", ["host": .string(address.host), "port": .integer(Int64(running.port))])
    await stopped.wait()
    context.log.info("Stopping.")
    await running.stop()
    context.log.info("Stopped.")
    context.log.close()
    exit(0)
}

/// The other threads end the process. Here is where signals arrive, also those that whoever started it had blocked.
private func sleepForGood() -> Never {
    var none = sigset_t()
    unsafe sigemptyset(&none)
    while true { unsafe sigsuspend(&none) }
}

/// What `<program> --health` answers: whether the process that listens with these settings says that it is ready. For
/// containers, which hold no other program that could ask.
private func isReady(
    _ name: String, _ configuration: Configuration, _ fallback: String, on loop: EventLoop
) async -> Bool {
    guard let address = try? configuration.listen("MAJLIS_\(name.uppercased())_LISTEN", default: fallback) else {
        return false
    }
    let host = address.host == "0.0.0.0" ? "127.0.0.1" : address.host
    let client = HTTPClient(loop: loop)
    let request = ClientRequest(.get, host: host, port: address.port, target: "/readyz")
    guard let response = try? await client.send(request, deadline: .seconds(2)) else { return false }
    return response.status == .ok
}

private func logLevel(_ configuration: Configuration) throws -> Log.Level {
    switch configuration.string("MAJLIS_LOG", default: "info") {
    case "debug": .debug
    case "info": .info
    case "warning": .warning
    case "error": .error
    case let text: throw ConfigurationFault("MAJLIS_LOG must be debug, info, warning or error, not “\(text)”.")
    }
}

private func fail(_ sentence: String) -> Never {
    let line = Array("\(sentence)\n".utf8)
    _ = unsafe write(STDERR_FILENO, line, line.count)
    exit(78)
}

/// SIGTERM or SIGINT, as something to wait for.
private final class Signalled: Sendable {
    private let state = Mutex<(arrived: Bool, waiter: CheckedContinuation<Void, Never>?)>((false, nil))

    init(loop: EventLoop) {
        Signals.watch([SIGTERM, SIGINT], on: loop) { [self] _ in
            state.withLock { state in
                state.arrived = true
                let waiter = state.waiter
                state.waiter = nil
                return waiter
            }?.resume()
        }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let arrived = state.withLock { state in
                if !state.arrived { state.waiter = continuation }
                return state.arrived
            }
            if arrived { continuation.resume() }
        }
    }
}
