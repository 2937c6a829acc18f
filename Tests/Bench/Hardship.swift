import Glibc
import Loop
import TestKit

// What one part of the crowd may not do to the others.

extension Benchmark {
    private static let slow = 1_000
    private static let returning = 10_000
    private static let stormNiceness: Int32 = 19

    /// A gateway dies with all of its connections, which come back at once; somebody else talks by way of another one.
    func restart(_ report: inout Report) async throws {
        try await withDeployment(settings: ["MAJLIS_GATEWAY_LOOPS": "1"]) { deployment in
            let other = try await deployment.addGateway()
            // The gateway that dies and its visitors have a processor of their own, as they would have a machine.
            try move(to: String(Self.benchProcessor))
            defer { try? move(to: Self.allProcessors) }
            for (name, program) in deployment.programs {
                try move(program.process, to: String(name == .gateway ? Self.servicesProcessor : Self.benchProcessor))
            }
            try move(deployment.gateways[1].process, to: String(Self.benchProcessor))
            let room = try await Room.make(in: deployment)
            let pair = try await Pairs([try await Room.make(in: deployment).seat()], in: deployment, at: other)
            let storm = EventLoop(name: "storm")
            defer { storm.stop() }
            // Ten thousand browsers do not run on the server's processors.
            storm.execute {
                setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.stormNiceness)
                let thread = realpath("/proc/thread-self", nil).map { String(cString: $0) } ?? ""
                let id = thread.split(separator: "/").last ?? ""
                _ = system("taskset -c -p \(Self.servicesProcessor) \(id) > /dev/null")
            }
            let count = options.isQuick ? 1_000 : Self.returning
            let idlers = Idlers(room, in: deployment, on: storm)
            try await idlers.open(upTo: count)
            try await pair.run(seconds: options.measuredSeconds)
            let before = pair.arrivals
            await idlers.comeBack()
            await deployment.kill(.gateway)
            try await eventually("all are cut off") { await idlers.alive == 0 }
            let start = nanoseconds()
            try deployment.start(.gateway)
            if let gateway = deployment.program(.gateway) {
                try move(gateway.process, to: String(Self.servicesProcessor))
            }
            var during = Samples()
            while await idlers.alive < count || during.count == 0 {
                try await pair.run(count: 50)
                during.add(pair.arrivals)
            }
            let seconds = Double(nanoseconds() - start) / 1_000_000_000
            report.add(
                "\(Double(count).text()) connections gone with their gateway, from its start until all are back",
                "\(seconds.text(2)) s", must: "5 s")
            report.add("… somebody else's messages by another gateway before, p50 / p99", before.both)
            report.add("… meanwhile", during.both)
            report.add("… p99 against p99", (during.p99 / before.p99).text(2), must: "2.00")
            add(pair.counters, of: before.count + during.count, to: &report)
            await idlers.close()
            pair.close()
        }
    }

    /// A thousand members' pages that hang while their conversation goes on.
    func slow(_ report: inout Report) async throws {
        var figures: [(others: Samples, memory: Double, cut: Int)] = []
        for isReading in [true, false] {
            try await withDeployment { deployment in
                let pair = try await Pairs([try await Room.make(in: deployment).seat()], in: deployment)
                let room = try await Room.make(in: deployment)
                let hall = try await Hall(room, seats: Self.slow, isReading: isReading, in: deployment)
                let before = deployment.gatewayMemory
                let talk = loop.spawn { try await hall.talk(seconds: self.options.isQuick ? 3 : 20) }
                var (others, memory) = (Samples(), 0)
                while hall.isTalking {
                    try await pair.run(count: 50)
                    others.add(pair.arrivals)
                    memory = max(memory, deployment.gatewayMemory - before)
                }
                try await talk.value
                figures.append((others, Double(memory) / 1024, hall.cutOff))
                hall.close()
                pair.close()
            }
        }
        let (reading, hanging) = (figures[0], figures[1])
        report.add("\(Self.slow) pages that read: the gateway's memory rose by", "\(reading.memory.text(1)) MiB")
        report.add("… that never read", "\(hanging.memory.text(1)) MiB, \(hanging.cut) cut off")
        report.add("… somebody else's messages beside those that read, p50 / p99", reading.others.both)
        report.add("… beside those that never read", hanging.others.both)
        report.add("… p99 against p99", (hanging.others.p99 / reading.others.p99).text(2), must: "1.00")
    }
}
