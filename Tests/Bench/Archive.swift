import CSQLite
import Glibc
import TestKit
import WireModel

/// A workspace that has been used for two years, written straight into the file of the conversations service while
/// nobody has it open: 100,000 conversations with 1,000,000 messages, 20 members, 6 inboxes and 4 teams, times `scale`.
///
/// Members are 1 to 20, inboxes 1 to 6, teams 1 to 4, tags 1 to 20 (on conversations; they have no rows), contacts and
/// their visitors from 1 on. Nine of ten of the `newest` conversations are open, one in a hundred of the others. The
/// same scale writes the same rows.
struct Archive {
    static let workspace: Int64 = 1
    static let members = 1...20
    static let inboxes = 1...6
    static let teams = 1...4
    static let tags = 1...20
    /// Messages of ten conversations in a row, 100 together.
    private static let lengths = [2, 4, 5, 7, 8, 9, 11, 14, 17, 23]
    private static let conversationsOfScale = 100_000
    private static let conversationsOfContact = 3
    private static let newestMilliseconds: Int64 = 1_795_253_400_000
    private static let spanMilliseconds: Int64 = 730 * 86_400_000
    private static let inboxNames = ["المبيعات", "الدعم", "الشحن", "Sales", "Support", "الفواتير"]

    let scale: Int
    /// Those that the team works on: as many for twenty members however long their past is.
    let newest: Int
    /// One message a conversation: for what reads conversations only.
    let isThin: Bool
    private let texts = Texts()
    private let contacts: [String]
    private let memberNames: [String]

    var conversations: Int { scale * Self.conversationsOfScale }
    var messages: Int { isThin ? conversations : conversations * Self.lengths.reduce(0, +) / Self.lengths.count }

    init(scale: Int = 1, newest: Int = 10_000, isThin: Bool = false) {
        self.scale = scale
        self.newest = newest
        self.isThin = isThin
        var dice = Dice(seed: 4)
        let texts = texts
        contacts = (0..<scale * Self.conversationsOfScale / Self.conversationsOfContact).map { _ in
            texts.name(texts.tongue(&dice), &dice)
        }
        memberNames = Self.members.map { _ in texts.name(.arabic, &dice) }
    }

    /// Fills `folder/conversations.sqlite`, which the service has made before.
    func write(into folder: String) throws {
        // What the service has made of its rows so far.
        for suffix in ["", "-wal", "-shm"] { unlink("\(folder)/search.sqlite\(suffix)") }
        let file = try Sheet(path: "\(folder)/conversations.sqlite")
        try file.run("PRAGMA synchronous = OFF")
        try file.run("BEGIN")
        for inbox in Self.inboxes {
            try file.run(Self.inboxSQL, .number(Int64(inbox)), .text(Self.inboxNames[inbox - 1]))
        }
        var dice = Dice(seed: 5)
        for place in 0..<conversations { try write(place, &dice, file) }
        try file.run(Self.usageSQL)
        try file.run("COMMIT")
        try file.run("ANALYZE")
        try file.run("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    private func write(_ place: Int, _ dice: inout Dice, _ file: Sheet) throws {
        var talk = Talk(begin(place), place: place, tongue: texts.tongue(&dice))
        talk.contact = dice.below(contacts.count)
        talk.member = Self.members.lowerBound + dice.below(Self.members.count)
        for sequence in 1...(isThin ? 1 : Self.lengths[(place + place / 10 * 3) % 10]) {
            try write(sequence, of: &talk, &dice, file)
        }
        let isOpen = place >= conversations - newest && dice.chance(90) || dice.chance(1)
        let isTaken = !isOpen || dice.chance(70)
        let status = isOpen ? (talk.lastKind == "visitor" ? "open" : isTaken ? "waiting" : "inProgress") : "closed"
        try file.run(
            Self.conversationSQL, .number(talk.id), .number(Int64(Self.inbox(&dice))), .number(Int64(talk.contact + 1)),
            .text(contacts[talk.contact]), .text(talk.tongue == .english ? "en" : "ar"), .text(status),
            isTaken ? .number(Int64(talk.member)) : .null,
            dice.chance(25) ? .number(Int64(1 + dice.below(Self.teams.count))) : .null,
            .number(talk.last), .text(String(talk.lastBody.prefix(120))), .text(talk.lastIsNote ? "note" : "reply"),
            .text(talk.lastKind), .number(talk.began), .number(talk.now),
            isOpen && talk.lastKind == "visitor" ? .number(talk.now) : .null,
            .number(dice.chance(30) ? 1 : 0), .text(talk.title), .number(talk.customerAt),
            talk.teamAt.map { .number($0) } ?? .null, .text(Self.priority(&dice)), .text(Self.someTags(&dice)))
    }

    private static func priority(_ dice: inout Dice) -> String {
        let number = dice.below(100)
        return number < 85 ? "normal" : number < 93 ? "low" : number < 98 ? "high" : "urgent"
    }

    /// Two of five have one to three.
    private static func someTags(_ dice: inout Dice) -> String {
        guard dice.chance(40) else { return "" }
        let numbers = Set((0..<1 + dice.below(3)).map { _ in tags.lowerBound + dice.below(tags.count) })
        return numbers.sorted().map { TagID(rawValue: Int64($0)).description }.joined(separator: " ")
    }

    private func write(_ sequence: Int, of talk: inout Talk, _ dice: inout Dice, _ file: Sheet) throws {
        let byVisitor = sequence == 1 || dice.chance(50)
        let isNote = !byVisitor && dice.chance(15)
        if sequence > 1 { talk.now += Int64(5_000 + dice.below(1_200_000)) }
        if dice.chance(10) { talk.member = Self.members.lowerBound + dice.below(Self.members.count) }
        talk.last = Int64(sequence)
        talk.lastKind = byVisitor ? "visitor" : "member"
        talk.lastIsNote = isNote
        talk.lastBody = texts.message(talk.tongue, &dice)
        if sequence == 1 { talk.title = String(talk.lastBody.prefix(120)) }
        if byVisitor { talk.customerAt = talk.now } else if !isNote { talk.teamAt = talk.now }
        try file.run(
            Self.messageSQL, .number(talk.id), .number(talk.last),
            .number(Self.id(talk.now, Int64(dice.below(1 << 20)))), .text(isNote ? "note" : "reply"),
            .text(talk.lastKind), .number(Int64(byVisitor ? talk.contact + 1 : talk.member)),
            .text(byVisitor ? "" : memberNames[talk.member - 1]), .text(talk.lastBody), .number(Int64(sequence)),
            .number(talk.now))
    }

    /// One conversation as it goes on.
    private struct Talk {
        let id: Int64
        let began: Int64
        let tongue: Texts.Tongue
        var now: Int64
        var contact = 0
        var member = 0
        var last: Int64 = 0
        var lastKind = "visitor"
        var lastIsNote = false
        var title = ""
        var customerAt: Int64 = 0
        var teamAt: Int64?
        var lastBody = ""

        init(_ began: Int64, place: Int, tongue: Texts.Tongue) {
            self.began = began
            self.tongue = tongue
            now = began
            id = Archive.id(began, Int64(place & 0xF_FFFF))
        }
    }

    private func begin(_ place: Int) -> Int64 {
        Self.newestMilliseconds - Self.spanMilliseconds + Self.spanMilliseconds * Int64(place) / Int64(conversations)
    }

    /// The first inbox has half of all, the next half of the rest.
    private static func inbox(_ dice: inout Dice) -> Int {
        min(inboxes.lowerBound + dice.next().trailingZeroBitCount, inboxes.upperBound)
    }

    /// As ``IdentifierSource`` makes them.
    private static func id(_ milliseconds: Int64, _ counter: Int64) -> Int64 {
        (milliseconds - 1_704_067_200_000) << 20 | counter
    }

    private static let inboxSQL: StaticString = """
        INSERT INTO inboxes (id, workspace, name, widget, created_at)
        VALUES (?1, 1, ?2, '{}', 1795253400000 - 63072000000)
        """
    private static let conversationSQL: StaticString = """
        INSERT INTO conversations (id, workspace, inbox, contact, contact_name, visitor, language, status, assignee,
            team, last_sequence, team_read, visitor_read, preview, preview_kind, preview_author, created_at, updated_at,
            waiting_since, verified, title, last_customer_at, last_team_at,
            priority, tags)
        VALUES (?1, 1, ?2, ?3, ?4, ?3, ?5, ?6, ?7, ?8, ?9, ?9, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
            ?20, ?21)
        """
    private static let usageSQL: StaticString = """
        INSERT INTO usage (workspace, month, messages, bytes)
        SELECT 1, strftime('%Y', sent_at / 1000, 'unixepoch') * 12 + strftime('%m', sent_at / 1000, 'unixepoch') - 1,
            count(*), sum(length(CAST(body AS BLOB)))
        FROM messages GROUP BY 2
        """
    private static let messageSQL: StaticString = """
        INSERT INTO messages (workspace, conversation, sequence, id, kind, author_kind, author, author_name, body,
            client_id, sent_at)
        VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """
}

/// A service's file, open for us alone; statements stay prepared.
private final class Sheet {
    enum Value {
        case number(Int64)
        case text(String)
        case null
    }

    private var handle: OpaquePointer?
    private var statements: [UnsafePointer<UInt8>: OpaquePointer] = [:]

    init(path: String) throws {
        guard sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK else {
            throw BenchFault("\(path) cannot be opened.")
        }
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(handle)
    }

    func run(_ sql: StaticString, _ values: Value...) throws {
        let statement = try prepared(sql)
        for (place, value) in values.enumerated() {
            let index = Int32(place + 1)
            switch value {
            case .number(let number): sqlite3_bind_int64(statement, index, number)
            case .text(var text):
                _ = text.withUTF8 { csqlite_bind_text_copy(statement, index, $0.baseAddress, Int64($0.count)) }
            case .null: sqlite3_bind_null(statement, index)
            }
        }
        defer { sqlite3_reset(statement) }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: continue
            case SQLITE_DONE: return
            default: throw BenchFault("The archive does not fit: \(String(cString: sqlite3_errmsg(handle)))")
            }
        }
    }

    private func prepared(_ sql: StaticString) throws -> OpaquePointer? {
        if let statement = statements[sql.utf8Start] { return statement }
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, "\(sql)", -1, &statement, nil) == SQLITE_OK, let statement else {
            throw BenchFault("The archive does not fit: \(String(cString: sqlite3_errmsg(handle)))")
        }
        statements[sql.utf8Start] = statement
        return statement
    }
}
