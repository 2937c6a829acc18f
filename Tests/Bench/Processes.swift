import Glibc
import TestKit

// What a process costs, as the kernel counts it.

extension Program {
    /// Resident and proportional memory in KiB.
    var memory: (resident: Int, proportional: Int) {
        let lines = contents(of: "/proc/\(process)/smaps_rollup").split(separator: "\n")
        func value(_ name: String) -> Int {
            let words = lines.first { $0.hasPrefix(name) }?.split(separator: " ") ?? []
            return words.count > 1 ? Int(words[1]) ?? 0 : 0
        }
        return (value("Rss:"), value("Pss:"))
    }

    /// Processor time used so far in microseconds, the kernel's part included.
    var processorTime: Int64 {
        let fields = contents(of: "/proc/\(process)/stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Int64(fields[11]), let system = Int64(fields[12]) else { return 0 }
        return (user + system) * 1_000_000 / Int64(sysconf(Int32(_SC_CLK_TCK)))
    }
}

extension Deployment {
    /// The five that run.
    var programs: [(name: Name, program: Program)] {
        Name.allCases.compactMap { name in program(name).map { (name, $0) } }
    }

    /// Of all five, in MiB.
    var memory: (resident: Double, proportional: Double) {
        let all = programs.map(\.program.memory)
        return (
            Double(all.reduce(0) { $0 + $1.resident }) / 1024, Double(all.reduce(0) { $0 + $1.proportional }) / 1024
        )
    }

    /// Of the gateway, in KiB.
    var gatewayMemory: Int { program(.gateway)?.memory.proportional ?? 0 }

    /// Processor time used so far, in microseconds, by service.
    var processorTimes: [Int64] { programs.map(\.program.processorTime) }
}

/// Puts a process, this one unless told otherwise, with the threads it has, on these processors.
func move(_ process: pid_t = getpid(), to processors: String) throws {
    guard system("taskset -a -c -p \(processors) \(process) > /dev/null") == 0 else {
        throw BenchFault("taskset cannot move process \(process) to processor \(processors).")
    }
}

/// A small file; empty where it cannot be read.
func contents(of path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var all: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 16_384)
    while true {
        let count = read(descriptor, &piece, piece.count)
        guard count > 0 else { break }
        all += piece[..<count]
    }
    return String(decoding: all, as: UTF8.self)
}
