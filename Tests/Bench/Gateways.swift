import Glibc
import Loop
import TestKit

// Several gateways beside one another.

extension Benchmark {
    private static let gatewayRounds = 5
    private static let heldGateways = 5
    /// Visitors and agents who talk while the others are only there.
    private static let talkers = 4
    private static let heldPairs = 4
    /// Messages a second, the same for one and for two: the busier a gateway, the more it sends in one call. At half as
    /// many the load sleeps between them, and each gateway pays for waking it up: a delivery costs it twice as much.
    private static let pacedCrowd = 2_000

    /// What two gateways on two processors reach together against one on one. This machine has two processors, and the
    /// load needs one of them: so the second gateway shares that one with it, and what is compared is not what they
    /// delivered but how many deliveries they made in a second of processor time each. (On one processor together they
    /// pay for every change from one to the other besides, half as much again for each message.)
    func gateways(_ report: inout Report) async throws {
        try await withDeployment(settings: ["MAJLIS_GATEWAY_LOOPS": "1"]) { deployment in
            let ports = [deployment.port(.gateway), try await deployment.addGateway()]
            let programs = deployment.gateways
            for (program, processor) in zip(programs, [Self.servicesProcessor, Self.benchProcessor]) {
                try move(program.process, to: String(processor))
            }
            for (name, program) in deployment.programs where name != .gateway {
                try move(program.process, to: String(Self.benchProcessor))
            }
            try move(to: String(Self.benchProcessor))
            defer { try? move(to: Self.allProcessors) }
            let rooms = try await Room.make(count: Self.talkers * 2, in: deployment)
            let one = try await Crowd(Array(rooms.prefix(Self.talkers)), in: deployment)
            let two = try await Crowd(Array(rooms.suffix(Self.talkers)), in: deployment, at: ports)
            var (alone, together): ([Double], [Double]) = ([], [])
            for _ in 0..<Self.gatewayRounds {
                alone.append(try await capacity(of: one, programs.prefix(1)))
                together.append(try await capacity(of: two, programs[...]))
            }
            report.add(
                "deliveries in a second of one gateway's processor, rooms of \(Crowd.agents)", alone.median.text())
            report.add("… of two gateways' processors, half of each room at each", together.median.text())
            report.add(
                "… two against one", (together.median / alone.median).text(2), limit: "2.00", must: "1.8")
            add(one.counters + two.counters, of: one.deliveries + two.deliveries, to: &report)
            one.close()
            two.close()
        }
    }

    /// Deliveries a second, had each of the gateways a processor for itself alone.
    private func capacity(of crowd: Crowd, _ programs: ArraySlice<Program>) async throws -> Double {
        let before = programs.map(\.processorTime)
        let deliveries = try await crowd.pace(Self.pacedCrowd, seconds: options.isQuick ? 1 : 3)
        let used = zip(programs, before).reduce(0) { $0 + Double($1.0.processorTime - $1.1) / 1_000_000 }
        return Double(deliveries * programs.count) / used
    }

    /// Five processes on one port, as many connections as this machine's limits allow, and people who write meanwhile.
    func held(_ report: inout Report) async throws {
        let settings = [
            "MAJLIS_GATEWAY_LOOPS": "1", "MAJLIS_SHARED_PORT": "1", "MAJLIS_MAX_CONNECTIONS": "19990",
        ]
        try await withDeployment(settings: settings) { deployment in
            let port = deployment.port(.gateway)
            for _ in 1..<Self.heldGateways { try await deployment.addGateway(on: port) }
            try await eventually("\(Self.heldGateways) gateways listen") {
                listeners(on: port) == Self.heldGateways
            }
            let room = try await Room.make(in: deployment)
            var seats: [Seat] = []
            for _ in 0..<Self.heldPairs { seats.append(try await Room.make(in: deployment).seat()) }
            let pairs = try await Pairs(seats, in: deployment)
            let before = deployment.gateways.map(\.memory.proportional).reduce(0, +)
            let each = options.held / Self.heldGateways
            let holders = try await Holders(
                count: Self.heldGateways, connections: each, room: room, in: deployment)
            defer { holders.end() }
            try await holders.wait()
            let memory = deployment.gateways.map(\.memory.proportional).reduce(0, +)
            try await pairs.run(seconds: options.heldSeconds)
            let alive = try await holders.alive()
            report.add(
                "connections that five gateways hold on one port, alive after \(options.heldSeconds) s",
                "\(Double(alive).text()) of \(Double(options.held).text())", must: "95,000", moonshot: "97,500")
            report.add(
                "… one message at a time of each of \(Self.heldPairs) pairs meanwhile, p50 / p99", pairs.arrivals.both,
                moonshot: "10 ms")
            report.add("… memory of the five gateways", "\((Double(memory) / 1024).text()) MiB", moonshot: "95 MiB")
            report.add(
                "… a connection", "\((Double(memory - before) * 1024 / Double(options.held)).text()) B",
                must: "2,000 B",
                moonshot: "700 B")
            add(pairs.counters, of: pairs.arrivals.count, to: &report)
            pairs.close()
        }
    }

    /// Listening sockets on a port.
    private func listeners(on port: Int) -> Int {
        let hex = String(port, radix: 16, uppercase: true)
        let name = ":" + String(repeating: "0", count: 4 - hex.count) + hex
        return contents(of: "/proc/net/tcp").split(separator: "\n").count { line in
            let fields = line.split(separator: " ")
            return fields.count > 3 && fields[1].hasSuffix(name) && fields[3] == "0A"
        }
    }
}
