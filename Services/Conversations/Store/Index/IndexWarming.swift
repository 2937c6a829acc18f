import Loop
import ServiceKit
import Storage
import Synchronization
import WireModel

/// Reads the indexes of busy workspaces after a start, before somebody asks: the first list of a year of a busy shop
/// would wait for a second otherwise. Those with most messages lately come first; a small one is read as quickly when
/// it is asked for.
final class IndexWarming: Sendable {
    /// Messages of a workspace since it began; one with fewer is read in some milliseconds.
    private static let leastMessages = 20_000

    private let database: Database
    private let index: ConversationIndex
    private let context: ServiceContext
    private let isWarm = Mutex(false)

    init(of index: ConversationIndex, database: Database, context: ServiceContext) {
        (self.index, self.database, self.context) = (index, database, context)
        context.metrics.gauge(
            "majlis_lists_warm", help: "1 once the lists of busy workspaces have been read after the start."
        ) { [self] in isWarm.withLock { $0 } ? 1 : 0 }
    }

    func start() {
        context.loop.spawn { [self] in
            do {
                for workspace in try await busy() {
                    guard index.hasRoom else { break }
                    try await index.load(workspace)
                }
                isWarm.withLock { $0 = true }
            } catch StorageFault.closed {
                // The service ends already.
            } catch {
                context.log.error("Lists are read when they are asked for.", ["error": .string("\(error)")])
            }
        }
    }

    private func busy() async throws -> [WorkspaceID] {
        let month = Usage.month(of: context.now())
        return try await database.read { connection in
            try connection.rows(
                """
                SELECT workspace FROM usage GROUP BY workspace HAVING sum(messages) >= ?1
                ORDER BY sum(CASE WHEN month >= ?2 THEN messages ELSE 0 END) DESC, sum(messages) DESC
                """, Self.leastMessages, month - 1
            ) { try $0[0] }
        }
    }
}
