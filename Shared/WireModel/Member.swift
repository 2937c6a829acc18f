/// The inboxes somebody may see.
public enum InboxAccess: Sendable, Equatable {
    case all
    /// At most ``limit``.
    case only([InboxID])

    public static let limit = 200

    public func allows(_ inbox: InboxID) -> Bool {
        switch self {
        case .all: true
        case .only(let inboxes): inboxes.contains(inbox)
        }
    }

    /// Whether it allows every inbox that `other` allows.
    public func covers(_ other: InboxAccess) -> Bool {
        switch (self, other) {
        case (.all, _): true
        case (.only, .all): false
        case (.only(let own), .only(let others)): Set(own).isSuperset(of: others)
        }
    }

    /// The inboxes of both.
    public func union(_ other: InboxAccess) -> InboxAccess {
        switch (self, other) {
        case (.all, _), (_, .all): .all
        case (.only(let own), .only(let others)): .only(Set(own).union(others).sorted())
        }
    }
}

/// On the wire `"all"` or an array of inbox ids.
extension InboxAccess: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let word = try? container.decode(String.self) {
            guard word == "all" else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "Give \"all\" or a list of inbox ids.")
            }
            self = .all
        } else {
            self = .only(try container.decode([InboxID].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .all: try container.encode("all")
        case .only(let inboxes): try container.encode(inboxes)
        }
    }
}

/// A person's place in one workspace, as the team sees it.
public struct Member: Codable, Sendable, Equatable {
    public var id: MemberID
    public var name: String
    public var email: String
    public var role: Role
    public var inboxes: InboxAccess
    /// The language that this person's pages and mails are in.
    public var language: Language
    /// IANA name; the workspace's own when absent.
    public var timeZone: String?
    /// Path of the picture, which changes with it; nil without one.
    public var avatar: String?
    /// False once deactivated: the name stays, the way in is closed.
    public var active: Bool
    /// Whether a second factor is asked for at sign-in.
    public var twoFactor: Bool
    public var joinedAt: Timestamp

    public init(
        id: MemberID, name: String, email: String, role: Role, inboxes: InboxAccess, language: Language,
        timeZone: String? = nil, avatar: String? = nil, active: Bool = true, twoFactor: Bool = false,
        joinedAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.role = role
        self.inboxes = inboxes
        self.language = language
        self.timeZone = timeZone
        self.avatar = avatar
        self.active = active
        self.twoFactor = twoFactor
        self.joinedAt = joinedAt
    }
}

/// What may be changed of a member by those who manage members; what is absent stays.
public struct MemberChange: Codable, Sendable, Equatable {
    public var role: Role?
    public var inboxes: InboxAccess?
    /// False deactivates: sessions end, open conversations go where the workspace says. True lets them in again.
    public var active: Bool?

    public init(role: Role? = nil, inboxes: InboxAccess? = nil, active: Bool? = nil) {
        self.role = role
        self.inboxes = inboxes
        self.active = active
    }
}

/// What a member may do and see, and where each right comes from.
public struct MemberRights: Codable, Sendable, Equatable {
    public struct Right: Codable, Sendable, Equatable {
        public var permission: Permission
        public var scopes: [Scope]
        /// `role`, and the ids of teams.
        public var sources: [String]

        public init(permission: Permission, scopes: [Scope], sources: [String]) {
            self.permission = permission
            self.scopes = scopes
            self.sources = sources
        }
    }

    public struct InboxSource: Codable, Sendable, Equatable {
        public var inboxes: InboxAccess
        /// `member`, or a team's id.
        public var source: String

        public init(inboxes: InboxAccess, source: String) {
            self.inboxes = inboxes
            self.source = source
        }
    }

    public var member: Member
    public var role: RoleDefinition
    public var teams: [Team]
    /// All together; every inbox where conversations may be seen in the whole workspace.
    public var inboxes: InboxAccess
    public var inboxSources: [InboxSource]
    public var grants: [Right]

    public init(
        member: Member, role: RoleDefinition, teams: [Team], inboxes: InboxAccess, inboxSources: [InboxSource],
        grants: [Right]
    ) {
        self.member = member
        self.role = role
        self.teams = teams
        self.inboxes = inboxes
        self.inboxSources = inboxSources
        self.grants = grants
    }
}

/// A member who was deactivated or removed, and who gets what they had open; nobody when absent.
public struct MemberEnded: Codable, Sendable, Equatable {
    public var member: MemberID
    public var handTo: MemberID?

    public init(member: MemberID, handTo: MemberID?) {
        self.member = member
        self.handTo = handTo
    }
}
