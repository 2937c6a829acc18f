// Measures the five release executables as they are shipped, and prints one table. `deploy/bench` builds and runs it.
import Glibc
import Loop

do {
    let options = try Options(CommandLine.arguments)
    let data = "\(options.data)/majlis-bench-\(getpid())"
    guard mkdir(data, 0o700) == 0 else { throw BenchFault("The folder \(data) cannot be made.") }
    let machine = Report.machine
    let loop = EventLoop(name: "bench")
    note("The services' logs are in \(data) until it is over.")
    let report = try await loop.spawn { try await Benchmark(options: options, loop: loop, data: data).run().text }.value
    print("\(machine)\n\n\(report)")
    try run(["/bin/rm", "-rf", data])
} catch {
    note("bench: \(error)")
    exit(1)
}
