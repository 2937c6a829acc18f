import CSQLite

/// Workspaces written straight into the services' files, while nobody has them open: an inbox each, 50 members, 50
/// contacts and 50 conversations.
///
/// They grew side by side: a workspace's first rows stand beside the first rows of all the others, as in a deployment
/// that has been used.
struct Seed {
    let workspaces: ClosedRange<Int64>
    let folder: String

    func sow() throws {
        try sow(Self.identity, into: "identity")
        try sow(Self.contacts, into: "contacts")
        try sow(Self.conversations, into: "conversations")
    }

    private func sow(_ statements: [StaticString], into service: String) throws {
        var handle: OpaquePointer?
        defer { sqlite3_close_v2(handle) }
        guard sqlite3_open_v2("\(folder)/\(service).sqlite", &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK,
            let handle
        else { throw BenchFault("The file of \(service) cannot be opened.") }
        for statement in [Self.settings] + [Self.begin] + [Self.table, Self.rows] + statements + [Self.commit] {
            try run(statement, on: handle)
        }
        try run("PRAGMA wal_checkpoint(TRUNCATE)", on: handle)
    }

    private func run(_ text: StaticString, on handle: OpaquePointer) throws {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(handle, "\(text)", -1, &statement, nil) == SQLITE_OK else { throw fault(handle) }
        if sqlite3_bind_parameter_count(statement) == 2 {
            sqlite3_bind_int64(statement, 1, workspaces.lowerBound)
            sqlite3_bind_int64(statement, 2, workspaces.upperBound)
        }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: continue
            case SQLITE_DONE: return
            default: throw fault(handle)
            }
        }
    }

    private func fault(_ handle: OpaquePointer) -> BenchFault {
        BenchFault("The seed does not fit: \(String(cString: sqlite3_errmsg(handle)))")
    }

    private static let settings: StaticString = "PRAGMA synchronous = OFF"
    private static let begin: StaticString = "BEGIN"
    private static let commit: StaticString = "COMMIT"
    private static let table: StaticString =
        "CREATE TEMP TABLE seed (id INTEGER PRIMARY KEY, w INTEGER NOT NULL, n INTEGER NOT NULL)"
    /// A row for the n-th thing of workspace w, the first things of all workspaces first.
    private static let rows: StaticString = """
        INSERT INTO seed
        WITH RECURSIVE
            thing(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM thing WHERE n < 50),
            workspace(w) AS (SELECT ?1 UNION ALL SELECT w + 1 FROM workspace WHERE w < ?2)
        SELECT n * 1000000 + w, w, n FROM thing, workspace
        """

    private static let identity: [StaticString] = [
        """
        INSERT INTO workspaces (id, name, language, time_zone, created_at)
        SELECT w, 'متجر ' || w, 'ar', 'Asia/Riyadh', 1795253400000 FROM seed WHERE n = 1
        """,
        """
        INSERT INTO people (id, email, email_key, password, created_at)
        SELECT id, 'noura-' || id || '@example.com', 'noura-' || id || '@example.com', 'x', 1795253400000 FROM seed
        ORDER BY id
        """,
        """
        INSERT INTO members (id, workspace, person, name, role, inboxes, language, joined_at)
        SELECT id, w, id, 'نورة العتيبي ' || n, CASE WHEN n = 1 THEN 'owner' ELSE 'agent' END, 'all', 'ar',
            1795253400000 + n
        FROM seed ORDER BY id
        """,
    ]

    private static let contacts: [StaticString] = [
        """
        INSERT INTO contacts (id, workspace, name, email, email_key, language, unverified, founder, created_at,
            last_seen_at, conversation_count, message_count, folded)
        SELECT id, w, 'ليلى القحطاني ' || n, 'layla-' || n || '@example.com', 'layla-' || n || '@example.com', 'ar', 0,
            id, 1795253400000, 1795253400000 + n, 1, 12, 'ليلي القحطاني ' || n || ' layla-' || n || '@example.com'
        FROM seed ORDER BY id
        """,
        "INSERT INTO visitors (workspace, visitor, contact) SELECT w, id, id FROM seed",
    ]

    private static let conversations: [StaticString] = [
        """
        INSERT INTO inboxes (id, workspace, name, widget, created_at)
        SELECT w, w, 'المبيعات', '{}', 1795253400000 FROM seed WHERE n = 1
        """,
        """
        INSERT INTO conversations (id, workspace, inbox, contact, contact_name, visitor, verified, language, status,
            assignee, last_sequence, team_read, visitor_read, preview, preview_kind, preview_author, created_at,
            updated_at)
        SELECT id, w, w, id, 'ليلى القحطاني ' || n, id, 0, 'ar', CASE WHEN n % 5 = 0 THEN 'closed' ELSE 'open' END,
            CASE WHEN n % 2 = 0 THEN 1000000 + w END, 12, 12, 12,
            'هل يصل الطلب إلى جدة قبل نهاية الأسبوع؟ رقم الطلب 10024، وشكرا لكم', 'reply', 'visitor', 1795253400000,
            1795253400000 + n * 1000
        FROM seed ORDER BY id
        """,
    ]
}
