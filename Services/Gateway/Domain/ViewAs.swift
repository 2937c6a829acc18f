import WireModel

// Who may look through another member's eyes.

extension Rights {
    /// Whether somebody who has these may be shown what a member with `other` sees. Never upwards, and of an owner's
    /// eyes only another owner's.
    ///
    /// What is `own` or of the `team` is something else for everybody: to hold the same scope oneself is not enough
    /// there, it takes the whole inboxes.
    func mayLook(as other: Rights) -> Bool {
        guard grants.holds(.membersViewAs), covers(other), other.role != .owner || role == .owner else { return false }
        let isPersonal = [Scope.own, .team].contains { other.grants.holds(.conversationsView, in: $0) }
        return !isPersonal || [Scope.inbox, .all].contains { grants.holds(.conversationsView, in: $0) }
    }
}
