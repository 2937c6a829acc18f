import Glibc
import TestKit

extension Benchmark {
    /// The executables as the image holds them, and what else of ours is in it.
    func shipped(_ report: inout Report) throws {
        let folder = TemporaryFolder()
        var all = 0
        for name in Name.allCases.map(\.rawValue) {
            guard system("strip -o '\(folder.file(name))' '\(Program.folder)/\(name)'") == 0 else {
                throw BenchFault("strip does not take \(name).")
            }
            all += size(of: folder.file(name))
        }
        report.add(
            "the five executables, stripped, Swift's runtime in them", "\((Double(all) / 1_000_000).text(1)) MB",
            must: "60 MB", moonshot: "30 MB")
    }

    private func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
