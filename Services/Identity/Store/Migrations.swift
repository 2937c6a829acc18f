import ServiceKit
import Storage

let migrations = [
    Migration(version: 1, sql: EventLog.schema),
    Migration(
        version: 2,
        sql: """
            CREATE TABLE workspaces (
                id INTEGER PRIMARY KEY,
                name TEXT NOT NULL,
                language TEXT NOT NULL,
                time_zone TEXT NOT NULL,
                created_at INTEGER NOT NULL
            ) STRICT;

            -- One e-mail, one password; what a person is called is each workspace's own.
            CREATE TABLE people (
                id INTEGER PRIMARY KEY,
                email TEXT NOT NULL,
                -- What is compared: the e-mail in lower case.
                email_key TEXT NOT NULL UNIQUE,
                password TEXT NOT NULL,
                last_workspace INTEGER REFERENCES workspaces (id),
                created_at INTEGER NOT NULL
            ) STRICT;

            -- The row of a removed member stays: their messages keep an author.
            CREATE TABLE members (
                id INTEGER PRIMARY KEY,
                workspace INTEGER NOT NULL REFERENCES workspaces (id),
                person INTEGER NOT NULL REFERENCES people (id),
                name TEXT NOT NULL,
                role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'agent')),
                -- `all`, or ids with spaces between.
                inboxes TEXT NOT NULL,
                language TEXT NOT NULL,
                joined_at INTEGER NOT NULL,
                removed_at INTEGER
            ) STRICT;
            CREATE UNIQUE INDEX members_present ON members (workspace, person) WHERE removed_at IS NULL;
            CREATE INDEX members_by_workspace ON members (workspace, id);
            CREATE INDEX members_by_person ON members (person, id);

            CREATE TABLE sessions (
                id INTEGER PRIMARY KEY,
                workspace INTEGER NOT NULL,
                member INTEGER NOT NULL REFERENCES members (id),
                hash BLOB NOT NULL UNIQUE,
                created_at INTEGER NOT NULL,
                used_at INTEGER NOT NULL,
                expires_at INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX sessions_by_member ON sessions (workspace, member, used_at);

            CREATE TABLE invitations (
                id INTEGER PRIMARY KEY,
                workspace INTEGER NOT NULL REFERENCES workspaces (id),
                hash BLOB NOT NULL UNIQUE,
                email TEXT,
                role TEXT NOT NULL CHECK (role IN ('admin', 'agent')),
                inboxes TEXT NOT NULL,
                status TEXT NOT NULL CHECK (status IN ('open', 'accepted', 'revoked')),
                -- The member or key who made it, and what they were called then.
                inviter INTEGER NOT NULL,
                invited_by TEXT NOT NULL,
                -- Who came of it.
                member INTEGER REFERENCES members (id),
                created_at INTEGER NOT NULL,
                expires_at INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX invitations_by_workspace ON invitations (workspace, id);
            CREATE INDEX invitations_open ON invitations (workspace, inviter) WHERE status = 'open';

            CREATE TABLE api_keys (
                id INTEGER PRIMARY KEY,
                workspace INTEGER NOT NULL REFERENCES workspaces (id),
                name TEXT NOT NULL,
                role TEXT NOT NULL CHECK (role IN ('admin', 'agent')),
                hash BLOB NOT NULL UNIQUE,
                created_at INTEGER NOT NULL,
                revoked_at INTEGER
            ) STRICT;
            CREATE INDEX api_keys_by_workspace ON api_keys (workspace, id) WHERE revoked_at IS NULL;
            """),
]
