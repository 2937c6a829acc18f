import WireModel

/// A status that a list or a search is narrowed to.
enum WantedStatus: Sendable, Equatable {
    case status(Conversation.Status)
    /// Neither closed nor snoozed nor spam.
    case active
}

/// Whose conversations a list or a search is narrowed to.
enum WantedAssignee: Sendable, Equatable {
    case nobody
    case member(MemberID)
}
