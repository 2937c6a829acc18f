import Storage

extension Notifications {
    static let migrations = [
        Migration(
            version: 1,
            sql: """
                -- One row a closing; what is done stays, so that nothing is mailed twice.
                CREATE TABLE jobs (
                    id INTEGER PRIMARY KEY,
                    workspace INTEGER NOT NULL,
                    conversation INTEGER NOT NULL,
                    up_to INTEGER NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('due', 'sent', 'skipped', 'failed')),
                    -- Why it was skipped, deferred or given up.
                    reason TEXT,
                    attempts INTEGER NOT NULL DEFAULT 0,
                    due_at INTEGER NOT NULL,
                    queued_at INTEGER NOT NULL,
                    done_at INTEGER
                ) STRICT;
                CREATE UNIQUE INDEX jobs_by_closing ON jobs (workspace, conversation, up_to);
                CREATE INDEX jobs_due ON jobs (due_at) WHERE state = 'due';

                -- How far the conversations' log has been read; one row.
                CREATE TABLE followed (
                    id INTEGER PRIMARY KEY CHECK (id = 1),
                    epoch TEXT NOT NULL,
                    cursor INTEGER NOT NULL
                ) STRICT;
                INSERT INTO followed (id, epoch, cursor) VALUES (1, '', 0);
                """)
    ]
}
