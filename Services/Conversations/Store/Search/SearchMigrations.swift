import Storage

/// The file of what can be found, `search.sqlite`. It is made of the service's own database and may be deleted whenever
/// nobody has it open.
///
/// The index keeps no text. An entry's row says the conversation's number in its upper bits and the message's sequence
/// in the lower 24 (0: the title), counted down from 2^55, so that the newest conversation comes first. Entries begin
/// with five letters for the workspace: a tenant's entries lie side by side, and nobody else's are read or counted.
let searchMigrations = [
    Migration(
        version: 1,
        sql: """
            CREATE TABLE workspaces (
                number INTEGER PRIMARY KEY,
                workspace INTEGER NOT NULL UNIQUE
            ) STRICT;
            CREATE TABLE conversations (
                number INTEGER PRIMARY KEY,
                workspace INTEGER NOT NULL,
                id INTEGER NOT NULL
            ) STRICT;
            CREATE UNIQUE INDEX conversations_by_id ON conversations (workspace, id);

            CREATE VIRTUAL TABLE texts USING fts5(
                entries, content = '', detail = none, columnsize = 0, tokenize = 'ascii', prefix = '7 8');
            INSERT INTO texts (texts, rank) VALUES ('automerge', 8);

            -- Every word there is, for whoever has typed the beginning of one: the index then reads on through those
            -- that begin so, where FTS5 would first gather all places of them. Of two and three letters it has
            -- entries of its own.
            CREATE TABLE words (
                workspace INTEGER NOT NULL,
                word TEXT NOT NULL,
                PRIMARY KEY (workspace, word)
            ) STRICT, WITHOUT ROWID;

            -- Of which database, by which rules, and how far. While the messages that were there at the beginning are
            -- read, `workspace`, `conversation` and `sequence` name the last one; then they are null.
            CREATE TABLE progress (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                epoch TEXT NOT NULL,
                folding INTEGER NOT NULL,
                event INTEGER NOT NULL,
                workspace INTEGER,
                conversation INTEGER,
                sequence INTEGER
            ) STRICT;
            """),
    // Numbers follow the ids but for a few that were read in another order. How far the ids went up to each tells
    // whoever has looked at the latest numbers which ids they have seen all of.
    Migration(
        version: 2,
        sql: """
            ALTER TABLE conversations ADD COLUMN greatest INTEGER NOT NULL DEFAULT 0;
            UPDATE conversations SET greatest = reached.greatest FROM (
                SELECT number, max(id) OVER (PARTITION BY workspace ORDER BY number) AS greatest FROM conversations
            ) AS reached WHERE reached.number = conversations.number;
            """),
]
