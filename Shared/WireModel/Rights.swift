/// What somebody of the team may do at this moment: their role and their teams, put together.
public struct Rights: Sendable, Equatable {
    /// Nil for an API key, which has grants of its own.
    public var role: Role?
    /// Of the role and of every team.
    public var grants: Grants
    /// Granted to the member or to one of the teams.
    public var inboxes: InboxAccess
    /// At most ``teamLimit``.
    public var teams: [TeamID]

    public static let teamLimit = 50

    public init(role: Role?, grants: Grants, inboxes: InboxAccess, teams: [TeamID] = []) {
        self.role = role
        self.grants = grants
        self.inboxes = inboxes
        self.teams = teams
    }

    /// What a built-in role gives without a team.
    public init(_ role: Role, inboxes: InboxAccess = .all) {
        self.init(role: role, grants: role.grants ?? Grants(), inboxes: inboxes)
    }

    /// The inboxes that are to be seen: those granted, or all where conversations are seen in the whole workspace.
    public var seenInboxes: InboxAccess {
        grants.holds(.conversationsView, in: .all) ? .all : inboxes
    }

    /// Whether the inbox itself is to be seen: its name, and who is on its page.
    public func sees(_ inbox: InboxID) -> Bool {
        seenInboxes.allows(inbox)
    }

    /// Whether whoever has these may do and see everything that `other` allows.
    public func covers(_ other: Rights) -> Bool {
        grants.covers(other.grants) && seenInboxes.covers(other.inboxes)
    }
}

/// Where a conversation stands: what a scope is asked about.
public struct Place: Codable, Sendable, Equatable {
    public var inbox: InboxID
    public var assignee: MemberID?
    public var team: TeamID?

    public init(inbox: InboxID, assignee: MemberID? = nil, team: TeamID? = nil) {
        self.inbox = inbox
        self.assignee = assignee
        self.team = team
    }
}

// The one evaluator. Routes, lists, sockets, exports and notifications ask here and nowhere else.
extension Principal {
    /// Whether this principal may do it anywhere. A visitor may nothing of it, and with conversations nobody may do
    /// anything who sees none.
    public func may(_ permission: Permission) -> Bool {
        guard let grants = rights?.grants, grants.holds(permission) else { return false }
        return !permission.isScoped || grants.holds(.conversationsView)
    }

    /// Whether this principal may do it with a conversation that stands there. Who may not see it may do nothing.
    public func may(_ permission: Permission, on place: Place) -> Bool {
        guard let rights else { return false }
        return rights.reaches(place, with: permission, as: member)
            && (permission == .conversationsView || rights.reaches(place, with: .conversationsView, as: member))
    }
}

extension Rights {
    fileprivate func reaches(_ place: Place, with permission: Permission, as member: MemberID?) -> Bool {
        if grants.holds(permission, in: .all) { return true }
        guard inboxes.allows(place.inbox) else { return false }
        if grants.holds(permission, in: .inbox) { return true }
        if grants.holds(permission, in: .own), let member, place.assignee == member { return true }
        if grants.holds(permission, in: .unassigned), place.assignee == nil, place.team == nil { return true }
        if grants.holds(permission, in: .team), let team = place.team, teams.contains(team) { return true }
        return false
    }
}

/// Between services: `role`, `grants` as a mask, `inboxes`, `teams`.
extension Rights: Codable {
    private enum Key: String, CodingKey { case role, grants, inboxes, teams }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        role = try container.decodeIfPresent(Role.self, forKey: .role)
        guard let grants = Grants(mask: try container.decode(String.self, forKey: .grants)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .grants, in: container, debugDescription: "Grants are five masks with dots between.")
        }
        self.grants = grants
        inboxes = try container.decode(InboxAccess.self, forKey: .inboxes)
        teams = try container.decodeIfPresent([TeamID].self, forKey: .teams) ?? []
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encodeIfPresent(role, forKey: .role)
        try container.encode(grants.mask, forKey: .grants)
        try container.encode(inboxes, forKey: .inboxes)
        if !teams.isEmpty { try container.encode(teams, forKey: .teams) }
    }
}
