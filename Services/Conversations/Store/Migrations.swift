import ServiceKit
import Storage

let migrations = [
    Migration(version: 1, sql: EventLog.schema),
    Migration(
        version: 2,
        sql: """
            CREATE TABLE inboxes (
                id INTEGER PRIMARY KEY,
                workspace INTEGER NOT NULL,
                name TEXT NOT NULL,
                widget TEXT NOT NULL,
                created_at INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX inboxes_by_workspace ON inboxes (workspace, id);

            CREATE TABLE conversations (
                id INTEGER PRIMARY KEY,
                workspace INTEGER NOT NULL,
                inbox INTEGER NOT NULL REFERENCES inboxes (id),
                contact INTEGER NOT NULL,
                contact_name TEXT NOT NULL,
                visitor INTEGER NOT NULL,
                language TEXT NOT NULL,
                status TEXT NOT NULL,
                active INTEGER NOT NULL GENERATED ALWAYS AS (status <> 'closed') VIRTUAL,
                assignee INTEGER,
                last_sequence INTEGER NOT NULL,
                team_read INTEGER NOT NULL,
                visitor_read INTEGER NOT NULL,
                preview TEXT,
                preview_kind TEXT,
                preview_author TEXT,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                waiting_since INTEGER
            ) STRICT;
            CREATE INDEX conversations_by_activity ON conversations (workspace, active, updated_at, id);
            CREATE INDEX conversations_by_assignee ON conversations (workspace, assignee, active, updated_at, id)
                WHERE assignee IS NOT NULL;
            CREATE INDEX conversations_by_contact ON conversations (workspace, contact, id);
            CREATE INDEX conversations_by_visitor ON conversations (workspace, visitor, id);

            CREATE TABLE messages (
                workspace INTEGER NOT NULL,
                conversation INTEGER NOT NULL,
                sequence INTEGER NOT NULL,
                id INTEGER NOT NULL,
                kind TEXT NOT NULL,
                author_kind TEXT NOT NULL,
                author INTEGER NOT NULL,
                author_name TEXT NOT NULL,
                body TEXT NOT NULL,
                client_id INTEGER NOT NULL,
                sent_at INTEGER NOT NULL,
                PRIMARY KEY (workspace, conversation, sequence)
            ) STRICT, WITHOUT ROWID;
            -- A sender's names are in no order of time, but a conversation's are neighbours: the page is in memory.
            CREATE UNIQUE INDEX messages_by_name ON messages (workspace, conversation, author, client_id);

            CREATE TABLE feeds (
                name TEXT PRIMARY KEY,
                epoch TEXT NOT NULL,
                cursor INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            """),
    Migration(
        version: 3,
        sql: """
            ALTER TABLE conversations ADD COLUMN team INTEGER;
            CREATE INDEX conversations_by_team ON conversations (workspace, team, active, updated_at, id)
                WHERE team IS NOT NULL;
            """),
    Migration(
        version: 4,
        sql: """
            ALTER TABLE inboxes ADD COLUMN origins TEXT NOT NULL DEFAULT '[]';
            ALTER TABLE inboxes ADD COLUMN verification TEXT NOT NULL DEFAULT 'optional';
            ALTER TABLE conversations ADD COLUMN verified INTEGER NOT NULL DEFAULT 0;

            -- No secret stands here: each is made of its id with the deployment's key.
            CREATE TABLE verification_secrets (
                id INTEGER PRIMARY KEY,
                workspace INTEGER NOT NULL,
                inbox INTEGER NOT NULL REFERENCES inboxes (id),
                created_at INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX verification_secrets_by_inbox ON verification_secrets (workspace, inbox, id);

            -- A conversation as every reader wants it; its columns are told here and nowhere else.
            CREATE VIEW conversation_rows AS
                SELECT id, inbox, contact, contact_name, visitor, language, status, assignee, last_sequence, team_read,
                    visitor_read, preview, preview_kind, preview_author, created_at, updated_at, waiting_since, team,
                    verified, workspace, active
                FROM conversations;
            """),
    Migration(
        version: 5,
        sql: """
            -- As identity told of them; a workspace without one has no limits.
            CREATE TABLE plans (
                workspace INTEGER PRIMARY KEY,
                plan TEXT NOT NULL
            ) STRICT;

            -- What was written in each month: `year * 12 + month - 1`, UTC.
            CREATE TABLE usage (
                workspace INTEGER NOT NULL,
                month INTEGER NOT NULL,
                messages INTEGER NOT NULL,
                bytes INTEGER NOT NULL,
                PRIMARY KEY (workspace, month)
            ) STRICT, WITHOUT ROWID;
            INSERT INTO usage (workspace, month, messages, bytes)
            SELECT workspace,
                CAST(strftime('%Y', sent_at / 1000, 'unixepoch') AS INTEGER) * 12
                    + CAST(strftime('%m', sent_at / 1000, 'unixepoch') AS INTEGER) - 1 AS month,
                count(*), sum(length(CAST(body AS BLOB)))
            FROM messages GROUP BY workspace, month;
            """),
    Migration(
        version: 6,
        sql: """
            -- A workspace's rows beside one another: a list of one among ten thousand reads a few pages and not one a
            -- row.
            DROP VIEW conversation_rows;
            CREATE TABLE clustered (
                id INTEGER NOT NULL,
                workspace INTEGER NOT NULL,
                inbox INTEGER NOT NULL REFERENCES inboxes (id),
                contact INTEGER NOT NULL,
                contact_name TEXT NOT NULL,
                visitor INTEGER NOT NULL,
                verified INTEGER NOT NULL,
                language TEXT NOT NULL,
                status TEXT NOT NULL,
                active INTEGER NOT NULL GENERATED ALWAYS AS (status <> 'closed') VIRTUAL,
                assignee INTEGER,
                team INTEGER,
                last_sequence INTEGER NOT NULL,
                team_read INTEGER NOT NULL,
                visitor_read INTEGER NOT NULL,
                preview TEXT,
                preview_kind TEXT,
                preview_author TEXT,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                waiting_since INTEGER,
                PRIMARY KEY (workspace, id)
            ) STRICT, WITHOUT ROWID;
            INSERT INTO clustered (id, workspace, inbox, contact, contact_name, visitor, verified, language, status,
                assignee, team, last_sequence, team_read, visitor_read, preview, preview_kind, preview_author,
                    created_at,
                updated_at, waiting_since)
            SELECT id, workspace, inbox, contact, contact_name, visitor, verified, language, status, assignee, team,
                last_sequence, team_read, visitor_read, preview, preview_kind, preview_author, created_at, updated_at,
                waiting_since
            FROM conversations ORDER BY workspace, id;
            DROP TABLE conversations;
            ALTER TABLE clustered RENAME TO conversations;
            CREATE UNIQUE INDEX conversations_by_id ON conversations (id);
            CREATE INDEX conversations_by_activity ON conversations (workspace, active, updated_at, id);
            CREATE INDEX conversations_by_assignee ON conversations (workspace, assignee, active, updated_at, id)
                WHERE assignee IS NOT NULL;
            CREATE INDEX conversations_by_team ON conversations (workspace, team, active, updated_at, id)
                WHERE team IS NOT NULL;
            CREATE INDEX conversations_by_contact ON conversations (workspace, contact, id);
            CREATE INDEX conversations_by_visitor ON conversations (workspace, visitor, id);
            CREATE VIEW conversation_rows AS
                SELECT id, inbox, contact, contact_name, visitor, language, status, assignee, last_sequence, team_read,
                    visitor_read, preview, preview_kind, preview_author, created_at, updated_at, waiting_since, team,
                    verified, workspace, active
                FROM conversations;
            """),
    Migration(
        version: 7,
        sql: """
            -- An inbox that named no page allowed every page; now its list says so.
            UPDATE inboxes SET origins = '["*"]' WHERE origins = '[]';
            """),
    Migration(
        version: 8,
        sql: """
            -- The conversation as work. Lists, views and counts come from memory (`ConversationIndex`): of the indexes
            -- only those stay by which rows are found, and a message moves none of them.
            DROP VIEW conversation_rows;
            DROP INDEX conversations_by_activity;
            DROP INDEX conversations_by_assignee;
            DROP INDEX conversations_by_team;
            ALTER TABLE conversations ADD COLUMN title TEXT NOT NULL DEFAULT '';
            ALTER TABLE conversations ADD COLUMN titled INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE conversations ADD COLUMN priority TEXT NOT NULL DEFAULT 'normal';
            -- Ids with spaces between.
            ALTER TABLE conversations ADD COLUMN tags TEXT NOT NULL DEFAULT '';
            ALTER TABLE conversations ADD COLUMN followers TEXT NOT NULL DEFAULT '';
            ALTER TABLE conversations ADD COLUMN mentioned_members TEXT NOT NULL DEFAULT '';
            ALTER TABLE conversations ADD COLUMN mentioned_teams TEXT NOT NULL DEFAULT '';
            ALTER TABLE conversations ADD COLUMN snoozed INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE conversations ADD COLUMN snoozed_until INTEGER;
            ALTER TABLE conversations ADD COLUMN spam INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE conversations ADD COLUMN rating INTEGER;
            ALTER TABLE conversations ADD COLUMN rating_comment TEXT;
            ALTER TABLE conversations ADD COLUMN rated_at INTEGER;
            ALTER TABLE conversations ADD COLUMN last_customer_at INTEGER;
            ALTER TABLE conversations ADD COLUMN last_team_at INTEGER;
            ALTER TABLE conversations ADD COLUMN earlier INTEGER;
            ALTER TABLE conversations ADD COLUMN merged_into INTEGER;
            CREATE INDEX conversations_by_assignee ON conversations (workspace, assignee, active, id)
                WHERE assignee IS NOT NULL;
            CREATE INDEX conversations_by_team ON conversations (workspace, team, id) WHERE team IS NOT NULL;
            CREATE INDEX conversations_by_snooze ON conversations (snoozed_until) WHERE snoozed_until IS NOT NULL;
            UPDATE conversations SET
                title = coalesce((SELECT substr(replace(replace(body, char(13), ' '), char(10), ' '), 1, 120)
                    FROM messages m
                    WHERE m.workspace = conversations.workspace AND m.conversation = conversations.id
                        AND m.kind = 'reply' ORDER BY m.sequence LIMIT 1), ''),
                last_customer_at = (SELECT max(sent_at) FROM messages m
                    WHERE m.workspace = conversations.workspace AND m.conversation = conversations.id
                        AND m.author_kind = 'visitor'),
                last_team_at = (SELECT max(sent_at) FROM messages m
                    WHERE m.workspace = conversations.workspace AND m.conversation = conversations.id
                        AND m.author_kind <> 'visitor' AND m.kind = 'reply');
            CREATE VIEW conversation_rows AS
                SELECT id, inbox, contact, contact_name, visitor, language, status, assignee, last_sequence, team_read,
                    visitor_read, preview, preview_kind, preview_author, created_at, updated_at, waiting_since, team,
                    verified, title, titled, priority, tags, followers, mentioned_members, mentioned_teams, snoozed,
                    snoozed_until, spam, rating, rating_comment, rated_at, last_customer_at, last_team_at, earlier,
                    merged_into, workspace, active
                FROM conversations;

            -- What few messages have: a `MessageExtras` as JSON.
            ALTER TABLE messages ADD COLUMN extras TEXT;
            ALTER TABLE messages ADD COLUMN edited_at INTEGER;
            ALTER TABLE messages ADD COLUMN deleted_at INTEGER;
            -- A copy that only the team sees: another visitor wrote it.
            ALTER TABLE messages ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
            """),
    Migration(
        version: 9,
        sql: """
            -- A file that came with a message, or waits for one. Its bytes lie in a folder of the day.
            CREATE TABLE attachments (
                id INTEGER PRIMARY KEY,
                workspace INTEGER NOT NULL,
                conversation INTEGER NOT NULL,
                author_kind TEXT NOT NULL,
                author INTEGER NOT NULL,
                -- NULL while it waits.
                message INTEGER,
                note INTEGER NOT NULL DEFAULT 0,
                -- A draft names it, or a canned reply: it may wait for longer.
                held INTEGER NOT NULL DEFAULT 0,
                name TEXT NOT NULL,
                type TEXT NOT NULL,
                bytes INTEGER NOT NULL,
                width INTEGER,
                height INTEGER,
                created_at INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX attachments_of_author ON attachments (workspace, author) WHERE message IS NULL;
            CREATE INDEX attachments_by_wait ON attachments (created_at) WHERE message IS NULL AND held = 0;
            -- Files whose rows are gone and which are yet to be removed.
            CREATE TABLE attachments_removed (
                id INTEGER PRIMARY KEY,
                created_at INTEGER NOT NULL
            ) STRICT;

            -- A WorkspaceSettings as JSON; a workspace without one has the usual.
            CREATE TABLE workspace_settings (
                workspace INTEGER PRIMARY KEY,
                settings TEXT NOT NULL
            ) STRICT;
            """),
    Migration(
        version: 10,
        sql: """
            -- What was done to each conversation; ids are in the order of time.
            CREATE TABLE changes (
                workspace INTEGER NOT NULL,
                conversation INTEGER NOT NULL,
                id INTEGER NOT NULL,
                at INTEGER NOT NULL,
                sequence INTEGER NOT NULL,
                author_kind TEXT NOT NULL,
                author INTEGER NOT NULL,
                author_name TEXT NOT NULL,
                action TEXT NOT NULL,
                details TEXT NOT NULL,
                operation INTEGER,
                PRIMARY KEY (workspace, conversation, id)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE tags (
                workspace INTEGER NOT NULL,
                id INTEGER NOT NULL,
                name TEXT NOT NULL,
                -- By which no two are the same; nobody's once it is removed.
                folded TEXT,
                colour TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                -- Removed, and being taken off its conversations.
                removed INTEGER NOT NULL DEFAULT 0,
                PRIMARY KEY (workspace, id)
            ) STRICT, WITHOUT ROWID;
            CREATE UNIQUE INDEX tags_by_name ON tags (workspace, folded) WHERE folded IS NOT NULL;

            ALTER TABLE inboxes ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE inboxes ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
            -- An `InboxAssignment` as JSON; null for by hand.
            ALTER TABLE inboxes ADD COLUMN assignment TEXT;
            """),
    Migration(
        version: 11,
        sql: """
            -- What quotes a message; it holds none of the messages that are nothing but text.
            CREATE INDEX messages_by_quote ON messages (workspace, conversation, extras ->> '$.quote.message')
                WHERE extras IS NOT NULL;

            -- What a member has begun to write: one a conversation.
            CREATE TABLE drafts (
                workspace INTEGER NOT NULL,
                member INTEGER NOT NULL,
                conversation INTEGER NOT NULL,
                kind TEXT NOT NULL,
                body TEXT NOT NULL,
                -- Ids with spaces between.
                attachments TEXT NOT NULL,
                mentioned_members TEXT NOT NULL,
                mentioned_teams TEXT NOT NULL,
                updated_at INTEGER NOT NULL,
                PRIMARY KEY (workspace, member, conversation)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE replies (
                workspace INTEGER NOT NULL,
                id INTEGER NOT NULL,
                scope TEXT NOT NULL,
                -- The member or the team whose it is; 0 for the workspace's.
                owner INTEGER NOT NULL,
                shortcut TEXT NOT NULL,
                title TEXT NOT NULL,
                arabic TEXT,
                english TEXT,
                creator_kind TEXT NOT NULL,
                creator INTEGER NOT NULL,
                creator_name TEXT NOT NULL,
                updated_at INTEGER NOT NULL,
                PRIMARY KEY (workspace, id)
            ) STRICT, WITHOUT ROWID;
            CREATE UNIQUE INDEX replies_by_shortcut ON replies (workspace, scope, owner, shortcut);
            """),
    Migration(
        version: 12,
        sql: """
            CREATE TABLE views (
                workspace INTEGER NOT NULL,
                id INTEGER NOT NULL,
                name TEXT NOT NULL,
                shared INTEGER NOT NULL,
                owner INTEGER,
                -- A `Filter` as JSON.
                filter TEXT NOT NULL,
                sort TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                PRIMARY KEY (workspace, id)
            ) STRICT, WITHOUT ROWID;
            """),
    Migration(
        version: 13,
        sql: """
            -- Customers who are kept from writing, as the contacts' log told of it.
            CREATE TABLE blocked_contacts (
                workspace INTEGER NOT NULL,
                contact INTEGER NOT NULL,
                PRIMARY KEY (workspace, contact)
            ) STRICT, WITHOUT ROWID;
            """),
    Migration(
        version: 14,
        sql: """
            -- What was merged into what, with both as they were (a `Conversation` as JSON each): for undoing it.
            CREATE TABLE merges (
                workspace INTEGER NOT NULL,
                target INTEGER NOT NULL,
                source INTEGER NOT NULL,
                source_was TEXT NOT NULL,
                target_was TEXT NOT NULL,
                at INTEGER NOT NULL,
                PRIMARY KEY (workspace, target, source)
            ) STRICT, WITHOUT ROWID;

            -- What was written anew or taken back: where the search may still know what stood there.
            CREATE INDEX messages_rewritten ON messages (workspace, conversation, sequence)
                WHERE coalesce(edited_at, deleted_at) IS NOT NULL;
            """),
    Migration(
        version: 15,
        sql: """
            -- To which member the turn of each inbox came last.
            CREATE TABLE assignment_turns (
                workspace INTEGER NOT NULL,
                inbox INTEGER NOT NULL,
                member INTEGER NOT NULL,
                PRIMARY KEY (workspace, inbox)
            ) STRICT, WITHOUT ROWID;
            """),
    Migration(
        version: 16,
        sql: """
            -- The canned reply whose file it is: it belongs to no conversation, which is 0.
            ALTER TABLE attachments ADD COLUMN reply INTEGER;
            -- Where its bytes lie, of a copy that shares them.
            ALTER TABLE attachments ADD COLUMN file INTEGER;
            ALTER TABLE attachments ADD COLUMN file_created_at INTEGER;
            CREATE INDEX attachments_by_reply ON attachments (workspace, reply) WHERE reply IS NOT NULL;
            CREATE INDEX attachments_by_file ON attachments (file) WHERE file IS NOT NULL;
            """),
    Migration(
        version: 17,
        sql: """
            -- When the last draft let go of it: from then on it waits as if it had just come.
            ALTER TABLE attachments ADD COLUMN released_at INTEGER;
            """),
]
