import JSON
import Storage
import WireModel

/// The queue of mails, and how far the logs that ask for them have been read.
struct JobStore: Sendable {
    let database: Database

    /// An empty epoch before the first time.
    func place(in log: Event.Log) async throws -> (cursor: Int64, epoch: String) {
        try await database.read { connection in
            try connection.first("SELECT cursor, epoch FROM places WHERE log = ?1", log.rawValue) { row in
                (try row[0], try row[1])
            } ?? (0, "")
        }
    }

    /// Queues a job for each occasion and remembers the place in the log, in one transaction.
    ///
    /// A closing that found no message more than an earlier one is no job, and neither is a request that was heard
    /// before. So a log that is read again (from a lost place, or from its beginning because its epoch changed) mails
    /// nothing twice.
    /// - Returns: How many jobs are new.
    @discardableResult
    func queue(
        _ occasions: [Occasion], from log: Event.Log, cursor: Int64, epoch: String, now: Timestamp
    ) async throws -> Int {
        try await database.write { transaction in
            var added = 0
            for occasion in occasions {
                switch occasion {
                case .closing(let closing): added += try Self.queue(closing, now, transaction)
                case .order(let order, let workspace, let moment):
                    added += try Self.queue(order, workspace, askedAt: moment, now, transaction)
                }
            }
            try transaction.run(
                """
                INSERT INTO places (log, epoch, cursor) VALUES (?1, ?2, ?3)
                ON CONFLICT (log) DO UPDATE SET epoch = excluded.epoch, cursor = excluded.cursor
                """, log.rawValue, epoch, cursor)
            return added
        }
    }

    private static func queue(_ closing: Closing, _ now: Timestamp, _ transaction: Transaction) throws -> Int {
        try transaction.run(
            """
            INSERT INTO jobs (workspace, conversation, up_to, state, due_at, queued_at)
            SELECT ?1, ?2, ?3, 'due', ?4, ?4
            WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE workspace = ?1 AND conversation = ?2 AND up_to >= ?3)
            """, closing.workspace, closing.conversation, closing.upTo, now)
    }

    private static func queue(
        _ order: MailOrder, _ workspace: WorkspaceID, askedAt: Timestamp, _ now: Timestamp, _ transaction: Transaction
    ) throws -> Int {
        try transaction.run(
            """
            INSERT INTO jobs (workspace, mark, request, state, due_at, queued_at)
            VALUES (?1, ?2, ?3, 'due', ?4, ?5) ON CONFLICT DO NOTHING
            """, workspace, order.mark, try JSON.encode(order.request), now, askedAt)
    }

    /// Jobs whose time has come, longest due first. Of one conversation only the oldest that is not done: its parts are
    /// mailed in their order.
    func due(at moment: Timestamp, limit: Int) async throws -> [MailJob] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT id, workspace, attempts, queued_at, conversation, up_to, mark, request,
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
                MailJob(
                    id: try row[0], workspace: try row[1], content: try Self.content(of: row), attempts: try row[2],
                    queuedAt: try row[3])
            }
        }
    }

    private static func content(of row: Row) throws -> MailJob.Content {
        if let conversation: ConversationID = try row[4] {
            return .summary(SummaryPart(conversation: conversation, upTo: try row[5], after: try row[8]))
        }
        let request = try JSON.decode(MailRequest.self, from: try row[7], unknownFields: .ignored)
        return .account(MailOrder(mark: try row[6], request: request))
    }

    /// When the next job comes due, and how many are not done.
    func outlook() async throws -> (next: Timestamp?, waiting: Int64) {
        try await database.read { connection in
            try connection.first("SELECT min(due_at), count(*) FROM jobs WHERE state = 'due'") { row in
                (try row[0], try row[1])
            } ?? (nil, 0)
        }
    }

    /// Makes those due now that would wait longer than any pause is: a clock that has gone back holds up no mail.
    func hasten(at now: Timestamp) async throws {
        try await database.write { transaction in
            let attempts: [Int] = try transaction.rows(
                "SELECT DISTINCT attempts FROM jobs WHERE state = 'due' AND due_at > ?1", now
            ) { try $0[0] }
            for count in attempts {
                try transaction.run(
                    "UPDATE jobs SET due_at = ?1 WHERE state = 'due' AND attempts = ?2 AND due_at > ?3", now, count,
                    now + RetryPlan.longestPause(after: count))
            }
        }
    }

    /// Takes down that a job's mail goes to an address now, unless that had its fill of such mails; every attempt asks
    /// anew, and a job does not count against itself.
    /// - Returns: Whether it may go.
    func admit(_ job: MailJob, to address: MailAddress, now: Timestamp) async throws -> Bool {
        let (kind, key) = (job.kind, address.description.lowercased())
        return try await database.write { transaction in
            try transaction.run("DELETE FROM recipients WHERE tried_at <= ?1", now + (.zero - MailKind.longestWindow))
            let others: Int64 =
                try transaction.first(
                    """
                    SELECT count(*) FROM recipients WHERE address = ?1 AND kind = ?2 AND tried_at > ?3 AND job <> ?4
                    """, key, kind.rawValue, now + (.zero - kind.window), job.id
                ) { row in try row[0] } ?? 0
            guard others < kind.limit else { return false }
            try transaction.run(
                "INSERT OR REPLACE INTO recipients (job, address, kind, tried_at) VALUES (?1, ?2, ?3, ?4)", job.id,
                key, kind.rawValue, now)
            return true
        }
    }

    /// Takes down an attempt's end.
    /// - Parameter next: When a deferred job is tried again; nil gives it up.
    func finish(_ job: MailJob, _ outcome: MailOutcome, next: Timestamp?, now: Timestamp) async throws {
        try await database.write { transaction in
            switch outcome {
            case .sent: try Self.close(job, "sent", nil, now, transaction)
            case .skipped(let reason): try Self.close(job, "skipped", reason, now, transaction)
            case .limited: try Self.close(job, "skipped", "limit", now, transaction)
            case .failed(let reason): try Self.close(job, "failed", reason, now, transaction)
            case .deferred(let reason), .held(let reason):
                guard let next else { return try Self.close(job, "failed", reason, now, transaction) }
                try transaction.run(
                    "UPDATE jobs SET attempts = attempts + 1, due_at = ?2, reason = ?3 WHERE id = ?1", job.id, next,
                    reason)
            }
        }
    }

    /// The row stays, so that nothing is mailed twice; whom it was for goes.
    private static func close(
        _ job: MailJob, _ state: String, _ reason: String?, _ now: Timestamp, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE jobs SET attempts = attempts + 1, state = ?2, reason = ?3, done_at = ?4, request = NULL
            WHERE id = ?1
            """, job.id, state, reason, now)
    }
}
