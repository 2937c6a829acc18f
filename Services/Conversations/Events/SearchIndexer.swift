import Loop
import ServiceKit
import Storage
import Synchronization
import WireModel

/// Keeps the search's index with what is said: first what is there, then what the service's own log tells, behind the
/// back of whoever sends. Where it stopped stands in the index itself, beside what it has put there: a crash repeats
/// nothing and skips nothing.
final class SearchIndexer: Sendable {
    private let source: SearchSource
    let index: SearchIndex
    private let events: EventLog
    private let context: ServiceContext
    private let task = Mutex<Task<Void, Never>?>(nil)
    /// The event up to which everything is found; nil while the index is made anew.
    private let reached = Mutex<Int64?>(nil)

    /// So long the next messages wait for company: under load one transaction takes a thousand of them.
    private static let gathering = Duration.milliseconds(200)
    private static let pauseAfterFailure = Duration.seconds(2)
    /// After so many events that concern no text the place is noted all the same.
    private static let silentEvents: Int64 = 5000

    /// Opens the index of `database`, the service's own.
    init(of database: Database, events: EventLog, context: ServiceContext) async throws {
        let (epoch, head) = (database.epoch, events.head)
        index = SearchIndex(
            database: try await context.derivedDatabase("search", searchMigrations) {
                try SearchIndex.fits(epoch: epoch, head: head, $0)
            })
        source = SearchSource(database: database)
        self.events = events
        self.context = context
        context.metrics.gauge(
            "majlis_search_behind", help: "Events that the search does not know yet; -1 while its index is made anew."
        ) { [self] in reached.withLock { $0 }.map { events.head - $0 } ?? -1 }
    }

    func start() {
        task.withLock { task in
            task = Task(executorPreference: context.loop) { [self] in await run() }
        }
    }

    /// Returns when nothing is under way any more and the index is closed.
    func stop() async {
        let running = task.withLock { $0.take() }
        running?.cancel()
        await running?.value
        await index.database.close()
    }

    private func run() async {
        while !Task.isCancelled {
            do {
                var progress = try await index.progress(epoch: events.epoch, head: events.head)
                try await walk(&progress)
                try await follow(&progress)
            } catch is CancellationError {
                return
            } catch {
                guard !Task.isCancelled else { return }
                context.log.error("The search's index stands still.", ["error": .string("\(error)")])
                await context.loop.sleep(for: Self.pauseAfterFailure)
            }
        }
    }

    private func walk(_ progress: inout SearchIndex.Progress) async throws {
        while progress.walked != nil {
            try Task.checkCancellation()
            let batch = try await source.walk(after: progress)
            try await index.put(batch.documents, upTo: batch.progress)
            progress = batch.progress
        }
    }

    private func follow(_ progress: inout SearchIndex.Progress) async throws {
        var noted = progress.event
        reached.withLock { [progress] in $0 = progress.event }
        while await events.grows(past: progress.event) {
            try Task.checkCancellation()
            let batch = try await source.follow(after: progress)
            progress = batch.progress
            if !batch.documents.isEmpty || progress.event - noted >= Self.silentEvents {
                try await index.put(batch.documents, upTo: progress)
                noted = progress.event
            }
            reached.withLock { [progress] in $0 = progress.event }
            if !batch.isFull { await context.loop.sleep(for: Self.gathering) }
        }
        throw CancellationError()
    }
}
