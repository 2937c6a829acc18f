import WireModel

/// Somebody who may answer what waits.
struct Candidate: Sendable, Equatable {
    var member: MemberID
    /// How many conversations they have that are active, in all inboxes.
    var load: Int
    /// Nil while they are there.
    var awaySince: Timestamp?
}

/// Who gets a conversation, and why.
struct AssignmentChoice: Sendable, Equatable {
    enum Reason: String, Sendable { case sticky, roundRobin, leastLoaded }

    var member: MemberID
    var reason: Reason
    /// What they had before it.
    var load: Int
    /// Among how many there was a choice.
    var candidates: Int
}

// Pure: who may answer and how they stand in, who gets it out.

extension InboxAssignment {
    /// - Parameters:
    ///   - last: Whom the turn of this inbox came to last.
    ///   - served: Whom the customer spoke with last.
    /// - Returns: Nil where it has to wait for somebody.
    func choose(
        among everybody: [Candidate], after last: MemberID?, served: MemberID?, at now: Timestamp
    ) -> AssignmentChoice? {
        let candidates = everybody.filter { admits($0, at: now) }.sorted { $0.member < $1.member }
        func choice(_ candidate: Candidate, _ reason: AssignmentChoice.Reason) -> AssignmentChoice {
            AssignmentChoice(
                member: candidate.member, reason: reason, load: candidate.load, candidates: candidates.count)
        }
        func next(of candidates: [Candidate]) -> Candidate? {
            candidates.first { candidate in last.map { candidate.member > $0 } ?? true } ?? candidates.first
        }
        if sticky, strategy != .manual, let known = candidates.first(where: { $0.member == served }) {
            return choice(known, .sticky)
        }
        switch strategy {
        case .manual: return nil
        case .roundRobin: return next(of: candidates).map { choice($0, .roundRobin) }
        case .leastLoaded:
            let least = candidates.map(\.load).min()
            return next(of: candidates.filter { $0.load == least }).map { choice($0, .leastLoaded) }
        }
    }

    /// Whether somebody may be given more: below the cap, there where that is asked, and not away for so long that it
    /// would go back.
    func admits(_ candidate: Candidate, at now: Timestamp) -> Bool {
        if let cap, candidate.load >= cap { return false }
        guard let since = candidate.awaySince else { return true }
        return !onlineOnly && !isTooLong(awaySince: since, at: now)
    }

    /// Whether somebody who left then has been away longer than this inbox waits for them.
    func isTooLong(awaySince since: Timestamp, at now: Timestamp) -> Bool {
        awayMinutes.map { since + .seconds($0 * 60) <= now } ?? false
    }
}

extension Conversation {
    /// Whether its customer waits and nobody has it.
    var waitsForSomebody: Bool { isActive && assignee == nil && waitingSince != nil }
}

extension ActiveMember {
    /// Whether they could answer a conversation that they were given; one that a team has goes to its own people.
    func mayServe(_ conversation: Conversation, in workspace: WorkspaceID) -> Bool {
        if let team = conversation.team, !rights.teams.contains(team) { return false }
        return Principal(of: id, rights, in: workspace).may(
            .conversationsReply, on: Place(inbox: conversation.inbox, assignee: id, team: conversation.team))
    }
}

extension Selection {
    /// ``Conversation/waitsForSomebody`` in any of these inboxes.
    static func waiting(in inboxes: [InboxID]) -> Selection {
        .all([
            .having(.assignee(nil)), .having(.flag(.active)), .having(anyOf: inboxes.map { .inbox($0) }),
            .between(.waiting, 0...Int64.max),
        ])
    }

    /// What a member has to do.
    static func active(of member: MemberID) -> Selection {
        .all([.having(.assignee(member)), .having(.flag(.active))])
    }
}
