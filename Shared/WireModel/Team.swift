/// Members who work together: what the team may do and see, each of them may and sees beside their own.
public struct Team: Codable, Sendable, Equatable {
    /// So many members at most.
    public static let memberLimit = 500

    public var id: TeamID
    /// 1 to 80 characters.
    public var name: String
    public var inboxes: InboxAccess
    public var grants: Grants
    /// In the order of their ids.
    public var members: [MemberID]

    public init(id: TeamID, name: String, inboxes: InboxAccess, grants: Grants, members: [MemberID]) {
        self.id = id
        self.name = name
        self.inboxes = inboxes
        self.grants = grants
        self.members = members
    }
}

public struct TeamDraft: Codable, Sendable {
    public var name: String
    /// None when absent.
    public var inboxes: InboxAccess?
    public var grants: Grants?
    public var members: [MemberID]?

    public init(name: String, inboxes: InboxAccess? = nil, grants: Grants? = nil, members: [MemberID]? = nil) {
        self.name = name
        self.inboxes = inboxes
        self.grants = grants
        self.members = members
    }
}

/// What may be changed of a team; what is absent stays.
public struct TeamChange: Codable, Sendable {
    public var name: String?
    public var inboxes: InboxAccess?
    public var grants: Grants?
    public var members: [MemberID]?

    public init(
        name: String? = nil, inboxes: InboxAccess? = nil, grants: Grants? = nil, members: [MemberID]? = nil
    ) {
        self.name = name
        self.inboxes = inboxes
        self.grants = grants
        self.members = members
    }
}

public struct TeamReference: Codable, Sendable, Equatable {
    public var team: TeamID
    public init(team: TeamID) { self.team = team }
}
