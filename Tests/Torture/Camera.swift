import Glibc
import Synchronization
import TestKit
import WireModel

/// Takes images of the disk as a power cut would leave it, and looks whether everything is there.
///
/// All services stand still for the moment of the copy, and none of them knows: what is copied is one instant of all
/// files together, in the middle of whatever each was doing. (Files copied while they change are no instant, and SQLite
/// promises nothing about those.)
final class Camera: Sendable {
    private let deployment: Deployment
    private let people: People
    private let still = Mutex(())

    init(deployment: Deployment, people: People) {
        self.deployment = deployment
        self.people = people
    }

    /// Lets a process run again, or another one begin: not while a picture is taken.
    func undisturbed<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
        try still.withLock { _ throws(Failure) in try body() }
    }

    func shoot() async throws -> Report {
        var report = Report()
        let acknowledged = Set(await people.acknowledged().map(\.id.rawValue))
        let image = TemporaryFolder()
        let isCopied = still.withLock { _ in
            deployment.signalAll(SIGSTOP)
            defer { deployment.signalAll(SIGCONT) }
            return copy(to: image)
        }
        guard isCopied else { throw NeverHappened(description: "The data folder cannot be copied.") }
        for name in image.names() where name.hasSuffix(".sqlite") {
            report.count("databases whole in an image")
            for problem in StoredFile.problems(at: image.file(name)) { report.fault("image, \(name): \(problem)") }
        }
        let stored = Set(StoredFile.numbers("SELECT id FROM messages", at: image.file("conversations.sqlite")))
        let lost = acknowledged.subtracting(stored).count
        report.count("acknowledged messages found in images", acknowledged.count - lost)
        report.expect(lost == 0, "image: \(lost) of \(acknowledged.count) acknowledged messages are lost")
        return report
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
