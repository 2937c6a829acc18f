/// What a member is in a workspace: one of the five that every workspace has, or one that it made.
public enum Role: Sendable, Hashable {
    /// Everything. There is always one, and only an owner makes, changes or removes an owner.
    case owner
    /// Everything, but nothing of owners.
    case admin
    /// Every conversation of the inboxes granted, and the contacts; manages nothing.
    case supervisor
    /// The conversations of the inboxes granted, and the contacts.
    case agent
    /// Reads, and writes notes.
    case light
    case custom(RoleID)

    public static let builtIn: [Role] = [.owner, .admin, .supervisor, .agent, .light]

    /// What a built-in role may do; nil for a custom one, whose grants the workspace keeps.
    public var grants: Grants? {
        switch self {
        case .owner, .admin: .everything
        case .supervisor:
            Grants([
                .conversationsView: [.inbox], .conversationsReply: [.inbox], .conversationsNote: [.inbox],
                .conversationsAssign: [.inbox], .conversationsStatus: [.inbox], .conversationsMerge: [.inbox],
                .contactsView: [.all], .contactsEdit: [.all], .contactsUnmask: [.all], .contactsBlock: [.all],
                .tagsManage: [.all], .viewsShare: [.all], .repliesManage: [.all], .membersViewAs: [.all],
            ])
        case .agent:
            Grants([
                .conversationsView: [.inbox], .conversationsReply: [.inbox], .conversationsNote: [.inbox],
                .conversationsAssign: [.inbox], .conversationsStatus: [.inbox], .conversationsMerge: [.inbox],
                .contactsView: [.all], .contactsEdit: [.all], .contactsUnmask: [.all], .contactsBlock: [.all],
                .tagsManage: [.all],
            ])
        case .light:
            Grants([.conversationsView: [.inbox], .conversationsNote: [.inbox], .contactsView: [.all]])
        case .custom: nil
        }
    }
}

/// On the wire and in tables the word, or the custom role's id.
extension Role: RawRepresentable, Codable {
    public var rawValue: String {
        switch self {
        case .owner: "owner"
        case .admin: "admin"
        case .supervisor: "supervisor"
        case .agent: "agent"
        case .light: "light"
        case .custom(let id): id.description
        }
    }

    public init?(rawValue: String) {
        switch rawValue {
        case "owner": self = .owner
        case "admin": self = .admin
        case "supervisor": self = .supervisor
        case "agent": self = .agent
        case "light": self = .light
        default:
            guard let id = RoleID(rawValue) else { return nil }
            self = .custom(id)
        }
    }
}

/// A role with what it may do.
public struct RoleDefinition: Codable, Sendable, Equatable {
    public var id: Role
    /// 1 to 80 characters; of a built-in role its word, which pages translate.
    public var name: String
    public var builtIn: Bool
    public var grants: Grants

    public init(id: Role, name: String, builtIn: Bool, grants: Grants) {
        self.id = id
        self.name = name
        self.builtIn = builtIn
        self.grants = grants
    }

    /// Those that every workspace has.
    public static let builtIn = Role.builtIn.map { role in
        RoleDefinition(id: role, name: role.rawValue, builtIn: true, grants: role.grants ?? Grants())
    }
}

public struct RoleDraft: Codable, Sendable {
    public var name: String
    public var grants: Grants

    public init(name: String, grants: Grants) {
        self.name = name
        self.grants = grants
    }
}

/// What may be changed of a custom role; what is absent stays.
public struct RoleChange: Codable, Sendable {
    public var name: String?
    public var grants: Grants?

    public init(name: String? = nil, grants: Grants? = nil) {
        self.name = name
        self.grants = grants
    }
}

public struct RoleReference: Codable, Sendable, Equatable {
    public var role: RoleID
    public init(role: RoleID) { self.role = role }
}
