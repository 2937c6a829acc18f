import ServiceKit
import Storage
import WireModel

// Who has a conversation, where it stands, and in which status.

extension ConversationStore {
    /// - Parameter names: Of whom it concerns, by their ids as text; for the change log.
    func assign(
        _ id: ConversationID, to member: MemberID?, for principal: Principal, names: [String: String] = [:]
    ) async throws -> Conversation {
        let deed = deed(of: principal, names: names)
        return try await edit(id, .conversationsAssign, for: principal, by: deed) { before, _, _ in
            before.assignee == member ? before : before.assigned(to: member, at: deed.at)
        }
    }

    /// - Parameter names: As in ``assign(_:to:for:names:)``.
    func hand(
        _ id: ConversationID, to team: TeamID?, for principal: Principal, names: [String: String] = [:]
    ) async throws -> Conversation {
        let deed = deed(of: principal, names: names)
        return try await edit(id, .conversationsAssign, for: principal, by: deed) { before, _, _ in
            before.team == team ? before : before.handed(to: team, at: deed.at)
        }
    }

    /// - Parameters:
    ///   - keeping: Who may go along: they see the other inbox.
    ///   - names: As in ``assign(_:to:for:names:)``.
    /// - Throws: `inbox.unknown`, also for one that `principal` does not see; `inbox.archived`.
    func move(
        _ id: ConversationID, to inbox: InboxID, keeping: (assignee: MemberID?, team: TeamID?),
        for principal: Principal, names: [String: String] = [:]
    ) async throws -> Conversation {
        let deed = deed(of: principal, names: names)
        return try await edit(id, .conversationsAssign, for: principal, by: deed) { before, deed, transaction in
            guard before.inbox != inbox else { return before }
            try Inbox.requireOpen(inbox, for: principal, in: transaction)
            deed.names.merge(try Inbox.names(principal.workspace, in: transaction)) { name, _ in name }
            return before.moved(
                to: inbox, keeping: before.assignee == keeping.assignee ? before.assignee : nil,
                before.team == keeping.team ? before.team : nil, at: deed.at)
        }
    }

    func setStatus(
        _ id: ConversationID, to status: Conversation.Status, for principal: Principal
    ) async throws -> Conversation {
        let deed = deed(of: principal)
        return try await edit(id, .conversationsStatus, for: principal, by: deed) { before, _, _ in
            before.status == status ? before : before.moved(to: status, at: deed.at)
        }
    }

    /// Gives what a member who is gone has open to somebody else, or to nobody; at most ``handOverLimit`` at a time.
    /// - Parameters:
    ///   - heir: Who gets it, and the inboxes that they see: in the others nobody becomes the assignee.
    ///   - names: As in ``assign(_:to:for:names:)``.
    /// - Returns: Whether there may be more.
    func handOver(
        _ workspace: WorkspaceID, from member: MemberID, to heir: (member: MemberID, sees: InboxAccess)?,
        names: [String: String] = [:]
    ) async throws -> Bool {
        let deed = Deed(
            workspace: workspace, author: .majlis, at: context.now(), names: names, reason: "handover")
        return try await database.write { [book] transaction in
            let open = try Conversation.active(
                workspace, assignedTo: member, limit: Self.handOverLimit, in: transaction)
            for before in open {
                let next = heir.flatMap { $0.sees.allows(before.inbox) ? $0.member : nil }
                let after = before.assigned(to: next, at: deed.at)
                try book.keep(after, since: before, by: deed, transaction)
            }
            return open.count == Self.handOverLimit
        }
    }

    /// Takes everything back that was handed to a team that is gone, as ``handOver(_:from:to:names:)``.
    func takeBack(_ workspace: WorkspaceID, from team: TeamID) async throws -> Bool {
        let deed = Deed(workspace: workspace, author: .majlis, at: context.now(), reason: "teamRemoved")
        return try await database.write { [book] transaction in
            let theirs = try Conversation.all(workspace, handedTo: team, limit: Self.handOverLimit, in: transaction)
            for before in theirs {
                try book.keep(before.handed(to: nil, at: deed.at), since: before, by: deed, transaction)
            }
            return theirs.count == Self.handOverLimit
        }
    }

    static let handOverLimit = 200
}

extension Inbox {
    /// Their names by their ids as text.
    static func names(_ workspace: WorkspaceID, in connection: Connection) throws -> [String: String] {
        let rows: [(InboxID, String)] = try connection.rows(
            "SELECT id, name FROM inboxes WHERE workspace = ?1", workspace
        ) { (try $0[0], try $0[1]) }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.0.description, $0.1) })
    }
}
