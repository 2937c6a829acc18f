import JSON
import ServiceKit
import Storage
import WireModel

/// What is known, beside the store, of those who could be given something in a workspace.
struct AssignmentDesk: Sendable {
    var workspace: WorkspaceID
    var inboxes: [InboxID: InboxAssignment]
    var members: [ActiveMember]
    /// How many active conversations each has.
    var loads: [MemberID: Int]
    /// Of those who are not there.
    var awaySince: [MemberID: Timestamp]

    /// Where there is anybody who could be given something.
    func open(at now: Timestamp) -> [InboxID] {
        inboxes.filter { inbox, assignment in
            members.contains { $0.rights.sees(inbox) && assignment.admits(candidate($0), at: now) }
        }.map(\.key)
    }

    func candidates(for conversation: Conversation) -> [Candidate] {
        members.filter { $0.mayServe(conversation, in: workspace) }.map(candidate)
    }

    private func candidate(_ member: ActiveMember) -> Candidate {
        Candidate(member: member.id, load: loads[member.id] ?? 0, awaySince: awaySince[member.id])
    }
}

// What nobody chooses by hand.

extension ConversationStore {
    /// Gives each of these to somebody, in this order, where it still waits, somebody may have it, and it was not left
    /// to people.
    func assignWaiting(_ ids: [ConversationID], at desk: AssignmentDesk) async throws {
        let workspace = desk.workspace
        let now = context.now()
        try await database.write { [book] transaction in
            var desk = desk
            for id in ids {
                let before = try Conversation.find(workspace, id, in: transaction)
                guard before.waitsForSomebody, let assignment = desk.inboxes[before.inbox] else { continue }
                let last = try LastAssignment.find(workspace, id, in: transaction)
                let isTakenOff = last?.isByPerson ?? false && last?.to == nil
                if isTakenOff, let last, !before.isFresh(since: last) { continue }
                let served = isTakenOff ? nil : try last?.from ?? before.served(workspace, in: transaction)
                let turn = try AssignmentTurn.find(workspace, before.inbox, in: transaction)
                let choice = assignment.choose(
                    among: desk.candidates(for: before), after: turn, served: served, at: now)
                guard let choice else { continue }
                if choice.reason != .sticky {
                    try AssignmentTurn.keep(choice.member, workspace, before.inbox, in: transaction)
                }
                try book.keep(
                    before.assigned(to: choice.member, at: now), since: before,
                    by: choice.deed(at: now, desk: desk), transaction)
                desk.loads[choice.member, default: 0] += 1
            }
        }
    }

    /// Takes what somebody has in an inbox away from them, but for what they were given after `moment`; at most
    /// ``handOverLimit`` at a time.
    /// - Returns: Whether there may be more.
    func giveBack(
        _ workspace: WorkspaceID, from member: ActiveMember, in inbox: InboxID, givenBefore moment: Timestamp
    ) async throws -> Bool {
        let deed = Deed(
            workspace: workspace, author: .majlis, at: context.now(), names: [member.id.description: member.name],
            reason: "away")
        return try await database.write { [book] transaction in
            let theirs = try transaction.rows(
                """
                SELECT * FROM conversation_rows c
                WHERE workspace = ?1 AND assignee = ?2 AND active AND inbox = ?3 AND NOT EXISTS (
                    SELECT 1 FROM changes h
                    WHERE h.workspace = ?1 AND h.conversation = c.id AND h.action = 'assigned' AND h.at > ?4)
                ORDER BY id LIMIT ?5
                """, workspace, member.id, inbox, moment, Self.handOverLimit
            ) { try Conversation(row: $0) }
            for before in theirs {
                try book.keep(before.assigned(to: nil, at: deed.at), since: before, by: deed, transaction)
            }
            return theirs.count == Self.handOverLimit
        }
    }
}

extension AssignmentChoice {
    fileprivate func deed(at now: Timestamp, desk: AssignmentDesk) -> Deed {
        let name = desk.members.first { $0.id == member }?.name
        return Deed(
            workspace: desk.workspace, author: .majlis, at: now, names: name.map { [member.description: $0] } ?? [:],
            reason: reason.rawValue, facts: ["load": String(load), "candidates": String(candidates)])
    }
}

extension Conversation {
    /// Whom its customer spoke with before it.
    fileprivate func served(_ workspace: WorkspaceID, in connection: Connection) throws -> MemberID? {
        try connection.first(
            """
            SELECT assignee FROM conversations
            WHERE workspace = ?1 AND contact = ?2 AND id < ?3 AND assignee IS NOT NULL ORDER BY id DESC LIMIT 1
            """, workspace, contact, id
        ) { try $0[0] }
    }

    /// Whether its customer wrote, or it went to this inbox, since somebody took it off its assignee.
    fileprivate func isFresh(since last: LastAssignment) -> Bool {
        last.isMove || lastCustomerAt.map { $0 > last.at } ?? false
    }
}

/// The newest line of the change log about who has a conversation.
private struct LastAssignment {
    var at: Timestamp
    var isByPerson: Bool
    var from: MemberID?
    var to: MemberID?
    /// Whether the conversation went to another inbox with it or later.
    var isMove: Bool

    static func find(
        _ workspace: WorkspaceID, _ conversation: ConversationID, in connection: Connection
    ) throws -> LastAssignment? {
        try connection.first(
            """
            SELECT at, author_kind, details, EXISTS (
                SELECT 1 FROM changes m
                WHERE m.workspace = ?1 AND m.conversation = ?2 AND m.action = 'moved' AND m.at >= c.at)
            FROM changes c WHERE workspace = ?1 AND conversation = ?2 AND action = 'assigned' ORDER BY id DESC LIMIT 1
            """, workspace, conversation
        ) { row in
            let text: [UInt8] = try row[2]
            let details = try JSON.decode([String: String].self, from: text)
            return LastAssignment(
                at: try row[0], isByPerson: try row[1] as Author.Kind != .system,
                from: details["from"].flatMap { MemberID($0) }, to: details["to"].flatMap { MemberID($0) },
                isMove: try row[3])
        }
    }
}

/// Whom the turn of an inbox came to last.
private enum AssignmentTurn {
    static func find(_ workspace: WorkspaceID, _ inbox: InboxID, in connection: Connection) throws -> MemberID? {
        try connection.first(
            "SELECT member FROM assignment_turns WHERE workspace = ?1 AND inbox = ?2", workspace, inbox
        ) { try $0[0] }
    }

    static func keep(
        _ member: MemberID, _ workspace: WorkspaceID, _ inbox: InboxID, in transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO assignment_turns (workspace, inbox, member) VALUES (?1, ?2, ?3)
            ON CONFLICT (workspace, inbox) DO UPDATE SET member = ?3
            """, workspace, inbox, member)
    }
}
