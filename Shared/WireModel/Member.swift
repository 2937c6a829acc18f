/// What a member may do. Owner: everything, and there is always one. Admin: everything but the workspace's end. Agent:
/// conversations of the inboxes granted.
public enum Role: String, Codable, Sendable, CaseIterable {
    case owner, admin, agent
}

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
    public var joinedAt: Timestamp

    public init(
        id: MemberID, name: String, email: String, role: Role, inboxes: InboxAccess, language: Language,
        joinedAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.role = role
        self.inboxes = inboxes
        self.language = language
        self.joinedAt = joinedAt
    }
}

/// What may be changed of a member by an owner or admin; what is absent stays.
public struct MemberChange: Codable, Sendable, Equatable {
    public var role: Role?
    public var inboxes: InboxAccess?

    public init(role: Role? = nil, inboxes: InboxAccess? = nil) {
        self.role = role
        self.inboxes = inboxes
    }
}

/// A new workspace with its first owner.
public struct SignUp: Codable, Sendable {
    public var workspaceName: String
    public var name: String
    public var email: String
    /// 10 to 200 characters.
    public var password: String
    public var language: Language
    /// IANA name; UTC when absent.
    public var timeZone: String?

    public init(
        workspaceName: String, name: String, email: String, password: String, language: Language,
        timeZone: String? = nil
    ) {
        self.workspaceName = workspaceName
        self.name = name
        self.email = email
        self.password = password
        self.language = language
        self.timeZone = timeZone
    }
}

public struct SignIn: Codable, Sendable {
    public var email: String
    public var password: String
    /// Which of the person's workspaces; the one used last when absent.
    public var workspace: WorkspaceID?

    public init(email: String, password: String, workspace: WorkspaceID? = nil) {
        self.email = email
        self.password = password
        self.workspace = workspace
    }
}

/// Who is signed in, where, and where else they belong.
public struct Session: Codable, Sendable, Equatable {
    public var id: SessionID
    public var member: Member
    public var workspace: Workspace
    public var workspaces: [Workspace]
    public var expiresAt: Timestamp

    public init(
        id: SessionID, member: Member, workspace: Workspace, workspaces: [Workspace], expiresAt: Timestamp
    ) {
        self.id = id
        self.member = member
        self.workspace = workspace
        self.workspaces = workspaces
        self.expiresAt = expiresAt
    }
}

/// What `identity` answers to the gateway when a session begins: the session, and the token that goes into the cookie.
public struct SessionGrant: Codable, Sendable {
    public var session: Session
    /// 256 random bits in base64url, 43 characters. Told once, stored as SHA-256 only.
    public var token: String

    public init(session: Session, token: String) {
        self.session = session
        self.token = token
    }
}

public struct Invitation: Codable, Sendable, Equatable {
    public enum Status: String, Codable, Sendable { case open, accepted, revoked, expired }
    public var id: InvitationID
    /// Nil for a link that anybody who holds it may use, once.
    public var email: String?
    public var role: Role
    public var inboxes: InboxAccess
    public var status: Status
    public var invitedBy: String
    public var createdAt: Timestamp
    public var expiresAt: Timestamp

    public init(
        id: InvitationID, email: String?, role: Role, inboxes: InboxAccess, status: Status, invitedBy: String,
        createdAt: Timestamp, expiresAt: Timestamp
    ) {
        self.id = id
        self.email = email
        self.role = role
        self.inboxes = inboxes
        self.status = status
        self.invitedBy = invitedBy
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}

public struct InvitationDraft: Codable, Sendable {
    public var email: String?
    public var role: Role
    public var inboxes: InboxAccess

    public init(email: String? = nil, role: Role, inboxes: InboxAccess) {
        self.email = email
        self.role = role
        self.inboxes = inboxes
    }
}

/// The answer to a new invitation. The link is `<base>/join#<token>`: a fragment, which browsers send to no server.
public struct InvitationGrant: Codable, Sendable {
    public var invitation: Invitation
    /// Told once.
    public var token: String

    public init(invitation: Invitation, token: String) {
        self.invitation = invitation
        self.token = token
    }
}

/// What somebody who holds an invitation's token may see of it before joining.
public struct InvitationPreview: Codable, Sendable, Equatable {
    public var workspaceName: String
    public var invitedBy: String
    public var email: String?
    public var role: Role
    public var language: Language

    public init(workspaceName: String, invitedBy: String, email: String?, role: Role, language: Language) {
        self.workspaceName = workspaceName
        self.invitedBy = invitedBy
        self.email = email
        self.role = role
        self.language = language
    }
}

public struct TokenBody: Codable, Sendable {
    public var token: String

    public init(token: String) {
        self.token = token
    }
}

/// Joins by an invitation. Somebody who already has an account under this e-mail gives its password.
public struct InvitationAcceptance: Codable, Sendable {
    public var token: String
    public var name: String
    /// Must be the invitation's where that names one.
    public var email: String
    public var password: String
    public var language: Language

    public init(token: String, name: String, email: String, password: String, language: Language) {
        self.token = token
        self.name = name
        self.email = email
        self.password = password
        self.language = language
    }
}

/// A program's way in. It acts in its workspace with its role, under its name.
public struct APIKey: Codable, Sendable, Equatable {
    public var id: APIKeyID
    public var name: String
    public var role: Role
    public var createdAt: Timestamp

    public init(id: APIKeyID, name: String, role: Role, createdAt: Timestamp) {
        self.id = id
        self.name = name
        self.role = role
        self.createdAt = createdAt
    }
}

public struct APIKeyDraft: Codable, Sendable {
    public var name: String
    /// Admin or agent.
    public var role: Role

    public init(name: String, role: Role) {
        self.name = name
        self.role = role
    }
}

public struct APIKeyGrant: Codable, Sendable {
    public var key: APIKey
    /// `mjk_` and 43 characters; told once. Sent as `Authorization: Bearer …`.
    public var secret: String

    public init(key: APIKey, secret: String) {
        self.key = key
        self.secret = secret
    }
}
