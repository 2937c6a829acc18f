import WireModel

/// The place after one contact in a list, last seen first. On the wire `<milliseconds>.<id>`, opaque to clients.
struct ContactCursor: Sendable, Equatable, CustomStringConvertible {
    var lastSeenAt: Timestamp
    var id: ContactID

    init(_ contact: Contact) {
        (lastSeenAt, id) = (contact.lastSeenAt, contact.id)
    }

    private init(lastSeenAt: Timestamp, id: ContactID) {
        (self.lastSeenAt, self.id) = (lastSeenAt, id)
    }

    /// Before every contact.
    static let start = ContactCursor(
        lastSeenAt: Timestamp(milliseconds: .max), id: ContactID(rawValue: .max))

    init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let milliseconds = Int64(parts[0]), let id = ContactID(parts[1]) else { return nil }
        self.init(lastSeenAt: Timestamp(milliseconds: milliseconds), id: id)
    }

    var description: String { "\(lastSeenAt.milliseconds).\(id)" }
}
