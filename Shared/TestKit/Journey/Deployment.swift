import Glibc
import HTTP
public import Loop
import Synchronization

/// All five services as processes of their own, started as `deploy/up` starts them: on free ports, with a data folder
/// that lasts as long as the test.
public final class Deployment: Sendable {
    /// The repository's folder, found from this very file.
    public static let root = String(#filePath.dropLast("Shared/TestKit/Journey/Deployment.swift".count))

    /// One process of a deployment.
    public struct Place: Hashable, Sendable, CustomStringConvertible {
        public let name: Name
        /// 0 for all but further gateways.
        public let number: Int

        public init(_ name: Name, _ number: Int = 0) {
            self.name = name
            self.number = number
        }

        public var description: String { number == 0 ? name.rawValue : "\(name.rawValue)-\(number)" }
    }

    public let folder: TemporaryFolder
    public let loop: EventLoop
    private let ports: [Name: Int]
    private let doors: [Name: Int]
    private let settings: [Name: [String: String]]
    private let processor: Int?
    private let state = Mutex(State())

    private struct State {
        var running: [Place: Program] = [:]
        var ports: [Place: Int] = [:]
        /// What a process is given beside what its name is given.
        var settings: [Place: [String: String]] = [:]
    }

    /// Starts everything, runs `body` and ends everything, whatever `body` does.
    ///
    /// - Parameters:
    ///   - processor: The only one that all services together may use.
    ///   - loop: For its clients; one of its own, which ends with it, unless told otherwise.
    ///   - door: Where the others find the service that listens on a port: there, unless something stands between.
    public static func run<Result>(
        in folder: TemporaryFolder = TemporaryFolder(), settings: [Name: [String: String]] = [:],
        processor: Int? = nil, on loop: EventLoop? = nil, through door: (Name, Int) -> Int = { $1 },
        _ body: (Deployment) async throws -> Result
    ) async throws -> Result {
        let ownLoop = loop == nil ? EventLoop(name: "journey") : nil
        defer { ownLoop?.stop() }
        let deployment = Deployment(
            folder: folder, settings: settings, processor: processor, loop: loop ?? ownLoop!, door: door)
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
        folder: TemporaryFolder, settings: [Name: [String: String]], processor: Int?, loop: EventLoop,
        door: (Name, Int) -> Int
    ) {
        self.folder = folder
        self.processor = processor
        self.loop = loop
        ports = Dictionary(uniqueKeysWithValues: Name.allCases.map { ($0, Ports.free()) })
        doors = Dictionary(uniqueKeysWithValues: ports.map { ($0, door($0, $1)) })
        self.settings = settings
        state.withLock { state in
            for (name, port) in ports { state.ports[Place(name)] = port }
        }
    }

    /// Where it listens.
    public func port(_ name: Name, _ number: Int = 0) -> Int { state.withLock { $0.ports[Place(name, number)]! } }

    /// Every process there is or was, those first on which the others live.
    public var places: [Place] {
        let known = state.withLock { Set($0.ports.keys) }
        return Name.allCases.flatMap { name in
            known.filter { $0.name == name }.sorted { $0.number < $1.number }
        }
    }

    /// The process that runs; nil while there is none.
    public func program(_ name: Name, _ number: Int = 0) -> Program? {
        state.withLock { $0.running[Place(name, number)] }
    }

    public func log(_ name: Name, _ number: Int = 0) -> String { folder.file("\(Place(name, number)).log") }

    public func start(_ name: Name, _ number: Int = 0) throws {
        let place = Place(name, number)
        let program = try Program(
            name.rawValue, settings: environment(of: place), log: log(name, number), processor: processor)
        state.withLock { $0.running[place] = program }
    }

    /// All gateways that run, the first one first.
    public var gateways: [Program] {
        places.filter { $0.name == .gateway }.compactMap { program(.gateway, $0.number) }
    }

    /// Starts one more gateway beside the others, numbered from 1 on, and waits until it is ready.
    /// - Parameters:
    ///   - sharedPort: The port of one that runs, both set to share it; a port of its own unless told otherwise.
    ///   - settings: Only for this one.
    /// - Returns: Its port.
    @discardableResult
    public func addGateway(on sharedPort: Int? = nil, _ settings: [String: String] = [:]) async throws -> Int {
        let port = sharedPort ?? Ports.free()
        let gateway = state.withLock { state in
            let place = Place(.gateway, state.ports.keys.count { $0.name == .gateway })
            state.ports[place] = port
            state.settings[place] = ["MAJLIS_GATEWAY_LISTEN": "127.0.0.1:\(port)"].merging(settings) { $1 }
            return place
        }
        try start(.gateway, gateway.number)
        try await ready(gateway)
        return port
    }

    /// Waits until these, or all, can do their work.
    public func ready(_ names: [Name] = Name.allCases) async throws {
        // The gateway is the last one to be ready: whoever measures a start asks the others once.
        for place in places.reversed() where names.contains(place.name) { try await ready(place) }
    }

    private func ready(_ place: Place) async throws {
        let client = TestClient(port: port(place.name, place.number), on: loop)
        defer { client.close() }
        try await eventually("\(place) is ready", every: .milliseconds(2)) {
            (try? await client.call(.get, "/readyz"))?.status == .ok
        }
    }

    /// Ends one at once, as a power cut would.
    public func kill(_ name: Name, _ number: Int = 0) async {
        _ = await end(Place(name, number), by: SIGKILL)
    }

    /// Asks one to leave in good order; its exit code.
    public func terminate(_ name: Name, _ number: Int = 0) async -> Int32 {
        await end(Place(name, number), by: SIGTERM)
    }

    /// Sends a signal to all that run, for what happens to the whole machine.
    public func signalAll(_ number: Int32) {
        for program in state.withLock({ Array($0.running.values) }) { program.signal(number) }
    }

    /// Asks all to leave in good order, those first that live on the others.
    public func terminateAll() async {
        for place in places.reversed() { _ = await end(place, by: SIGTERM) }
    }

    public func restart(_ name: Name) async throws {
        await kill(name)
        try start(name)
        try await ready([name])
    }

    private func end(_ place: Place, by signal: Int32) async -> Int32 {
        guard let program = state.withLock({ $0.running.removeValue(forKey: place) }) else { return 0 }
        program.signal(signal)
        return await program.end()
    }

    private func stop() async {
        for place in places.reversed() { _ = await end(place, by: SIGKILL) }
    }

    private func tellLogs() {
        for place in places {
            let text = folder.bytes(of: "\(place).log").map { String(decoding: $0, as: UTF8.self) } ?? ""
            let bad = text.split(separator: "\n").filter { !$0.contains("\"level\":\"info\"") }.suffix(10)
            if !bad.isEmpty { print("\(place) said:\n\(bad.joined(separator: "\n"))") }
        }
    }

    private func environment(of place: Place) -> [String: String] {
        var values = [
            "MAJLIS_DATA": folder.path, "MAJLIS_KEY": testKeyText,
            "MAJLIS_WEB": Self.root + "Services/Web",
        ]
        for (name, port) in ports {
            let prefix = "MAJLIS_\(name.rawValue.uppercased())"
            values["\(prefix)_LISTEN"] = "127.0.0.1:\(port)"
            values["\(prefix)_URL"] = "http://127.0.0.1:\(doors[name]!)"
        }
        let own = state.withLock { $0.settings[place] } ?? [:]
        return values.merging(settings[place.name] ?? [:]) { $1 }.merging(own) { $1 }
    }
}
