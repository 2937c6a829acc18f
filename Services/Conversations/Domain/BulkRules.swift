import WireModel

/// One action of many: what it needs and what it makes of each conversation.
struct BulkRules: Sendable {
    let action: BulkAction
    let now: Timestamp
    /// What of the workspace it has to know beforehand.
    var known = Known()

    struct Known: Sendable {
        /// The member who is to get them, with their rights.
        var heir: Principal?
        /// Those who have some of them now, where an inbox is to be changed.
        var assignees: [MemberID: Principal] = [:]
    }

    var permission: Permission {
        switch action.kind {
        case .assign, .hand, .tag, .untag, .move: .conversationsAssign
        case .status, .snooze, .wake, .close, .spam, .notSpam: .conversationsStatus
        case .merge: .conversationsMerge
        }
    }

    /// - Throws: `input.invalid` for an action without what it needs, or with what it does not take.
    func check() throws(Failure) {
        let given = [
            ("member", action.member != nil), ("team", action.team != nil), ("tags", action.tags != nil),
            ("status", action.status != nil), ("inbox", action.inbox != nil), ("until", action.until != nil),
        ]
        let takes: [BulkAction.Kind: String] = [
            .assign: "member", .hand: "team", .tag: "tags", .untag: "tags", .status: "status", .move: "inbox",
            .snooze: "until",
        ]
        let taken = takes[action.kind]
        for (field, isGiven) in given where isGiven && field != taken {
            throw .invalid("action.\(field)", "unknown", "“\(action.kind.rawValue)” takes no “\(field)”.")
        }
        let needed: Set<BulkAction.Kind> = [.tag, .untag, .status, .move]
        if let taken, needed.contains(action.kind), !given.contains(where: { $0 == (taken, true) }) {
            throw .invalid("action.\(taken)", "required", "“\(action.kind.rawValue)” needs “\(taken)”.")
        }
        if let tags = action.tags, !(1...Conversation.tagLimit).contains(tags.count) {
            throw .invalid("action.tags", "tooMany", "A conversation has 1 to \(Conversation.tagLimit) tags.")
        }
        try Snooze(until: action.until).check(at: now, path: "action.")
    }

    /// The conversation after it; the same where there is nothing to do.
    func apply(to before: Conversation) throws -> Conversation {
        switch action.kind {
        case .assign: try assigned(before)
        case .hand: before.team == action.team ? before : before.handed(to: action.team, at: now)
        case .tag: try before.tagged(before.tags + (action.tags ?? []))
        case .untag: try before.tagged(before.tags.filter { !(action.tags ?? []).contains($0) })
        case .status: moved(before, to: action.status ?? before.status)
        case .close: moved(before, to: .closed)
        case .move: moved(before)
        case .snooze: try before.snoozed(Snooze(until: action.until))
        case .wake: before.woken(at: now)
        case .spam: before.marked(asSpam: true)
        case .notSpam: before.marked(asSpam: false)
        case .merge: before
        }
    }

    private func assigned(_ before: Conversation) throws(Failure) -> Conversation {
        guard before.assignee != action.member else { return before }
        if let member = action.member {
            let place = Place(inbox: before.inbox, assignee: member, team: before.team)
            guard known.heir?.may(.conversationsView, on: place) ?? false else {
                throw Failure(.invalid, "assignee.noAccess", "This member does not see the conversation's inbox.")
            }
        }
        return before.assigned(to: action.member, at: now)
    }

    private func moved(_ before: Conversation, to status: Conversation.Status) -> Conversation {
        before.status == status ? before : before.moved(to: status, at: now)
    }

    /// Who has it goes along where they see the other inbox; a team is asked for anew there.
    private func moved(_ before: Conversation) -> Conversation {
        guard let inbox = action.inbox, inbox != before.inbox else { return before }
        let keeps =
            before.assignee.flatMap { known.assignees[$0] }?
            .may(.conversationsView, on: Place(inbox: inbox, assignee: before.assignee)) ?? false
        return before.moved(to: inbox, keeping: keeps ? before.assignee : nil, nil, at: now)
    }
}
