import Glibc
import HTTP
public import Loop
import Synchronization

/// All five services as processes of their own, started as `deploy/up` starts them: on free ports, with a data folder
/// that lasts as long as the test.
public final class Deployment: Sendable {
    /// The repository's folder, found from this very file.
    public static let root = String(#filePath.dropLast("Shared/TestKit/Journey/Deployment.swift".count))

    public let folder: TemporaryFolder
    public let loop: EventLoop
    private let ports: [Name: Int]
    private let settings: [Name: [String: String]]
    private let processor: Int?
    private let running = Mutex<[Name: Program]>([:])
    private let moreGateways = Mutex<[Program]>([])

    /// Starts everything, runs `body` and ends everything, whatever `body` does.
    ///
    /// - Parameters:
    ///   - processor: The only one that all services together may use.
    ///   - loop: For its clients; one of its own, which ends with it, unless told otherwise.
    public static func run<Result>(
        in folder: TemporaryFolder = TemporaryFolder(), settings: [Name: [String: String]] = [:],
        processor: Int? = nil, on loop: EventLoop? = nil, _ body: (Deployment) async throws -> Result
    ) async throws -> Result {
        let ownLoop = loop == nil ? EventLoop(name: "journey") : nil
        defer { ownLoop?.stop() }
        let deployment = Deployment(
            folder: folder, settings: settings, processor: processor, loop: loop ?? ownLoop!)
        do {
            for name in Name.allCases { try deployment.start(name) }
            try await deployment.ready()
            let result = try await body(deployment)
            await deployment.stop()
            return result
        } catch {
            deployment.tellLogs()
            await deployment.stop()
            throw error
        }
    }

    private init(
        folder: TemporaryFolder, settings: [Name: [String: String]], processor: Int?, loop: EventLoop
    ) {
        self.folder = folder
        self.processor = processor
        self.loop = loop
        ports = Dictionary(uniqueKeysWithValues: Name.allCases.map { ($0, Ports.free()) })
        self.settings = settings
    }

    public func port(_ name: Name) -> Int { ports[name]! }

    /// The process that runs; nil while there is none.
    public func program(_ name: Name) -> Program? { running.withLock { $0[name] } }

    public func log(_ name: Name) -> String { folder.file("\(name.rawValue).log") }

    public func start(_ name: Name) throws {
        let program = try Program(
            name.rawValue, settings: environment(of: name), log: log(name), processor: processor)
        running.withLock { $0[name] = program }
    }

    /// All gateways that run, the first one first.
    public var gateways: [Program] { (program(.gateway).map { [$0] } ?? []) + moreGateways.withLock { $0 } }

    /// Starts one more gateway beside the others and waits until it is ready.
    /// - Parameter sharedPort: The port of one that runs, set to share it; a port of its own unless told otherwise.
    /// - Returns: Its port.
    @discardableResult
    public func addGateway(on sharedPort: Int? = nil) async throws -> Int {
        let port = sharedPort ?? Ports.free()
        var settings = environment(of: .gateway)
        settings["MAJLIS_GATEWAY_LISTEN"] = "127.0.0.1:\(port)"
        let program = try Program(Name.gateway.rawValue, settings: settings, log: log(.gateway), processor: processor)
        moreGateways.withLock { $0.append(program) }
        try await ready(.gateway, at: port)
        return port
    }

    /// Waits until these, or all, can do their work.
    public func ready(_ names: [Name] = Name.allCases) async throws {
        // The gateway is the last one to be ready: whoever measures a start asks the others once.
        for name in names.reversed() { try await ready(name, at: port(name)) }
    }

    private func ready(_ name: Name, at port: Int) async throws {
        let client = TestClient(port: port, on: loop)
        defer { client.close() }
        try await eventually("\(name.rawValue) is ready", every: .milliseconds(2)) {
            (try? await client.call(.get, "/readyz"))?.status == .ok
        }
    }

    /// Ends one at once, as a power cut would.
    public func kill(_ name: Name) async {
        _ = await end(name, by: SIGKILL)
    }

    /// Asks one to leave in good order; its exit code.
    public func terminate(_ name: Name) async -> Int32 {
        await end(name, by: SIGTERM)
    }

    /// Sends a signal to all that run, for what happens to the whole machine.
    public func signalAll(_ number: Int32) {
        for program in running.withLock({ Array($0.values) }) + moreGateways.withLock({ $0 }) {
            program.signal(number)
        }
    }

    /// Asks all to leave in good order, those first that live on the others.
    public func terminateAll() async {
        for gateway in moreGateways.withLock({ $0 }) { gateway.signal(SIGTERM) }
        for name in Name.allCases.reversed() { _ = await terminate(name) }
    }

    public func restart(_ name: Name) async throws {
        await kill(name)
        try start(name)
        try await ready([name])
    }

    private func end(_ name: Name, by signal: Int32) async -> Int32 {
        guard let program = running.withLock({ $0.removeValue(forKey: name) }) else { return 0 }
        program.signal(signal)
        return await program.end()
    }

    private func stop() async {
        for name in Name.allCases.reversed() { await kill(name) }
        for gateway in moreGateways.withLock({ $0 }) {
            gateway.signal(SIGKILL)
            _ = await gateway.end()
        }
    }

    private func tellLogs() {
        for name in Name.allCases {
            let text = folder.bytes(of: "\(name.rawValue).log").map { String(decoding: $0, as: UTF8.self) } ?? ""
            let bad = text.split(separator: "\n").filter { !$0.contains("\"level\":\"info\"") }.suffix(10)
            if !bad.isEmpty { print("\(name.rawValue) said:\n\(bad.joined(separator: "\n"))") }
        }
    }

    private func environment(of name: Name) -> [String: String] {
        var values = [
            "MAJLIS_DATA": folder.path, "MAJLIS_KEY": testKeyText,
            "MAJLIS_WEB": Self.root + "Services/Web",
        ]
        for (name, port) in ports {
            let prefix = "MAJLIS_\(name.rawValue.uppercased())"
            values["\(prefix)_LISTEN"] = "127.0.0.1:\(port)"
            values["\(prefix)_URL"] = "http://127.0.0.1:\(port)"
        }
        return values.merging(settings[name] ?? [:]) { _, given in given }
    }
}
