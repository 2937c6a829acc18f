import CSQLite

/// Why the database could not do as asked. The sentences name SQL and columns and never a stored value: log them, but
/// show people something else.
public enum StorageFault: Error, Sendable, Equatable {
    /// The disk is full or fails. Nothing of the write was stored, the database is intact; it may work again later.
    case full(String)
    /// A queue's bound was reached, or another process held the file too long. Nothing was stored; try again later.
    case busy(String)
    /// The database was closed before the call.
    case closed
    /// A rule of the schema refused the change; the statement was undone and the transaction may go on.
    case constraint(Constraint, String)
    /// The file is damaged, or no database at all.
    case corrupt(String)
    /// The file was written by a newer program: its schema has version `found`, this program knows versions to `known`.
    case newer(found: Int, known: Int)
    /// The database cannot be opened or used for now (file, permission, memory).
    case unavailable(String)
    /// A mistake in the program: wrong SQL, number of values or type of column. The sentence says which.
    case programming(String)

    /// Which kind of rule refused a change.
    public enum Constraint: Sendable, Equatable {
        case unique, foreignKey, check, notNull, other
    }
}

extension StorageFault: CustomStringConvertible {
    /// One sentence for the log.
    public var description: String {
        switch self {
        case .full(let detail): "The disk is full or failing: \(detail)"
        case .busy(let detail): "The database is busy: \(detail)"
        case .closed: "The database is closed."
        case .constraint(let rule, let detail): "A constraint (\(rule)) refused the change: \(detail)"
        case .corrupt(let detail): "The database is damaged: \(detail)"
        case .newer(let found, let known):
            "The database has schema version \(found), this program knows versions to \(known): start a newer program."
        case .unavailable(let detail): "The database is unavailable: \(detail)"
        case .programming(let detail): "A mistake in the program: \(detail)"
        }
    }
}

extension StorageFault {
    /// The fault for SQLite's extended result `code`, with SQLite's sentence and the SQL it was about.
    init(code: Int32, message: String, sql: String) {
        let detail = sql.isEmpty ? message : "\(message) [\(sql)]"
        switch code & 0xFF {
        case SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY: self = .full("\(detail) (SQLite \(code))")
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy(detail)
        case SQLITE_CONSTRAINT: self = .constraint(Constraint(code: code), detail)
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt(detail)
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_NOMEM, SQLITE_AUTH, SQLITE_PROTOCOL, SQLITE_INTERRUPT:
            self = .unavailable(detail)
        default: self = .programming("\(detail) (SQLite \(code))")
        }
    }

    /// Whether the fault says something about disk and file, rather than about one call.
    var concernsTheFile: Bool {
        switch self {
        case .full, .corrupt: true
        default: false
        }
    }
}

extension StorageFault.Constraint {
    /// SQLite's extended codes are the primary one (19) plus 256 times a number; the header has them as macros of
    /// casts.
    init(code: Int32) {
        self =
            switch code >> 8 {
            case 8, 6, 10: .unique  // UNIQUE, PRIMARYKEY, ROWID
            case 3: .foreignKey
            case 1: .check
            case 5: .notNull
            default: .other
            }
    }
}
