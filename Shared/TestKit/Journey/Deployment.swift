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
    public let loop = EventLoop(name: "journey")
    private let ports: [Name: Int]
    private let settings: [Name: [String: String]]
    private let running = Mutex<[Name: Program]>([:])

    /// Starts everything, runs `body` and stops everything, whatever `body` does.
    public static func run<Result>(
        in folder: TemporaryFolder = TemporaryFolder(), settings: [Name: [String: String]] = [:],
        _ body: (Deployment) async throws -> Result
    ) async throws -> Result {
        let deployment = Deployment(folder: folder, settings: settings)
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

    private init(folder: TemporaryFolder, settings: [Name: [String: String]]) {
        self.folder = folder
        ports = Dictionary(uniqueKeysWithValues: Name.allCases.map { ($0, Ports.free()) })
        self.settings = settings
    }

    public func port(_ name: Name) -> Int { ports[name]! }

    public func log(_ name: Name) -> String { folder.file("\(name.rawValue).log") }

    public func start(_ name: Name) throws {
        let program = try Program(name.rawValue, settings: environment(of: name), log: log(name))
        running.withLock { $0[name] = program }
    }

    /// Waits until these, or all, can do their work.
    public func ready(_ names: [Name] = Name.allCases) async throws {
        for name in names {
            let client = TestClient(port: port(name), on: loop)
            defer { client.close() }
            try await eventually("\(name.rawValue) is ready") {
                (try? await client.call(.get, "/readyz"))?.status == .ok
            }
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
        for program in running.withLock({ Array($0.values) }) { program.signal(number) }
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
        loop.stop()
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
