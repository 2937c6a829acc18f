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

    /// What a search looks at of a conversation before it looks at texts.
    struct Subject: Sendable {
        var place: Place
        var status: Conversation.Status
        var isSnoozed: Bool
        var isSpam: Bool
        var tags: [TagID]
        var createdAt: Timestamp
        var updatedAt: Timestamp
    }

    /// Whether anything of the conversation may be shown to `principal` and is wanted.
    func admits(_ subject: Subject, to principal: Principal) -> Bool {
        guard principal.may(.conversationsView, on: subject.place) else { return false }
        if let inbox, subject.place.inbox != inbox { return false }
        if let tag, !subject.tags.contains(tag) { return false }
        if let after, subject.updatedAt < after { return false }
        if let before, subject.createdAt >= before { return false }
        switch assignee {
        case nil: break
        case .nobody: guard subject.place.assignee == nil else { return false }
        case .member(let member): guard subject.place.assignee == member else { return false }
        }
        switch status {
        case nil: return true
        case .status(let status): return subject.status == status
        case .active: return subject.status != .closed && !subject.isSnoozed && !subject.isSpam
        }
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
