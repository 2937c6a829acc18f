/// One step of a database's schema. Steps go forward only, and each is applied once, in its own transaction.
public struct Migration: Sendable {
    /// 1, 2, 3, … in the order of application; what was released keeps its number and its text.
    public let version: Int
    /// One or more statements. Foreign keys are off while they run, and all are checked at their end.
    public let sql: StaticString

    /// Makes a step. Tables named `storage_…` belong to Storage.
    public init(version: Int, sql: StaticString) {
        self.version = version
        self.sql = sql
    }
}

/// Brings a database to the program's schema, when it is opened.
struct Migrator {
    let connection: Connection

    /// Applies what is missing of `migrations`.
    /// - Throws: `.newer` when a newer program has migrated the file; then nothing is changed.
    func apply(_ migrations: [Migration]) throws(StorageFault) {
        let versions = migrations.map(\.version)
        guard versions == Array(1..<(versions.count + 1)) else {
            throw .programming("Migrations must be numbered 1, 2, 3, … in order, not \(versions).")
        }
        let found: Int = try connection.value(of: "PRAGMA user_version") ?? 0
        guard found <= versions.count else { throw .newer(found: found, known: versions.count) }
        for migration in migrations.dropFirst(found) { try apply(migration) }
    }

    /// The database's random name, made at its first opening.
    func epoch() throws(StorageFault) -> String {
        try connection.execute(
            """
            BEGIN IMMEDIATE;
            CREATE TABLE IF NOT EXISTS storage_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
            INSERT INTO storage_meta (key, value) VALUES ('epoch', lower(hex(randomblob(16)))) ON CONFLICT DO NOTHING;
            COMMIT;
            """)
        guard let epoch: String = try connection.value(of: "SELECT value FROM storage_meta WHERE key = 'epoch'") else {
            throw .corrupt("The database has no epoch.")
        }
        return epoch
    }

    private func apply(_ migration: Migration) throws(StorageFault) {
        do throws(StorageFault) {
            try connection.execute("BEGIN IMMEDIATE")
            try connection.execute("\(migration.sql)")
            let dangling: String? = try connection.value(of: "SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1")
            if let dangling { throw StorageFault.constraint(.foreignKey, "A row of \(dangling) refers to nothing.") }
            try connection.execute("PRAGMA user_version = \(migration.version); COMMIT")
        } catch {
            if connection.isInTransaction { try? connection.execute("ROLLBACK") }
            throw error
        }
    }
}
