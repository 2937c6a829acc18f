import WireModel

// How a conversation moves. Pure: the state before and what happens in, the state after out.

extension Conversation {
    /// The conversation after one more message. The customer's answer opens it again, the team's makes it wait for the
    /// customer, a note changes nothing.
    ///
    /// - Throws: `conversation.closed` for a reply; a note may be added to a closed conversation.
    func appending(_ kind: Message.Kind, by author: Author.Kind, preview: String, at now: Timestamp) throws(Failure)
        -> Self
    {
        var next = self
        next.lastSequence += 1
        next.lastMessage = MessagePreview(body: preview, kind: kind, authorKind: author)
        next.updatedAt = now
        guard kind == .reply else { return next }
        guard status != .closed else { throw .conversationClosed }
        if title.isEmpty { next.title = preview }
        if author == .visitor {
            next.lastCustomerAt = now
            next.snooze = nil
            if status == .waiting { next.status = .open }
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
        if status == .closed { next.waitingSince = nil }
        return next
    }
}

extension Failure {
    static let conversationClosed = Failure(.conflict, "conversation.closed", "This conversation is closed.")
}
