import WireModel

/// Who looks at a page, and what of the log they may hear: the rules once more, written from what the roles promise and
/// not from the gateway's code.
struct Reader: Sendable {
    enum Reach: Sendable {
        case everything
        /// All of these inboxes.
        case inboxes(Set<InboxID>)
        /// What is theirs, in these inboxes.
        case own(Set<InboxID>)
        case visitor(VisitorID)
    }

    let name: String
    let workspace: WorkspaceID
    let member: MemberID?
    let reach: Reach

    func sees(_ inbox: InboxID, of assignee: MemberID?) -> Bool {
        switch reach {
        case .everything: true
        case .inboxes(let inboxes): inboxes.contains(inbox)
        case .own(let inboxes): inboxes.contains(inbox) && assignee == member
        case .visitor: false
        }
    }

    /// Whether this line of the conversations' log is for them.
    func mayHear(_ entry: Ledger.Entry) -> Bool {
        guard entry.workspace == workspace else { return false }
        if case .visitor(let visitor) = reach { return entry.audience == .everyone && entry.visitor == visitor }
        guard entry.audience != .services else { return false }
        if let owner = entry.member, owner != member { return false }
        guard let inbox = entry.inbox else { return true }
        if entry.type == .inboxChanged { return grants(inbox) }
        guard sees(inbox, of: entry.assignee) else { return false }
        guard case .moved(let now) = entry.payload else { return true }
        return !sees(now.inbox, of: now.assignee)
    }

    /// Whether what is told without a number (who is there, who types) is for them.
    func mayHear(_ line: EventLine) -> Bool {
        guard line.workspace == workspace else { return false }
        if case .visitor(let visitor) = reach {
            return line.audience == .everyone && line.visitor ?? visitor == visitor
        }
        guard line.audience != .services, line.member == nil || line.member == member else { return false }
        guard let inbox = line.inbox else { return true }
        return line.conversation == nil ? grants(inbox) : sees(inbox, of: line.assignee)
    }

    private func grants(_ inbox: InboxID) -> Bool {
        switch reach {
        case .everything: true
        case .inboxes(let inboxes), .own(let inboxes): inboxes.contains(inbox)
        case .visitor: false
        }
    }
}
