import ServiceKit
import Storage
import WireModel

extension ConversationStore {
    var book: ConversationBook { ConversationBook(table: table, log: log, ids: context.ids) }

    func deed(of principal: Principal, names: [String: String] = [:]) -> Deed {
        Deed(workspace: principal.workspace, author: principal.author, at: context.now(), names: names)
    }

    /// Does one thing to a conversation with which `principal` may do it.
    /// - Parameter edit: The conversation after it; the same for nothing.
    func edit(
        _ id: ConversationID, _ permission: Permission, for principal: Principal, by deed: Deed,
        _ edit: @escaping @Sendable (Conversation, inout Deed, Transaction) throws -> Conversation
    ) async throws -> Conversation {
        try await database.write { [book] transaction in
            let before = try Conversation.find(
                principal.workspace, id, for: principal, to: permission, in: transaction)
            var deed = deed
            let after = try edit(before, &deed, transaction)
            return try book.keep(after, since: before, by: deed, transaction)
        }
    }

    func change(
        _ id: ConversationID, _ change: ConversationChange, for principal: Principal
    ) async throws -> Conversation {
        try await edit(id, .conversationsAssign, for: principal, by: deed(of: principal)) { before, _, _ in
            try before.changed(by: change)
        }
    }

    /// - Parameter names: Of tags to put on as well, and to make where there are none: what their maker may.
    /// - Throws: `tag.unknown`, `tag.limit`.
    func tag(
        _ id: ConversationID, _ tags: [TagID], andNamed names: [String], for principal: Principal
    ) async throws -> Conversation {
        let store = TagStore(database: database, log: log, context: context)
        return try await edit(
            id, .conversationsAssign, for: principal, by: deed(of: principal)
        ) { before, deed, transaction in
            var wanted = tags
            for name in names {
                wanted.append(try store.findOrMake(name, for: principal, in: transaction).id)
            }
            deed.names = try Tag.names(principal.workspace, in: transaction)
            for tag in wanted where !before.tags.contains(tag) && deed.names[tag.description] == nil {
                throw Failure.unknownTag
            }
            return try before.tagged(wanted)
        }
    }

    /// - Parameter name: The member's, where it is known.
    func follow(
        _ id: ConversationID, _ member: MemberID, _ follows: Bool, named name: String?, for principal: Principal
    ) async throws -> Conversation {
        let deed = deed(of: principal, names: name.map { [member.description: $0] } ?? [:])
        return try await edit(id, .conversationsView, for: principal, by: deed) { before, _, _ in
            guard principal.member == member || principal.may(.conversationsAssign, on: before.place) else {
                throw Failure.othersFollowing
            }
            return follows ? try before.followed(by: member) : before.unfollowed(by: member)
        }
    }

    func mark(_ id: ConversationID, asSpam spam: Bool, for principal: Principal) async throws -> Conversation {
        try await edit(id, .conversationsStatus, for: principal, by: deed(of: principal)) { before, _, _ in
            before.marked(asSpam: spam)
        }
    }

    /// - Throws: `rating.final`.
    func rate(
        _ id: ConversationID, _ rating: AcceptedRating, for visitor: Principal
    ) async throws -> Conversation {
        let deed = deed(of: visitor)
        return try await edit(id, .conversationsView, for: visitor, by: deed) { before, _, _ in
            try before.rated(rating, at: deed.at)
        }
    }
}

extension Failure {
    static let unknownTag = Failure(
        .invalid, "tag.unknown", "There is no such tag.",
        fields: [.init(field: "tags", code: "unknown", message: "There is no such tag.")])
    static let othersFollowing = Failure(
        .forbidden, "follower.denied", "Your role does not let you decide what others follow.")
}
