import Loop
import ServiceKit
import Storage
import WireModel

/// Takes away what nobody needs: files that no message came for, files of messages that are gone, and what a crash
/// left between a file and its row. Nobody is sent a file from the moment its row is gone; its bytes go within the
/// hour.
struct AttachmentSweep: Sendable {
    static let period = Duration.seconds(3_600)
    private static let batch = 500
    /// Days back in which files without rows are looked for. The last two are left: those may be on their way.
    private static let days: ClosedRange<Int64> = 2...9
    private static let dayMilliseconds: Int64 = 86_400_000

    let database: Database
    let files: FileStore
    let context: ServiceContext

    /// Now and every hour.
    func start() {
        let loop = context.loop
        loop.execute {
            run(on: loop)
            let timer = loop.schedule(every: Self.period) { run(on: loop) }
            context.atDrain { loop.execute { timer.cancel() } }
        }
    }

    private func run(on loop: EventLoop) {
        loop.spawn {
            do {
                try await sweep()
            } catch {
                context.log.warning("Files were not swept.", ["error": .string("\(error)")])
            }
        }
    }

    func sweep() async throws {
        let now = context.now()
        let dayAgo = Timestamp(milliseconds: now.milliseconds - AttachmentStore.waitMilliseconds)
        while try await forget(before: dayAgo, now) {}
        while try await removeNext() {}
        // When they were begun only the file system tells, by its own clock.
        try await files.removeUnfinished(
            before: Timestamp(milliseconds: Timestamp.now.milliseconds - AttachmentStore.waitMilliseconds))
        for day in Self.days {
            try await removeUnknown(on: Timestamp(milliseconds: now.milliseconds - day * Self.dayMilliseconds))
        }
    }

    /// - Returns: Whether there may be more.
    private func forget(before moment: Timestamp, _ now: Timestamp) async throws -> Bool {
        try await database.write { transaction in
            let forgotten = try AttachmentRows.forgotten(before: moment, limit: Self.batch, in: transaction)
            for (workspace, id) in forgotten {
                try AttachmentRows.remove([id], in: workspace, at: now, transaction)
            }
            return forgotten.count == Self.batch
        }
    }

    private func removeNext() async throws -> Bool {
        let places = try await database.read { try AttachmentRows.removed(limit: Self.batch, in: $0) }
        guard !places.isEmpty else { return false }
        try await files.remove(places)
        try await database.write { try AttachmentRows.forget(places, $0) }
        return places.count == Self.batch
    }

    private func removeUnknown(on day: Timestamp) async throws {
        let places = try await files.list(FilePlace(id: AttachmentID(rawValue: 1), createdAt: day).day)
        for start in stride(from: 0, to: places.count, by: Self.batch) {
            let some = places[start..<min(start + Self.batch, places.count)]
            let unknown = try await database.read { connection in
                try some.filter { try !AttachmentRows.exists($0.id, in: connection) }
            }
            try await files.remove(unknown)
        }
    }
}
