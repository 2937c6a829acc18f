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
                """),
        Migration(
            version: 2,
            sql: """
                -- One row a mail: a closing's summary, or what identity asks for. What is done stays, so that nothing
                -- is mailed twice.
                CREATE TABLE mails (
                    id INTEGER PRIMARY KEY,
                    workspace INTEGER NOT NULL,
                    -- A summary's.
                    conversation INTEGER,
                    up_to INTEGER,
                    -- An account mail's: what stands for its line in the log, and the request for as long as it waits.
                    mark TEXT,
                    request BLOB,
                    state TEXT NOT NULL CHECK (state IN ('due', 'sent', 'skipped', 'failed')),
                    -- Why it was skipped, deferred or given up.
                    reason TEXT,
                    attempts INTEGER NOT NULL DEFAULT 0,
                    due_at INTEGER NOT NULL,
                    queued_at INTEGER NOT NULL,
                    done_at INTEGER,
                    CHECK ((conversation IS NULL) = (up_to IS NULL)),
                    CHECK ((conversation IS NULL) = (mark IS NOT NULL)),
                    CHECK (mark IS NULL OR state <> 'due' OR request IS NOT NULL)
                ) STRICT;
                INSERT INTO mails
                    (id, workspace, conversation, up_to, state, reason, attempts, due_at, queued_at, done_at)
                SELECT id, workspace, conversation, up_to, state, reason, attempts, due_at, queued_at, done_at
                FROM jobs;
                DROP TABLE jobs;
                ALTER TABLE mails RENAME TO jobs;
                CREATE UNIQUE INDEX jobs_by_closing ON jobs (workspace, conversation, up_to)
                    WHERE conversation IS NOT NULL;
                CREATE UNIQUE INDEX jobs_by_mark ON jobs (workspace, mark) WHERE mark IS NOT NULL;
                CREATE INDEX jobs_due ON jobs (due_at) WHERE state = 'due';

                -- How far each log has been read.
                CREATE TABLE places (
                    log TEXT PRIMARY KEY,
                    epoch TEXT NOT NULL,
                    cursor INTEGER NOT NULL
                ) STRICT;
                INSERT INTO places (log, epoch, cursor) SELECT 'conversations', epoch, cursor FROM followed;
                DROP TABLE followed;

                -- Who was written to within the last day, in all workspaces together: an address is one mailbox.
                CREATE TABLE recipients (
                    job INTEGER PRIMARY KEY,
                    address TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    tried_at INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX recipients_by_address ON recipients (address, kind, tried_at);
                CREATE INDEX recipients_by_time ON recipients (tried_at);
                """),
    ]
}
