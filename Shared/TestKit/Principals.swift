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
        Principal(
            workspace: WorkspaceID(rawValue: workspace), subject: .member(MemberID(rawValue: id), role),
            inboxes: inboxes,
            name: "Member \(id)", language: .english, session: SessionID(rawValue: id))
    }

    public static func visitor(_ id: Int64, inbox: InboxID, workspace: Int64 = 1) -> Principal {
        Principal(
            workspace: WorkspaceID(rawValue: workspace), subject: .visitor(VisitorID(rawValue: id), inbox),
            inboxes: .only([inbox]), name: "", language: .arabic)
    }
}
