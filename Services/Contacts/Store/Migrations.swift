import ServiceKit
import Storage

extension Contacts {
    static let migrations = [
        Migration(version: 1, sql: EventLog.schema),
        Migration(
            version: 2,
            sql: """
                CREATE TABLE contacts (
                    id INTEGER PRIMARY KEY,
                    workspace INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    email TEXT,
                    email_key TEXT,
                    phone TEXT,
                    phone_key TEXT,
                    language TEXT,
                    unverified INTEGER NOT NULL,
                    -- The visitor whose words made the record; nobody for one that the team made.
                    founder INTEGER,
                    created_at INTEGER NOT NULL,
                    last_seen_at INTEGER NOT NULL,
                    conversation_count INTEGER NOT NULL DEFAULT 0,
                    message_count INTEGER NOT NULL DEFAULT 0,
                    folded TEXT NOT NULL
                ) STRICT;
                CREATE UNIQUE INDEX contacts_by_email ON contacts (workspace, email_key) WHERE email_key IS NOT NULL;
                CREATE UNIQUE INDEX contacts_by_phone ON contacts (workspace, phone_key) WHERE phone_key IS NOT NULL;
                CREATE INDEX contacts_by_last_seen ON contacts (workspace, last_seen_at, id);

                CREATE TABLE visitors (
                    workspace INTEGER NOT NULL,
                    visitor INTEGER NOT NULL,
                    contact INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
                    PRIMARY KEY (workspace, visitor)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX visitors_by_contact ON visitors (contact);

                CREATE TABLE claims (
                    id INTEGER PRIMARY KEY,
                    contact INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
                    visitor INTEGER NOT NULL,
                    name TEXT,
                    email TEXT,
                    phone TEXT,
                    at INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX claims_by_contact ON claims (contact, id);

                -- How far the conversations' log has been counted; one row.
                CREATE TABLE counted (
                    id INTEGER PRIMARY KEY CHECK (id = 1),
                    epoch TEXT NOT NULL,
                    cursor INTEGER NOT NULL
                ) STRICT;
                INSERT INTO counted (id, epoch, cursor) VALUES (1, '', 0);
                """),
        Migration(
            version: 3,
            sql: """
                -- Whom the shops' own servers named, each shop in its own words.
                CREATE TABLE subjects (
                    workspace INTEGER NOT NULL,
                    inbox INTEGER NOT NULL,
                    subject TEXT NOT NULL,
                    contact INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
                    PRIMARY KEY (workspace, inbox, subject)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX subjects_by_contact ON subjects (contact);
                """),
        Migration(
            version: 4,
            sql: """
                -- A workspace's rows beside one another: a list of one among ten thousand reads a few pages and not
                -- one a
                -- row.
                CREATE TABLE clustered (
                    id INTEGER NOT NULL,
                    workspace INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    email TEXT,
                    email_key TEXT,
                    phone TEXT,
                    phone_key TEXT,
                    language TEXT,
                    unverified INTEGER NOT NULL,
                    -- The visitor whose words made the record; nobody for one that the team made.
                    founder INTEGER,
                    created_at INTEGER NOT NULL,
                    last_seen_at INTEGER NOT NULL,
                    conversation_count INTEGER NOT NULL DEFAULT 0,
                    message_count INTEGER NOT NULL DEFAULT 0,
                    folded TEXT NOT NULL,
                    PRIMARY KEY (workspace, id)
                ) STRICT, WITHOUT ROWID;
                INSERT INTO clustered (id, workspace, name, email, email_key, phone, phone_key, language, unverified,
                    founder, created_at, last_seen_at, conversation_count, message_count, folded)
                SELECT id, workspace, name, email, email_key, phone, phone_key, language, unverified, founder,
                    created_at,
                    last_seen_at, conversation_count, message_count, folded
                FROM contacts ORDER BY workspace, id;
                DROP TABLE contacts;
                ALTER TABLE clustered RENAME TO contacts;
                -- What is told of a contact refers to it by this.
                CREATE UNIQUE INDEX contacts_by_id ON contacts (id);
                CREATE UNIQUE INDEX contacts_by_email ON contacts (workspace, email_key) WHERE email_key IS NOT NULL;
                CREATE UNIQUE INDEX contacts_by_phone ON contacts (workspace, phone_key) WHERE phone_key IS NOT NULL;
                CREATE INDEX contacts_by_last_seen ON contacts (workspace, last_seen_at, id);
                """),
        Migration(
            version: 5,
            sql: """
                -- Whether the team keeps them from writing.
                ALTER TABLE contacts ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0;
                """),
    ]
}
