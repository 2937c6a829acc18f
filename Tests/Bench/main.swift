// Measures the five release executables as they are shipped, and prints one table. `deploy/bench` builds and runs it.
import Glibc
import Loop

do {
    switch CommandLine.arguments.dropFirst().first {
    case "bare": try BareServer.run(port: Int(CommandLine.arguments.last ?? "") ?? 0)
    case "hold": try await Holder.run(Array(CommandLine.arguments.dropFirst(2)))
    default: break
    }
    let options = try Options(CommandLine.arguments)
    let machine = Report.machine
    let loop = EventLoop(name: "bench")
    let report = try await loop.spawn {
        var benchmark = Benchmark(options: options, loop: loop)
        return try await benchmark.run().text
    }.value
    print("\(machine)\n\n\(report)")
} catch {
    note("bench: \(error)")
    exit(1)
}
