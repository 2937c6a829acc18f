import JSON
public import Storage
public import WireModel

// How the wire's values stand in columns.

extension Invitation.Status: DatabaseValue {}
extension TicketPreview.Kind: DatabaseValue {}
extension AuditActor.Kind: DatabaseValue {}
extension AuditAction: DatabaseValue {}
extension AuditTarget.Kind: DatabaseValue {}

/// As on the wire.
extension Plan: DatabaseValue {
    public func bind(to parameter: Parameter) {
        parameter.bind((try? JSON.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "")
    }

    public static func read(from column: Column) throws(StorageFault) -> Plan {
        let text = try String.read(from: column)
        guard let plan = try? JSON.decode(Plan.self, from: Array(text.utf8), unknownFields: .ignored) else {
            throw .corrupt("A column of plans holds something else.")
        }
        return plan
    }
}

/// `all`, or the ids with spaces between.
extension InboxAccess: DatabaseValue {
    public func bind(to parameter: Parameter) {
        parameter.bind(words)
    }

    public static func read(from column: Column) throws(StorageFault) -> InboxAccess {
        guard let access = InboxAccess(words: try String.read(from: column)) else {
            throw .corrupt("A member's inboxes hold what is no inbox.")
        }
        return access
    }
}

/// Ids with spaces between.
extension [TeamID] {
    var column: String { TeamID.words(self) }

    init(column text: String) throws(StorageFault) {
        guard let teams = TeamID.list(text) else { throw .corrupt("A list of teams holds what is no team.") }
        self = teams
    }
}

extension Page {
    /// The first `limit` of `rows`, which were asked for one more than that, so as to see whether there are more.
    init(_ rows: [Item], limit: Int, cursor: (Item) -> String) {
        let items = Array(rows.prefix(limit))
        self.init(items: items, nextCursor: rows.count > limit ? items.last.map(cursor) : nil)
    }
}

/// Which stretch of a list: up to ``limit`` items past ``after``.
struct Stretch<Kind: IdentifierKind>: Sendable {
    var after: Identifier<Kind>?
    var limit: Int

    /// For lists that grow upwards.
    var above: Identifier<Kind> { after ?? Identifier(rawValue: 0) }
    /// For lists with the newest first.
    var below: Identifier<Kind> { after ?? Identifier(rawValue: .max) }
}
