// Measures the five release executables as they are shipped, and prints one table. `deploy/bench` builds and runs it.
import Glibc
import Loop

do {
    let options = try Options(CommandLine.arguments)
    let machine = Report.machine
    let loop = EventLoop(name: "bench")
    let report = try await loop.spawn { try await Benchmark(options: options, loop: loop).run().text }.value
    print("\(machine)\n\n\(report)")
} catch {
    note("bench: \(error)")
    exit(1)
}
