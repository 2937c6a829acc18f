// Kills the five release executables at random moments while people write to each other, and counts what was lost.
// `deploy/torture` builds and runs it.
import Glibc
import TestKit

do {
    let options = try Options(CommandLine.arguments)
    let folder = TemporaryFolder()
    let report = try await Torture(options: options, folder: folder).run()
    print(report.text)
    if report.isBad {
        // Left behind for whoever looks for the cause.
        print("\nData and logs: \(folder.path)")
        exit(1)
    }
} catch {
    note("torture: \(error)")
    exit(2)
}
