import Glibc
import Loop
import TestKit

// The engine under the gateway (`conformance-server`: our HTTP, our WebSocket, our loop, and no product) beside a bare
// epoll server, in turns. The peers of `shared/PERFORMANCE.md` are engines of that kind; the fastest of them,
// uWebSockets, takes 1.1 times what a bare server takes, and so what may be 1.5 times uWebSockets' is 1.65 times the
// bare server's.

extension Benchmark {
    private static let wide = Fanout.Shape(rooms: 5, members: 200, window: 4)
    private static let narrow = Fanout.Shape(rooms: 500, members: 2, window: 1)
    private static let rounds = 5
    /// Two deliveries each.
    private static let pacedMessages = 5_000
    private static let must = "1.65"

    /// One server with nothing but rooms.
    private struct Server {
        var name: String
        var program: Program
        var port: Int
        /// Microseconds of the processor a delivery, by round.
        var costs: [Double] = []
        /// Deliveries a second, by round.
        var rates: [Double] = []
        var times = Samples()
    }

    func engine(_ report: inout Report) async throws {
        try move(to: String(Self.benchProcessor))
        defer { try? move(to: Self.allProcessors) }
        let folder = TemporaryFolder(in: options.data)
        var servers = [try bare(in: folder), try ours(in: folder)]
        for server in servers { try await isUp(server.port) }
        var counters = Counters()
        for (title, shape) in [("rooms of 200", Self.wide), ("rooms of 2", Self.narrow)] {
            for round in 0..<Self.rounds {
                for index in round.isMultiple(of: 2) ? [0, 1] : [1, 0] {
                    counters = counters + (try await flood(&servers[index], shape))
                }
            }
            add(title, servers, to: &report)
            for index in servers.indices { (servers[index].costs, servers[index].rates) = ([], []) }
        }
        for round in 0..<Self.rounds {
            for index in round.isMultiple(of: 2) ? [0, 1] : [1, 0] {
                counters = counters + (try await pace(&servers[index]))
            }
        }
        let (limit, own) = (servers[0].times, servers[1].times)
        report.add(
            "engine, 10,000 deliveries/s in rooms of 2, p50", "\(own.median.text(3)) ms",
            limit: "\(limit.median.text(3)) ms")
        report.add(
            "… p99", "\(own.p99.text(3)) ms", limit: "\(limit.p99.text(3)) ms",
            must: "\((limit.p99 * 1.65).text(2)) ms", moonshot: "\((limit.p99 * 1.1).text(2)) ms")
        add(counters, to: &report)
        for server in servers {
            server.program.signal(SIGKILL)
            _ = await server.program.end()
        }
    }

    private func add(_ title: String, _ servers: [Server], to report: inout Report) {
        let (limit, own) = (servers[0].costs.median, servers[1].costs.median)
        report.add(
            "engine, \(title), processor time of a delivery", "\(own.text(2)) µs", limit: "\(limit.text(2)) µs",
            must: "\((limit * 1.65).text(2)) µs", moonshot: "\((limit * 1.21).text(2)) µs")
        report.add(
            "… deliveries a second on one core", servers[1].rates.median.text(),
            limit: servers[0].rates.median.text())
    }

    private func add(_ counters: Counters, to report: inout Report) {
        report.add(
            "… lost, doubled, reordered", "\(counters.lost), \(counters.doubled), \(counters.reordered)",
            must: "0, 0, 0")
    }

    private func flood(_ server: inout Server, _ shape: Fanout.Shape) async throws -> Counters {
        let fanout = try await Fanout(shape, port: server.port, on: loop)
        defer { fanout.close() }
        _ = try await fanout.flood(seconds: 1)
        let before = server.program.processorTime
        let (deliveries, seconds) = try await fanout.flood(seconds: options.isQuick ? 1 : 3)
        server.costs.append(Double(server.program.processorTime - before) / Double(deliveries))
        server.rates.append(Double(deliveries) / seconds)
        return fanout.counters
    }

    private func pace(_ server: inout Server) async throws -> Counters {
        let fanout = try await Fanout(Self.narrow, port: server.port, on: loop)
        defer { fanout.close() }
        try await fanout.pace(Self.pacedMessages, seconds: options.isQuick ? 1 : 5)
        server.times.add(fanout.times)
        return fanout.counters
    }

    private func bare(in folder: TemporaryFolder) throws -> Server {
        let port = Ports.free()
        return Server(name: "bare", program: try BareServer.start(at: port, in: folder), port: port)
    }

    private func ours(in folder: TemporaryFolder) throws -> Server {
        let port = Ports.free()
        let program = try Program(
            "conformance-server", arguments: ["--port", String(port)], settings: [:], log: folder.file("engine.log"),
            processor: Self.servicesProcessor)
        return Server(name: "engine", program: program, port: port)
    }
}
