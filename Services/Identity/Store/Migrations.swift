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
    Migration(
        version: 3,
        sql: """
            -- A role is one of the five words, or a custom one's id.
            ALTER TABLE members ADD COLUMN role_now TEXT NOT NULL DEFAULT 'agent';
            UPDATE members SET role_now = role;
            ALTER TABLE members DROP COLUMN role;
            ALTER TABLE members RENAME COLUMN role_now TO role;
            ALTER TABLE members ADD COLUMN time_zone TEXT;
            -- Names the picture; null without one.
            ALTER TABLE members ADD COLUMN avatar TEXT;
            ALTER TABLE members ADD COLUMN deactivated_at INTEGER;

            ALTER TABLE people ADD COLUMN email_confirmed_at INTEGER;
            ALTER TABLE people ADD COLUMN two_factor_since INTEGER;

            ALTER TABLE workspaces ADD COLUMN require_two_factor INTEGER NOT NULL DEFAULT 0;
            -- Who gets the open conversations of a member who is gone; null for nobody.
            ALTER TABLE workspaces ADD COLUMN hand_to INTEGER;

            ALTER TABLE invitations ADD COLUMN role_now TEXT NOT NULL DEFAULT 'agent';
            UPDATE invitations SET role_now = role;
            ALTER TABLE invitations DROP COLUMN role;
            ALTER TABLE invitations RENAME COLUMN role_now TO role;
            -- Ids with spaces between.
            ALTER TABLE invitations ADD COLUMN teams TEXT NOT NULL DEFAULT '';

            -- A key has grants of its own.
            ALTER TABLE api_keys ADD COLUMN grants TEXT NOT NULL DEFAULT '{}';
            UPDATE api_keys SET grants = CASE role
                WHEN 'admin' THEN '{"conversations.view":["all"],"conversations.reply":["all"],'
                    || '"conversations.note":["all"],"conversations.assign":["all"],'
                    || '"conversations.status":["all"],"contacts.view":["all"],"contacts.edit":["all"],'
                    || '"contacts.unmask":["all"],"inboxes.manage":["all"],"members.manage":["all"],'
                    || '"members.viewAs":["all"],"teams.manage":["all"],"roles.manage":["all"],'
                    || '"workspace.manage":["all"],"security.manage":["all"],"keys.manage":["all"],'
                    || '"audit.view":["all"]}'
                ELSE '{"conversations.view":["inbox"],"conversations.reply":["inbox"],'
                    || '"conversations.note":["inbox"],"conversations.assign":["inbox"],'
                    || '"conversations.status":["inbox"],"contacts.view":["all"],"contacts.edit":["all"],'
                    || '"contacts.unmask":["all"]}' END;
            ALTER TABLE api_keys DROP COLUMN role;
            ALTER TABLE api_keys ADD COLUMN inboxes TEXT NOT NULL DEFAULT 'all';
            ALTER TABLE api_keys ADD COLUMN created_by TEXT NOT NULL DEFAULT '';
            ALTER TABLE api_keys ADD COLUMN expires_at INTEGER;
            ALTER TABLE api_keys ADD COLUMN last_used_at INTEGER;

            CREATE TABLE roles (
                id INTEGER PRIMARY KEY,
                workspace INTEGER NOT NULL REFERENCES workspaces (id),
                name TEXT NOT NULL,
                -- As on the wire.
                grants TEXT NOT NULL,
                created_at INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX roles_by_workspace ON roles (workspace, id);

            CREATE TABLE teams (
                id INTEGER PRIMARY KEY,
                workspace INTEGER NOT NULL REFERENCES workspaces (id),
                name TEXT NOT NULL,
                inboxes TEXT NOT NULL,
                grants TEXT NOT NULL,
                created_at INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX teams_by_workspace ON teams (workspace, id);

            CREATE TABLE team_members (
                workspace INTEGER NOT NULL,
                team INTEGER NOT NULL REFERENCES teams (id),
                member INTEGER NOT NULL REFERENCES members (id),
                PRIMARY KEY (workspace, team, member)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX team_members_by_member ON team_members (workspace, member, team);
            """),
    Migration(
        version: 4,
        sql: """
            -- Which secret the person's app holds: the secret is derived of this and the deployment's key.
            ALTER TABLE people ADD COLUMN two_factor_generation INTEGER NOT NULL DEFAULT 0;
            -- The half minute of the last code that was accepted: none is accepted twice.
            ALTER TABLE people ADD COLUMN two_factor_step INTEGER NOT NULL DEFAULT 0;

            CREATE TABLE backup_codes (
                person INTEGER NOT NULL REFERENCES people (id),
                -- Keyed with the deployment's key.
                hash BLOB NOT NULL,
                PRIMARY KEY (person, hash)
            ) STRICT, WITHOUT ROWID;

            -- What links in mails open, once.
            CREATE TABLE tickets (
                id INTEGER PRIMARY KEY,
                -- Null where somebody asked for an e-mail that nobody has.
                person INTEGER REFERENCES people (id),
                kind TEXT NOT NULL CHECK (kind IN ('confirmEmail', 'changeEmail', 'resetPassword')),
                email TEXT NOT NULL,
                -- Which session asked for it.
                session INTEGER,
                created_at INTEGER NOT NULL,
                expires_at INTEGER NOT NULL,
                closed_at INTEGER
            ) STRICT;
            CREATE INDEX tickets_open ON tickets (person, kind) WHERE closed_at IS NULL;
            CREATE INDEX tickets_by_end ON tickets (expires_at);

            ALTER TABLE sessions ADD COLUMN device TEXT;
            ALTER TABLE sessions ADD COLUMN address TEXT;

            -- Where a person signed in from before.
            CREATE TABLE devices (
                person INTEGER NOT NULL REFERENCES people (id),
                -- Of the browser's name and the network.
                hash BLOB NOT NULL,
                seen_at INTEGER NOT NULL,
                PRIMARY KEY (person, hash)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE avatars (
                workspace INTEGER NOT NULL,
                member INTEGER NOT NULL REFERENCES members (id),
                type TEXT NOT NULL,
                bytes BLOB NOT NULL,
                PRIMARY KEY (workspace, member)
            ) STRICT;
            """),
    Migration(
        version: 5,
        sql: """
            -- What the operator's settings said at the last start; as on the wire.
            CREATE TABLE plans (
                name TEXT PRIMARY KEY,
                plan TEXT NOT NULL
            ) STRICT, WITHOUT ROWID;
            INSERT INTO plans (name, plan) VALUES ('unlimited', '{"name":"unlimited"}');
            ALTER TABLE workspaces ADD COLUMN plan TEXT NOT NULL DEFAULT 'unlimited';

            -- How far other services' logs were read.
            CREATE TABLE feeds (
                name TEXT PRIMARY KEY,
                epoch TEXT NOT NULL,
                cursor INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE audit (
                id INTEGER PRIMARY KEY,
                workspace INTEGER NOT NULL REFERENCES workspaces (id),
                at INTEGER NOT NULL,
                actor_kind TEXT NOT NULL,
                -- The member's or key's id; the kind again for those without one.
                actor TEXT NOT NULL,
                actor_name TEXT NOT NULL,
                action TEXT NOT NULL,
                target_kind TEXT,
                target TEXT,
                target_name TEXT,
                address TEXT,
                device TEXT,
                -- An object of texts.
                details TEXT NOT NULL,
                -- The id that the service gave it which told of it; null for what was done here.
                origin INTEGER
            ) STRICT;
            CREATE INDEX audit_by_time ON audit (workspace, at, id);
            CREATE INDEX audit_by_actor ON audit (workspace, actor, at, id);
            CREATE UNIQUE INDEX audit_by_origin ON audit (workspace, origin) WHERE origin IS NOT NULL;

            -- What was written stays as it was written. A row that replaces another one does so without the trigger of
            -- a deletion.
            CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN
                SELECT raise(ABORT, 'The audit log is not changed.');
            END;
            CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit BEGIN
                SELECT raise(ABORT, 'Nothing of the audit log is removed.');
            END;
            CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit
            WHEN EXISTS (SELECT 1 FROM audit WHERE id = new.id)
                OR EXISTS (SELECT 1 FROM audit WHERE workspace = new.workspace AND origin = new.origin)
            BEGIN
                SELECT raise(ABORT, 'Nothing of the audit log is replaced.');
            END;
            """),
    Migration(
        version: 6,
        sql: """
            -- A workspace's rows beside one another: a list of one among ten thousand reads a few pages and not one a
            -- row.
            CREATE TABLE clustered (
                id INTEGER NOT NULL,
                workspace INTEGER NOT NULL REFERENCES workspaces (id),
                person INTEGER NOT NULL REFERENCES people (id),
                name TEXT NOT NULL,
                -- One of the five words, or a custom role's id.
                role TEXT NOT NULL,
                -- `all`, or ids with spaces between.
                inboxes TEXT NOT NULL,
                language TEXT NOT NULL,
                time_zone TEXT,
                -- Names the picture; null without one.
                avatar TEXT,
                joined_at INTEGER NOT NULL,
                deactivated_at INTEGER,
                -- The row of a removed member stays: their messages keep an author.
                removed_at INTEGER,
                -- Copies of the person's, kept by the triggers below: with them a list of members reads no other table.
                email TEXT NOT NULL DEFAULT '',
                two_factor_since INTEGER,
                PRIMARY KEY (workspace, id)
            ) STRICT, WITHOUT ROWID;
            INSERT INTO clustered (id, workspace, person, name, role, inboxes, language, time_zone, avatar, joined_at,
                deactivated_at, removed_at, email, two_factor_since)
            SELECT m.id, m.workspace, m.person, m.name, m.role, m.inboxes, m.language, m.time_zone, m.avatar,
                m.joined_at, m.deactivated_at, m.removed_at, p.email, p.two_factor_since
            FROM members m JOIN people p ON p.id = m.person ORDER BY m.workspace, m.id;
            DROP TABLE members;
            ALTER TABLE clustered RENAME TO members;
            -- What is told of a member refers to them by this.
            CREATE UNIQUE INDEX members_by_id ON members (id);
            CREATE UNIQUE INDEX members_present ON members (workspace, person) WHERE removed_at IS NULL;
            CREATE INDEX members_by_person ON members (person, id);
            CREATE TRIGGER members_know_their_person AFTER INSERT ON members BEGIN
                UPDATE members SET (email, two_factor_since) =
                    (SELECT email, two_factor_since FROM people WHERE id = new.person)
                WHERE workspace = new.workspace AND id = new.id;
            END;
            CREATE TRIGGER members_follow_their_person AFTER UPDATE OF email, two_factor_since ON people BEGIN
                UPDATE members SET email = new.email, two_factor_since = new.two_factor_since WHERE person = new.id;
            END;
            """),
    Migration(
        version: 7,
        sql: """
            -- How the pages behave for a member; what everybody begins with.
            ALTER TABLE members ADD COLUMN undo_seconds INTEGER NOT NULL DEFAULT 10;
            ALTER TABLE members ADD COLUMN enter_sends INTEGER NOT NULL DEFAULT 1;
            ALTER TABLE members ADD COLUMN sound INTEGER NOT NULL DEFAULT 1;
            ALTER TABLE members ADD COLUMN desktop INTEGER NOT NULL DEFAULT 0;
            """),
]
