import Testing

@testable import Storage

@Suite struct `Migrations` {
    private let one = Migration(version: 1, sql: "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1)")
    private let two = Migration(version: 2, sql: "ALTER TABLE a ADD COLUMN y INTEGER NOT NULL DEFAULT 5")

    private func open(_ folder: TemporaryFolder, _ migrations: [Migration]) throws -> Database {
        try Database(path: folder.file, migrations: migrations)
    }

    private func sum(_ database: Database) async throws -> Int? {
        try await database.read { try $0.first("SELECT sum(x + y) FROM a") { try $0[0] } }
    }

    @Test func `are applied once each, in order`() async throws {
        let folder = TemporaryFolder()
        await (try open(folder, [one])).close()
        await (try open(folder, [one, two])).close()

        let database = try open(folder, [one, two])

        #expect(try await sum(database) == 6)
    }

    @Test func `of a newer program keep an older one out`() async throws {
        let folder = TemporaryFolder()
        await (try open(folder, [one, two])).close()

        #expect(throws: StorageFault.newer(found: 2, known: 1)) { try open(folder, [one]) }
        #expect(
            StorageFault.newer(found: 2, known: 1).description
                == "The database has schema version 2, this program knows versions to 1: start a newer program.")
    }

    @Test func `that fail leave the database as it was`() async throws {
        let folder = TemporaryFolder()
        await (try open(folder, [one])).close()
        let broken = Migration(version: 2, sql: "ALTER TABLE a ADD COLUMN y INTEGER; SELECT nonsense FROM a")

        #expect(throws: StorageFault.self) { try open(folder, [one, broken]) }

        #expect(try await sum(open(folder, [one, two])) == 6)
    }

    @Test func `must leave no reference dangling`() throws {
        let folder = TemporaryFolder()
        let dangling = Migration(
            version: 1,
            sql: """
                CREATE TABLE p (id INTEGER PRIMARY KEY);
                CREATE TABLE q (p INTEGER REFERENCES p (id));
                INSERT INTO q VALUES (9);
                """)

        #expect(throws: StorageFault.constraint(.foreignKey, "A row of q refers to nothing.")) {
            try open(folder, [dangling])
        }
    }

    @Test func `must be numbered without gaps`() throws {
        let folder = TemporaryFolder()

        #expect(throws: StorageFault.self) { try open(folder, [two]) }
        #expect(throws: StorageFault.self) { try open(folder, [one, one]) }
    }

    @Test func `may make a text index that triggers keep`() async throws {
        let folder = TemporaryFolder()
        let index = Migration(
            version: 1,
            sql: """
                CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
                CREATE VIRTUAL TABLE notes_index USING fts5 (body, content='notes', content_rowid='id');
                CREATE TRIGGER notes_added AFTER INSERT ON notes BEGIN
                    INSERT INTO notes_index (rowid, body) VALUES (new.id, new.body);
                END;
                """)
        let database = try open(folder, [index])
        try await database.write { try $0.run("INSERT INTO notes (body) VALUES (?1)", "مرحبا بكم في مجلس") }

        let found = try await database.read {
            try $0.rows("SELECT rowid FROM notes_index WHERE notes_index MATCH ?1", "مجلس") { try $0[0] as Int }
        }

        #expect(found == [1])
    }
}
