import WireModel

// How a conversation moves. Pure: the state before and what happens in, the state after out.

extension Conversation {
    /// The conversation after one more message. The customer's answer opens it again and ends a snooze, the team's
    /// makes it wait for the customer, a note changes nothing.
    ///
    /// - Parameter reopens: Whether the customer's answer opens a closed one again; see ``isReopened(at:within:)``.
    /// - Throws: `conversation.closed` for any other reply to a closed one; a note may be added to it.
    func appending(
        _ kind: Message.Kind, by author: Author.Kind, preview: String, reopens: Bool = false, at now: Timestamp
    ) throws(Failure) -> Self {
        var next = self
        next.lastSequence += 1
        next.lastMessage = MessagePreview(body: preview, kind: kind, authorKind: author)
        next.updatedAt = now
        guard kind == .reply else { return next }
        guard status != .closed || (reopens && author == .visitor) else { throw .conversationClosed }
        if title.isEmpty { next.title = preview }
        if author == .visitor {
            next.lastCustomerAt = now
            next.snooze = nil
            if status == .waiting || status == .closed { next.status = .open }
            next.waitingSince = waitingSince ?? now
            next.visitorRead = next.lastSequence
        } else {
            next.lastTeamAt = now
            next.status = .waiting
            next.waitingSince = nil
            next.teamRead = next.lastSequence
        }
        return next
    }

    /// Whether a customer who writes now goes on in this one although it is closed: so long after the last thing that
    /// happened in it. Never within no time at all, even when the clock has gone back since.
    func isReopened(at now: Timestamp, within window: Duration) -> Bool {
        status == .closed && mergedInto == nil && window > .zero && now <= updatedAt + window
    }

    /// The conversation with another assignee, or none: an open one that somebody takes is in progress, one that is
    /// given back is open.
    func assigned(to member: MemberID?, at now: Timestamp) -> Self {
        var next = self
        next.assignee = member
        next.updatedAt = now
        if member != nil, status == .open { next.status = .inProgress }
        if member == nil, status == .inProgress { next.status = .open }
        return next
    }

    /// The conversation handed to a team, or taken back from one. Who has it keeps it.
    func handed(to team: TeamID?, at now: Timestamp) -> Self {
        var next = self
        next.team = team
        next.updatedAt = now
        return next
    }

    /// The conversation with a status set by hand.
    func moved(to status: Status, at now: Timestamp) -> Self {
        var next = self
        next.status = status
        next.updatedAt = now
        if status == .closed {
            next.waitingSince = nil
            next.snooze = nil
        }
        return next
    }

    /// The conversation in another inbox, with who may go along.
    func moved(to inbox: InboxID, keeping assignee: MemberID?, _ team: TeamID?, at now: Timestamp) -> Self {
        var next = assigned(to: assignee, at: now)
        next.team = team
        next.inbox = inbox
        return next
    }

    /// The conversation out of the way; nothing that waits for the team stays hidden behind a closed one.
    /// - Throws: `conversation.closed`.
    func snoozed(_ snooze: Snooze) throws(Failure) -> Self {
        guard status != .closed else { throw .conversationClosed }
        var next = self
        next.snooze = snooze
        return next
    }

    /// The conversation back where work is looked for, as the last thing that happened.
    func woken(at now: Timestamp) -> Self {
        guard snooze != nil else { return self }
        var next = self
        next.snooze = nil
        next.updatedAt = now
        return next
    }
}

extension Snooze {
    /// How far ahead somebody may snooze.
    static let limit = Duration.seconds(366 * 86_400)

    /// - Parameter path: Stands before the name of the field: `action.` for one of many.
    /// - Throws: `input.invalid` for a time that is over or too far.
    func check(at now: Timestamp, path: String = "") throws(Failure) {
        guard let until else { return }
        guard until > now else { throw .invalid("\(path)until", "past", "This moment is over.") }
        guard until <= now + Self.limit else {
            throw .invalid("\(path)until", "range", "A conversation sleeps for a year at most.")
        }
    }
}

extension Failure {
    static let conversationClosed = Failure(.conflict, "conversation.closed", "This conversation is closed.")
}
