/// A new workspace with its first owner: somebody new, or somebody who has an account under this e-mail already and
/// gives its password.
public struct SignUp: Codable, Sendable {
    public var workspaceName: String
    public var name: String
    public var email: String
    /// 10 to 200 characters.
    public var password: String
    public var language: Language
    /// IANA name; UTC when absent.
    public var timeZone: String?
    /// As ``SignIn/code``, of an account that there was.
    public var code: String?

    public init(
        workspaceName: String, name: String, email: String, password: String, language: Language,
        timeZone: String? = nil, code: String? = nil
    ) {
        self.workspaceName = workspaceName
        self.name = name
        self.email = email
        self.password = password
        self.language = language
        self.timeZone = timeZone
        self.code = code
    }
}

public struct SignIn: Codable, Sendable {
    public var email: String
    public var password: String
    /// Which of the person's workspaces; the one used last when absent.
    public var workspace: WorkspaceID?
    /// Of the authenticator, or a backup code: where a second factor is on.
    public var code: String?

    public init(email: String, password: String, workspace: WorkspaceID? = nil, code: String? = nil) {
        self.email = email
        self.password = password
        self.workspace = workspace
        self.code = code
    }
}

/// Who is signed in, where, and where else they belong.
public struct Session: Codable, Sendable, Equatable {
    public var id: SessionID
    public var member: Member
    public var workspace: Workspace
    public var workspaces: [Workspace]
    public var expiresAt: Timestamp
    /// What the member may do and see now, their teams included: what pages show and hide by. Services decide.
    public var grants: Grants
    public var inboxes: InboxAccess
    public var teams: [TeamID]
    /// What has to be done before anything else is allowed; absent as a rule.
    public var restricted: Restriction?
    /// Whether the person has shown that the e-mail is theirs.
    public var emailConfirmed: Bool
    /// The member's own.
    public var preferences: Preferences

    public enum Restriction: String, Codable, Sendable {
        /// The workspace requires a second factor, and this person has none.
        case twoFactor
    }

    public init(
        id: SessionID, member: Member, workspace: Workspace, workspaces: [Workspace], expiresAt: Timestamp,
        grants: Grants, inboxes: InboxAccess, teams: [TeamID] = [], restricted: Restriction? = nil,
        emailConfirmed: Bool = false, preferences: Preferences = Preferences()
    ) {
        self.id = id
        self.member = member
        self.workspace = workspace
        self.workspaces = workspaces
        self.expiresAt = expiresAt
        self.grants = grants
        self.inboxes = inboxes
        self.teams = teams
        self.restricted = restricted
        self.emailConfirmed = emailConfirmed
        self.preferences = preferences
    }
}

extension Session {
    /// An identity service of an earlier release says nothing of preferences: they are what everybody begins with.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try values.decode(SessionID.self, forKey: .id),
            member: try values.decode(Member.self, forKey: .member),
            workspace: try values.decode(Workspace.self, forKey: .workspace),
            workspaces: try values.decode([Workspace].self, forKey: .workspaces),
            expiresAt: try values.decode(Timestamp.self, forKey: .expiresAt),
            grants: try values.decode(Grants.self, forKey: .grants),
            inboxes: try values.decode(InboxAccess.self, forKey: .inboxes),
            teams: try values.decode([TeamID].self, forKey: .teams),
            restricted: try values.decodeIfPresent(Restriction.self, forKey: .restricted),
            emailConfirmed: try values.decode(Bool.self, forKey: .emailConfirmed),
            preferences: try values.decodeIfPresent(Preferences.self, forKey: .preferences) ?? Preferences())
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
