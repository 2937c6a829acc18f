import Storage
import WireModel

/// The queue of mails, and how far the conversations' log has been read.
struct JobStore: Sendable {
    let database: Database

    /// An empty epoch before the first time.
    func place() async throws -> (cursor: Int64, epoch: String) {
        try await database.read { connection in
            try connection.first("SELECT cursor, epoch FROM followed WHERE id = 1") { row in (try row[0], try row[1]) }
                ?? (0, "")
        }
    }

    /// Queues a job for each closing and remembers the place in the log, in one transaction.
    ///
    /// A closing that found no message more than an earlier one is no job. So a log that is read again (from a lost
    /// place, or from its beginning because its epoch changed) mails nothing twice.
    /// - Returns: How many jobs are new.
    @discardableResult
    func queue(_ closings: [Closing], cursor: Int64, epoch: String, now: Timestamp) async throws -> Int {
        try await database.write { transaction in
            var added = 0
            for closing in closings {
                added += try transaction.run(
                    """
                    INSERT INTO jobs (workspace, conversation, up_to, state, due_at, queued_at)
                    SELECT ?1, ?2, ?3, 'due', ?4, ?4
                    WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE workspace = ?1 AND conversation = ?2 AND up_to >= ?3)
                    """, closing.workspace, closing.conversation, closing.upTo, now)
            }
            try transaction.run("UPDATE followed SET epoch = ?1, cursor = ?2 WHERE id = 1", epoch, cursor)
            return added
        }
    }

    /// Jobs whose time has come, longest due first. Of one conversation only the oldest that is not done: its parts are
    /// mailed in their order.
    func due(at moment: Timestamp, limit: Int) async throws -> [SummaryJob] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT id, workspace, conversation, up_to, attempts, queued_at,
                    (SELECT coalesce(max(told.up_to), 0) FROM jobs AS told
                        WHERE told.workspace = job.workspace AND told.conversation = job.conversation
                            AND told.state = 'sent')
                FROM jobs AS job
                WHERE state = 'due' AND due_at <= ?1 AND NOT EXISTS (
                    SELECT 1 FROM jobs AS earlier
                    WHERE earlier.workspace = job.workspace AND earlier.conversation = job.conversation
                        AND earlier.up_to < job.up_to AND earlier.state = 'due')
                ORDER BY due_at, id LIMIT ?2
                """, moment, limit
            ) { row in
                SummaryJob(
                    id: try row[0], workspace: try row[1], conversation: try row[2], upTo: try row[3],
                    after: try row[6], attempts: try row[4], queuedAt: try row[5])
            }
        }
    }

    /// When the next job comes due, and how many are not done.
    func outlook() async throws -> (next: Timestamp?, waiting: Int64) {
        try await database.read { connection in
            try connection.first("SELECT min(due_at), count(*) FROM jobs WHERE state = 'due'") { row in
                (try row[0], try row[1])
            } ?? (nil, 0)
        }
    }

    /// Takes down an attempt's end.
    /// - Parameter next: When a deferred job is tried again; nil gives it up.
    func finish(_ job: SummaryJob, _ outcome: SummaryOutcome, next: Timestamp?, now: Timestamp) async throws {
        try await database.write { transaction in
            switch outcome {
            case .sent: try Self.close(job, "sent", nil, now, transaction)
            case .skipped(let reason): try Self.close(job, "skipped", reason, now, transaction)
            case .failed(let reason): try Self.close(job, "failed", reason, now, transaction)
            case .deferred(let reason):
                guard let next else { return try Self.close(job, "failed", reason, now, transaction) }
                try transaction.run(
                    "UPDATE jobs SET attempts = attempts + 1, due_at = ?2, reason = ?3 WHERE id = ?1", job.id, next,
                    reason)
            }
        }
    }

    private static func close(
        _ job: SummaryJob, _ state: String, _ reason: String?, _ now: Timestamp, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "UPDATE jobs SET attempts = attempts + 1, state = ?2, reason = ?3, done_at = ?4 WHERE id = ?1", job.id,
            state,
            reason, now)
    }
}
