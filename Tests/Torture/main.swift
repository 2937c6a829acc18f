// Lets the five programs meet everything that goes wrong in the world while people write to each other, and counts what
// was lost. `deploy/torture` builds and runs it.
import Glibc
import TestKit

do {
    var options = try Options(CommandLine.arguments)
    let end = ContinuousClock.now + .seconds(60 * options.minutes)
    repeat {
        if options.isPlanOnly {
            for stroke in options.strokes { print(stroke.text) }
            exit(0)
        }
        let folder = TemporaryFolder()
        let report = try await Torture(options: options, folder: folder).run()
        print(report.text)
        if report.isBad {
            // Left behind for whoever looks for the cause.
            print("\nSeed \(options.seed) is bad. Data and logs: \(folder.path)")
            exit(1)
        }
        options.seed += 1
    } while ContinuousClock.now < end
} catch {
    note("torture: \(error)")
    exit(2)
}
