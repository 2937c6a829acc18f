import Glibc
import TestKit
import WireModel

/// Takes images of the disk as a power cut would leave it, and looks whether everything is there.
///
/// All services stand still for the moment of the copy, and none of them knows: what is copied is one instant of all
/// files together, in the middle of whatever each was doing. (Files copied while they change are no instant, and SQLite
/// promises nothing about those.)
struct Camera: Sendable {
    let deployment: Deployment
    let pairs: [Pair]

    func shoot(_ report: inout Report) async throws {
        var acknowledged: Set<Int64> = []
        for pair in pairs { acknowledged.formUnion(await pair.acknowledged().map(\.id.rawValue)) }
        let image = TemporaryFolder()
        deployment.signalAll(SIGSTOP)
        let isCopied = copy(to: image)
        deployment.signalAll(SIGCONT)
        guard isCopied else { throw NeverHappened(description: "The data folder cannot be copied.") }
        report.count("images of the disk")
        for name in image.names() where name.hasSuffix(".sqlite") {
            report.count("databases whole in an image")
            for problem in StoredFile.problems(at: image.file(name)) { report.fault("image, \(name): \(problem)") }
        }
        let stored = Set(StoredFile.numbers("SELECT id FROM messages", at: image.file("conversations.sqlite")))
        let lost = acknowledged.subtracting(stored).count
        report.count("acknowledged messages found in images", acknowledged.count - lost)
        report.expect(lost == 0, "image: \(lost) of \(acknowledged.count) acknowledged messages are lost")
    }

    /// Databases and their logs. The index files are no part of it: nobody writes them to the disk in time.
    private func copy(to image: TemporaryFolder) -> Bool {
        let names = deployment.folder.names().filter { $0.hasSuffix(".sqlite") || $0.hasSuffix(".sqlite-wal") }
        return names.allSatisfy { name in
            guard let bytes = deployment.folder.bytes(of: name) else { return false }
            guard let file = fopen(image.file(name), "w") else { return false }
            let written = fwrite(bytes, 1, bytes.count, file)
            return fclose(file) == 0 && written == bytes.count
        }
    }
}
