import Glibc
import TestKit

extension Benchmark {
    /// The executables and the libraries of Swift's runtime, as the image holds them; see `deploy/Dockerfile`.
    func shipped(_ report: inout Report) throws {
        let (programs, runtime) = (TemporaryFolder(), TemporaryFolder())
        for name in Name.allCases.map(\.rawValue) {
            guard system("strip -o '\(programs.file(name))' '\(Program.folder)/\(name)'") == 0 else {
                throw BenchFault("strip does not take \(name).")
            }
        }
        let libraries = "$(ldd '\(programs.path)'/* | grep -o '/[^ ]*/swift/linux/[^ ]*' | sort -u)"
        let copied = system(
            "for library in \(libraries); do strip -o '\(runtime.path)'/${library##*/} $library || exit 1; done")
        guard copied == 0 else { throw BenchFault("strip does not take Swift's runtime.") }
        let sizes = [programs, runtime].map { folder in
            folder.names().reduce(0) { $0 + size(of: folder.file($1)) }
        }
        report.add(
            "the five executables and Swift's runtime, stripped", megabytes(sizes[0] + sizes[1]), must: "60 MB",
            moonshot: "30 MB")
        report.add("… the executables alone", megabytes(sizes[0]))
    }

    private func megabytes(_ bytes: Int) -> String { "\((Double(bytes) / 1_000_000).text(1)) MB" }

    private func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
