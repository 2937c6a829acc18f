public import WireModel

// Callers with the same ids in every test, so that a test says only what it is about.

extension Principal {
    public static let owner = Principal.member(1, .owner)
    public static let agent = Principal.member(2, .agent)

    /// - Parameters:
    ///   - id: The member's, 1 and up.
    ///   - workspace: Another number is another tenant.
    public static func member(
        _ id: Int64, _ role: Role, workspace: Int64 = 1, inboxes: InboxAccess = .all
    ) -> Principal {
        .member(id, Rights(role, inboxes: inboxes), workspace: workspace)
    }

    /// Somebody with these very rights.
    public static func member(_ id: Int64, _ rights: Rights, workspace: Int64 = 1) -> Principal {
        Principal(
            workspace: WorkspaceID(rawValue: workspace), subject: .member(MemberID(rawValue: id), rights),
            name: "Member \(id)", language: .english, session: SessionID(rawValue: id))
    }

    public static func visitor(_ id: Int64, inbox: InboxID, workspace: Int64 = 1) -> Principal {
        Principal(
            workspace: WorkspaceID(rawValue: workspace), subject: .visitor(VisitorID(rawValue: id), inbox), name: "",
            language: .arabic)
    }
}

extension APIKeyDraft {
    /// A key that may do what a built-in role may.
    public init(name: String, role: Role) {
        self.init(name: name, grants: role.grants ?? Grants())
    }
}
