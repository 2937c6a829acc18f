public struct Invitation: Codable, Sendable, Equatable {
    public enum Status: String, Codable, Sendable { case open, accepted, revoked, expired }
    public var id: InvitationID
    /// Nil for a link that anybody who holds it may use, once.
    public var email: String?
    public var role: Role
    public var inboxes: InboxAccess
    public var teams: [TeamID]
    public var status: Status
    public var invitedBy: String
    public var createdAt: Timestamp
    public var expiresAt: Timestamp

    public init(
        id: InvitationID, email: String?, role: Role, inboxes: InboxAccess, teams: [TeamID] = [], status: Status,
        invitedBy: String, createdAt: Timestamp, expiresAt: Timestamp
    ) {
        self.id = id
        self.email = email
        self.role = role
        self.inboxes = inboxes
        self.teams = teams
        self.status = status
        self.invitedBy = invitedBy
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}

public struct InvitationDraft: Codable, Sendable {
    /// Whom the link is sent to by mail; without it anybody who holds the link may use it, once.
    public var email: String?
    public var role: Role
    public var inboxes: InboxAccess
    /// None when absent; at most ``Rights/teamLimit``.
    public var teams: [TeamID]?

    public init(email: String? = nil, role: Role, inboxes: InboxAccess, teams: [TeamID]? = nil) {
        self.email = email
        self.role = role
        self.inboxes = inboxes
        self.teams = teams
    }
}

/// The answer to a new invitation. The link is `<base>/join#<token>`: a fragment, which browsers send to no server.
public struct InvitationGrant: Codable, Sendable {
    public var invitation: Invitation
    /// Whoever manages members is told it again when they ask for the link.
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
    /// As ``SignIn/code``, of an account that there was.
    public var code: String?

    public init(
        token: String, name: String, email: String, password: String, language: Language, code: String? = nil
    ) {
        self.token = token
        self.name = name
        self.email = email
        self.password = password
        self.language = language
        self.code = code
    }
}
