import Glibc
import HTTP
import JSON
import Loop
import Server
import WireModel

/// The five services on free ports, with a data folder of their own.
final class Deployment: Sendable {
    static let services = ["identity", "contacts", "conversations", "notifications", "gateway"]
    private static let startSeconds: Int64 = 30

    let processes: [ServiceProcess]
    let gatewayPort: Int
    let loop: EventLoop
    private let ports: [String: Int]
    private let client: HTTPClient

    var gateway: ServiceProcess { processes[processes.count - 1] }

    /// Starts all five; ``ready()`` waits for them.
    init(_ options: Options, data: String, processor: Int? = nil, on loop: EventLoop) throws {
        var ports: [String: Int] = [:]
        for name in Self.services { ports[name] = try InternetAddress.freePort() }
        let environment = Self.environment(data, ports)
        self.processes = try Self.services.map { name in
            try ServiceProcess(
                name, path: "\(options.binaries)/\(name)", environment: environment, log: "\(data)/\(name).log",
                processor: processor)
        }
        self.ports = ports
        self.loop = loop
        gatewayPort = ports["gateway"] ?? 0
        client = HTTPClient(loop: loop)
    }

    private static func environment(_ data: String, _ ports: [String: Int]) -> [String: String] {
        var environment = [
            "MAJLIS_KEY": "a key that only the benchmark's own services share", "MAJLIS_DATA": data,
            "MAJLIS_WEB": "Services/Web",
            // A pair sends more in a second than a person does in an hour.
            "MAJLIS_SOCKET_FRAMES_PER_SECOND": "100000", "MAJLIS_LIMITS": "off",
        ]
        for (name, port) in ports {
            environment["MAJLIS_\(name.uppercased())_LISTEN"] = "127.0.0.1:\(port)"
            environment["MAJLIS_\(name.uppercased())_URL"] = "http://127.0.0.1:\(port)"
        }
        return environment
    }

    /// Returns when every service says that it is ready.
    func ready() async throws {
        let end = nanoseconds() + Self.startSeconds * 1_000_000_000
        for process in processes.reversed() {
            while try await !isReady(process.name) {
                guard nanoseconds() < end, process.isRunning else {
                    throw BenchFault("The service \(process.name) does not start; see its log.")
                }
                try await Task.sleep(for: .milliseconds(2))
            }
        }
    }

    private func isReady(_ name: String) async throws -> Bool {
        let request = ClientRequest(.get, host: "127.0.0.1", port: ports[name] ?? 0, target: "/readyz")
        do {
            let response = try await client.send(request, deadline: .seconds(1))
            _ = try await response.collect(upTo: 1 << 16)
            return response.status == .ok
        } catch {
            return false
        }
    }

    func stop() {
        client.close()
        for process in processes.reversed() { process.stop() }
    }

    /// After a failure: without waiting.
    func end() {
        for process in processes { process.end() }
    }

    /// Of all five, in MiB.
    var memory: (resident: Double, proportional: Double) {
        let all = processes.map(\.memory)
        return (
            Double(all.reduce(0) { $0 + $1.resident }) / 1024, Double(all.reduce(0) { $0 + $1.proportional }) / 1024
        )
    }

    /// Processor time used so far, in microseconds, by service.
    var processorTimes: [Int64] { processes.map(\.processorTime) }

    // MARK: The public API

    func call<Answer: Decodable & Sendable>(
        _ method: Method, _ path: String, _ body: (any Encodable & Sendable)? = nil, cookie: String? = nil,
        token: String? = nil, expecting: Answer.Type
    ) async throws -> Answer {
        let (bytes, _) = try await send(method, path, body, cookie: cookie, token: token)
        return try JSON.decode(Answer.self, from: bytes, unknownFields: .ignored)
    }

    func send(
        _ method: Method, _ path: String, _ body: (any Encodable & Sendable)? = nil, cookie: String? = nil,
        token: String? = nil
    ) async throws -> (bytes: [UInt8], headers: Headers) {
        var headers = Headers()
        if body != nil { headers.set("Content-Type", "application/json") }
        if let cookie { headers.set("Cookie", "majlis_session=\(cookie)") }
        if let token { headers.set("Authorization", "Bearer \(token)") }
        let request = ClientRequest(
            method, host: "127.0.0.1", port: gatewayPort, target: path, headers: headers,
            body: try body.map { try JSON.encode($0) } ?? [])
        let response = try await client.send(request, deadline: .seconds(30))
        let bytes = try await response.collect(upTo: 8 << 20)
        guard response.status.rawValue < 300 else {
            throw BenchFault("\(path): \(response.status.rawValue) \(String(decoding: bytes, as: UTF8.self))")
        }
        return (bytes, response.headers)
    }
}
