import Glibc
import Loop
import TestKit

/// All parts one after another, each with services of its own.
struct Benchmark {
    private static let pairs = 64
    private static let crowds = 5
    private static let turns = 10
    /// All services together stand on this processor where that is asked for, and the bench on the other one.
    static let servicesProcessor = 0
    static let benchProcessor = 1
    static let allProcessors = "0-\(sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1)"

    let options: Options
    let loop: EventLoop

    /// Nil where it is not measured.
    private var machine: Machine?

    init(options: Options, loop: EventLoop) {
        self.options = options
        self.loop = loop
    }

    mutating func run() async throws -> Report {
        var report = Report()
        let parts: [(Options.Part, String, (inout Report) async throws -> Void)] = [
            (.start, "Memory at rest and start", start), (.engine, "The engine", engine), (.single, "One pair", single),
            (.idle, "Idle connections", idle), (.pairs, "\(Self.pairs) pairs on one core", pairs),
            (.rooms, "Rooms of \(Crowd.agents) agents", rooms), (.gateways, "Two gateways", gateways),
            (.held, "\(options.held) connections", held), (.restart, "A gateway's restart", restart),
            (.slow, "Readers who hang", slow),
            (.authorisation, "What authorisation adds to a request", authorisation),
            (.revocation, "How soon a member is gone", revocation),
            (.tenants, "A workspace among \(options.workspaces)", tenants),
            (.inbox, "The inbox", inbox), (.search, "Search", searches), (.shipped, "What is shipped", shipped),
            (.year, "A year of a busy shop", year),
        ]
        if options.parts.contains(.machine) {
            note("The machine")
            machine = try await Machine.measure(options, on: loop)
            machine?.tell(&report)
        }
        for (part, title, measure) in parts where options.parts.contains(part) {
            note(title)
            try await measure(&report)
        }
        return report
    }

    // MARK: Parts

    private func start(_ report: inout Report) async throws {
        let folder = TemporaryFolder(in: options.data)
        let seat = try await withDeployment(in: folder) { deployment in
            try await Task.sleep(for: .seconds(3))
            let memory = deployment.memory
            report.add("all five at rest, resident (RSS)", "\(memory.resident.text(1)) MiB")
            // The bench has a sixth share in Swift's runtime: without it they have 1 MiB more.
            report.add(
                "all five at rest, proportional (PSS)", "\(memory.proportional.text(1)) MiB", must: "80 MB",
                moonshot: "40 MB")
            return try await Room.make(in: deployment).seat()
        }
        var ready = Samples()
        var delivered = Samples()
        for _ in 0..<options.starts {
            let begin = nanoseconds()
            try await withDeployment(in: folder) { deployment in
                ready.add(nanoseconds() - begin)
                let pair = try await Pairs([seat], in: deployment)
                try await pair.run(count: 1)
                delivered.add(nanoseconds() - begin)
                pair.close()
            }
        }
        report.add(
            "start of all five until ready, median of \(ready.count)", "\(ready.median.text()) ms",
            limit: machine.map { "\($0.startMilliseconds.text()) ms" } ?? "")
        report.add(
            "start until the first message has arrived", "\(delivered.median.text()) ms", must: "500 ms",
            moonshot: "150 ms")
    }

    private func single(_ report: inout Report) async throws {
        try await withDeployment { deployment in
            let folder = deployment.folder.path
            let seat = try await Room.make(in: deployment).seat()
            let pair = try await Pairs([seat], in: deployment)
            try await pair.run(count: options.singleMessages / 10)
            var (arrivals, acknowledgements, sync, trip) = (Samples(), Samples(), Samples(), Samples())
            // In turns: the disk has other users.
            for _ in 0..<Self.turns {
                sync.add(try Limits.fdatasyncs(options.singleMessages / Self.turns, in: folder))
                trip.add(try Limits.roundTrips(options.singleMessages / Self.turns))
                try await pair.run(count: options.singleMessages / Self.turns)
                arrivals.add(pair.arrivals)
                acknowledgements.add(pair.acknowledgements)
            }
            // What must be waited for: the disk once, the gateway's way to the store and back.
            let floor = sync.median + 2 * trip.median
            report.add(
                "visitor to agent, durable, one at a time, p50", "\(arrivals.median.text(2)) ms",
                limit: "\(floor.text(2)) ms", must: "1.5 ms", moonshot: "0.75 ms")
            report.add("… p99", "\(arrivals.p99.text(2)) ms", limit: "\((sync.p99 + 2 * trip.p99).text(2)) ms")
            report.add("… acknowledged, p50 / p99", acknowledgements.both)
            add(pair.counters, of: arrivals.count, to: &report)
            pair.close()
        }
    }

    private func idle(_ report: inout Report) async throws {
        try await withDeployment { deployment in
            let room = try await Room.make(in: deployment)
            let pair = try await Pairs([try await room.seat()], in: deployment)
            let idlers = Idlers(room, in: deployment)
            try await idlers.open(upTo: 200)
            try await Task.sleep(for: .seconds(6))
            let before = deployment.gatewayMemory
            let opening = try await idlers.open(upTo: 200 + options.measuredConnections)
            try await Task.sleep(for: .seconds(6))
            let bytes = (deployment.gatewayMemory - before) * 1024 / options.measuredConnections
            report.add(
                "memory of an idle authenticated connection (gateway's PSS, \(options.measuredConnections) visitors)",
                "\(Double(bytes).text()) B", limit: machine.map { "\($0.kernelBytes.text()) B, the kernel" } ?? "",
                must: "2,000 B", moonshot: "700 B")
            let cost = Double(opening.gatewayTime) / Double(options.measuredConnections)
            report.add(
                "… processor time to open one, token checked and welcomed, gateway", "\(cost.text()) µs",
                limit: machine.map { "\($0.openingMicroseconds.text()) µs" } ?? "", must: "125 µs", moonshot: "71 µs")
            let rate = Double(options.measuredConnections) / opening.seconds
            report.add("… opened a second, one bench beside it on two cores", rate.text())
            try await idlers.open(upTo: options.connections)
            try await pair.run(count: options.singleMessages / 3)
            try await Task.sleep(for: .seconds(options.isQuick ? 2 : 45))
            try await pair.run(count: options.singleMessages / 3)
            report.add(
                "idle connections on one gateway, alive while messages flow",
                "\(await idlers.alive) of \(options.connections)",
                must: "10,000")
            report.add("… one message at a time beside them, p50 / p99", pair.arrivals.both)
            report.add(
                "… memory of the gateway", "\((Double(deployment.gatewayMemory) / 1024).text(1)) MiB")
            add(pair.counters, of: options.singleMessages / 3 * 2, to: &report)
            await idlers.close()
            pair.close()
        }
    }

    private func pairs(_ report: inout Report) async throws {
        try await pinned { deployment in
            let rooms = try await Room.make(count: Self.pairs, in: deployment)
            var seats: [Seat] = []
            for room in rooms { seats.append(try await room.seat()) }
            let pairs = try await Pairs(seats, in: deployment)
            try await pairs.run(seconds: options.warmSeconds)
            try await profile(deployment, pairs)
            var sync = try Limits.fdatasyncs(Self.pairs * Self.turns, in: deployment.folder.path)
            let before = deployment.processorTimes
            let seconds = try await pairs.run(seconds: options.measuredSeconds)
            let used = zip(deployment.processorTimes, before).map { $0 - $1 }
            let count = Double(pairs.arrivals.count)
            report.add(
                "\(Self.pairs) pairs, durable, all services on one core", "\((count / seconds).text()) messages/s",
                limit: machine.map { "\($0.together.text()) rows/s" } ?? "", must: "6,000", moonshot: "12,000")
            report.add("… sent to arrived, p50", "\(pairs.arrivals.median.text(1)) ms")
            report.add("… sent to arrived, p99", "\(pairs.arrivals.p99.text(1)) ms", must: "25 ms", moonshot: "12 ms")
            report.add("… acknowledged, p50 / p99", pairs.acknowledgements.both)
            sync.add(try Limits.fdatasyncs(Self.pairs * Self.turns, in: deployment.folder.path))
            report.add("… one fdatasync, just before and just after, p50 / p99", sync.both)
            let total = Double(used.reduce(0, +)) / count
            report.add(
                "… processor time of a message, all services", "\(total.text(1)) µs", must: "150 µs", moonshot: "75 µs")
            let share = Double(used.reduce(0, +)) / (seconds * 1_000_000)
            report.add("… share of the core that the services got", "\((share * 100).text()) %")
            for (process, time) in zip(deployment.programs, used) {
                report.add("    \(process.name.rawValue)", "\((Double(time) / count).text(1)) µs")
            }
            add(pairs.counters, of: Int(count), to: &report)
            pairs.close()
        }
    }

    private func rooms(_ report: inout Report) async throws {
        try await pinned { deployment in
            let crowd = try await Crowd(try await Room.make(count: Self.crowds, in: deployment), in: deployment)
            _ = try await crowd.run(seconds: options.warmSeconds)
            let before = deployment.processorTimes
            let (deliveries, seconds) = try await crowd.run(seconds: options.measuredSeconds)
            let used = zip(deployment.processorTimes, before).map { Double($0 - $1) / Double(deliveries) }
            report.add(
                "\(Self.crowds) rooms of \(Crowd.agents) agents, all services on one core",
                "\((Double(deliveries) / seconds).text()) deliveries/s", moonshot: "330,000")
            report.add("… processor time of a delivery, gateway", "\((used.last ?? 0).text(2)) µs", moonshot: "3 µs")
            report.add("… all services, durable", "\(used.reduce(0, +).text(2)) µs")
            add(crowd.counters, of: deliveries, to: &report)
            crowd.close()
        }
    }

    // MARK: Help

    func add(_ counters: Counters, of count: Int, to report: inout Report) {
        report.add(
            "… lost, doubled, reordered of \(Double(count).text())",
            "\(counters.lost), \(counters.doubled), \(counters.reordered)", must: "0, 0, 0")
    }

    /// Time for a profiler to be attached by hand, and something to see for it.
    private func profile(_ deployment: Deployment, _ pairs: Pairs) async throws {
        guard options.profileSeconds > 0 else { return }
        let names = deployment.programs.map { "\($0.name.rawValue) \($0.program.process)" }
        note("Profile now: " + names.joined(separator: ", "))
        try await pairs.run(seconds: options.profileSeconds)
    }

    /// Runs `body` on services that start for it and leave in good order after it.
    func withDeployment<Value>(
        in folder: TemporaryFolder? = nil, settings: [String: String] = [:], processor: Int? = nil,
        _ body: (Deployment) async throws -> Value
    ) async throws -> Value {
        // A pair sends more in a second than a person does in an hour, and all of them come from one network.
        let usual = ["MAJLIS_SOCKET_FRAMES_PER_SECOND": "100000", "MAJLIS_LIMITS": "off"]
        return try await Deployment.run(
            in: folder ?? TemporaryFolder(in: options.data),
            settings: [.gateway: usual.merging(settings) { _, given in given }], processor: processor, on: loop
        ) { deployment in
            let value = try await body(deployment)
            await deployment.terminateAll()
            return value
        }
    }

    func pinned(_ body: (Deployment) async throws -> Void) async throws {
        try move(to: String(Self.benchProcessor))
        defer { try? move(to: Self.allProcessors) }
        try await withDeployment(processor: Self.servicesProcessor, body)
    }
}
