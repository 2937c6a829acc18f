import Glibc
import TestKit

/// What one request cost: the time until its answer, and the processor time of who answered.
struct Cost {
    var time: Int64
    var work: Int64
}

/// The same requests of a small deployment and of a large one, each to the one and then to the other: whatever else
/// the machine does then befalls both.
struct Comparison {
    private var small = (times: Samples(), work: Samples())
    private var large = (times: Samples(), work: Samples())

    var count: Int { small.times.count }

    mutating func add(_ few: Cost, _ many: Cost) {
        small.times.add(few.time)
        small.work.add(few.work)
        large.times.add(many.time)
        large.work.add(many.work)
    }

    /// - Parameter growth: How many times as long it may take.
    func tell(
        _ what: String, of much: String = "conversations", must: String = "", growth: String = "1.5",
        _ report: inout Report
    ) {
        report.add("\(what), p50 / p99", small.times.both, must: must)
        report.add("… at 10 times the \(much)", large.times.both, must: must)
        let ratios = (large.times.median / small.times.median, large.work.median / small.work.median)
        report.add(
            "… how many times as long, p50 / processor time, p50", "\(ratios.0.text(2)) / \(ratios.1.text(2))",
            must: growth)
    }
}

extension Deployment {
    /// - Parameter body: Asks the conversations service for something, alone.
    func cost<Answer>(_ body: () async throws -> Answer) async throws -> (answer: Answer, cost: Cost) {
        guard let program = program(.conversations) else { throw BenchFault("Nobody is there to be asked.") }
        let before = (time: nanoseconds(), work: program.workNanoseconds)
        let answer = try await body()
        let time = nanoseconds() - before.time
        return (answer, Cost(time: time, work: program.workNanoseconds - before.work))
    }
}

extension Program {
    /// Processor time used so far, finer than ``processorTime``.
    fileprivate var workNanoseconds: Int64 {
        var (clock, time) = (clockid_t(), timespec())
        guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else { return 0 }
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
