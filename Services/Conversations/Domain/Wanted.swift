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

extension WantedStatus {
    var selection: Selection {
        switch self {
        case .status(let status): .having(.status(status))
        case .active: .having(.flag(.active))
        }
    }
}

extension WantedAssignee {
    var selection: Selection {
        switch self {
        case .nobody: .having(.assignee(nil))
        case .member(let id): .having(.assignee(id))
        }
    }
}
