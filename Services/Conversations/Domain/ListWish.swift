import ServiceKit
import WireModel

/// Which conversations a list is to hold, and in what order. Each part narrows it; nil narrows nothing.
struct ListWish: Sendable {
    enum View: Sendable, Equatable {
        case builtIn(BuiltInView)
        case saved(ViewID)

        init?(_ text: String) {
            if let view = BuiltInView(rawValue: text) {
                self = .builtIn(view)
            } else if let id = ViewID(text) {
                self = .saved(id)
            } else {
                return nil
            }
        }
    }

    var view: View?
    var filter: Filter?
    var status: WantedStatus?
    var inbox: InboxID?
    var assignee: WantedAssignee?
    var contact: ContactID?
    /// Nil: the saved view's, or else by activity.
    var sort: SavedView.Sort?

    /// All but the contact, the view and the filter.
    var selection: Selection {
        var parts: [Selection] = []
        if let status { parts.append(status.selection) }
        if let inbox { parts.append(.having(.inbox(inbox))) }
        if let assignee { parts.append(assignee.selection) }
        return .all(parts)
    }
}

/// Where a list goes on: after this place, in this order.
struct ListCursor: Sendable, Equatable {
    var sort: SavedView.Sort
    var place: IndexPlace

    init(_ sort: SavedView.Sort, after place: IndexPlace) {
        (self.sort, self.place) = (sort, place)
    }

    /// - Throws: `input.invalid` for text that no list in this order gave.
    init(_ text: String, sort: SavedView.Sort) throws(Failure) {
        let parts = (Base64URL.decode(text).map { String(decoding: $0, as: UTF8.self) } ?? "").split(separator: ".")
        guard parts.count == 3, parts[0] == sort.rawValue, let key = Int64(parts[1]), let id = Int64(parts[2]) else {
            throw .invalid("cursor", "invalid", "This cursor is of no such list.")
        }
        self.init(sort, after: IndexPlace(key: key, id: ConversationID(rawValue: id)))
    }

    var text: String {
        Base64URL.encode(Array("\(sort.rawValue).\(place.key).\(place.id.rawValue)".utf8))
    }
}
