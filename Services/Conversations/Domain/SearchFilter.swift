import ServiceKit
import WireModel

/// What narrows a search. Each field that is nil narrows nothing.
struct SearchFilter: Sendable, Equatable {
    var status: WantedStatus?
    var inbox: InboxID?
    var assignee: WantedAssignee?
    var tag: TagID?
    /// Messages of this kind, and no titles.
    var kind: Message.Kind?
    /// Sent at or after, and before.
    var after: Timestamp?
    var before: Timestamp?

    /// Conversations of which anything may be wanted.
    var selection: Selection {
        var parts: [Selection] = []
        if let status { parts.append(status.selection) }
        if let inbox { parts.append(.having(.inbox(inbox))) }
        if let assignee { parts.append(assignee.selection) }
        if let tag { parts.append(.having(.tag(tag))) }
        if let after { parts.append(.between(.activity, after.milliseconds ... .max)) }
        if let before { parts.append(.between(.created, .min...before.milliseconds - 1)) }
        return .all(parts)
    }

    /// Whether a message of this kind and time is wanted; a title is of no kind.
    func admits(_ kind: Message.Kind?, at moment: Timestamp) -> Bool {
        if let wanted = self.kind, wanted != kind { return false }
        if let after, moment < after { return false }
        if let before, moment >= before { return false }
        return true
    }
}

/// Where a search goes on: after this row of the index, with this reading of the query.
struct SearchCursor: Sendable, Equatable {
    var row: Int64
    /// 0 for the query as it was typed, 1 and up for what another keyboard layout makes of it.
    var reading: Int
    /// The rows of another index are others.
    var index: String

    init(row: Int64, reading: Int, index: String) {
        (self.row, self.reading, self.index) = (row, reading, index)
    }

    /// - Throws: `input.invalid` for text that no search of this index gave.
    init(_ text: String, index: String) throws(Failure) {
        let parts = (Base64URL.decode(text).map { String(decoding: $0, as: UTF8.self) } ?? "").split(separator: ".")
        guard parts.count == 3, let row = Int64(parts[0]), let reading = Int(parts[1]), parts[2] == index else {
            throw .invalid("cursor", "invalid", "This cursor is of no search that can go on.")
        }
        self.init(row: row, reading: reading, index: index)
    }

    var text: String { Base64URL.encode(Array("\(row).\(reading).\(index)".utf8)) }
}
