// What a person does with their own account: one e-mail, one password, wherever they are a member.

public struct PasswordChange: Codable, Sendable {
    public var current: String
    /// 10 to 200 characters.
    public var new: String

    public init(current: String, new: String) {
        self.current = current
        self.new = new
    }
}

public struct EmailChange: Codable, Sendable {
    public var email: String
    /// The account's.
    public var password: String

    public init(email: String, password: String) {
        self.email = email
        self.password = password
    }
}

public struct PasswordBody: Codable, Sendable {
    public var password: String

    public init(password: String) {
        self.password = password
    }
}

/// Asks for a link that sets a new password. The answer is the same whether or not somebody has this e-mail.
public struct PasswordResetRequest: Codable, Sendable {
    public var email: String

    public init(email: String) {
        self.email = email
    }
}

/// What stands behind the `#` of a link that came by mail.
public struct TicketBody: Codable, Sendable {
    public var ticket: String

    public init(ticket: String) {
        self.ticket = ticket
    }
}

/// What a link is for, before it is used.
public struct TicketPreview: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// Shows that the e-mail is the account's own.
        case confirmEmail
        /// Makes the e-mail the account's.
        case changeEmail
        /// Sets a new password.
        case resetPassword
    }

    public var kind: Kind
    /// Where the link was sent.
    public var email: String
    public var language: Language

    public init(kind: Kind, email: String, language: Language) {
        self.kind = kind
        self.email = email
        self.language = language
    }
}

/// Sets a new password by a link.
public struct PasswordReset: Codable, Sendable {
    public var ticket: String
    /// 10 to 200 characters.
    public var password: String
    /// Of the authenticator, or a backup code: where a second factor is on.
    public var code: String?

    public init(ticket: String, password: String, code: String? = nil) {
        self.ticket = ticket
        self.password = password
        self.code = code
    }
}

/// What an authenticator app is told, once; it is on when a code of it was shown.
public struct TwoFactorSetup: Codable, Sendable, Equatable {
    /// 160 bits in base 32, for typing.
    public var secret: String
    /// The same as `otpauth://totp/…`, for scanning.
    public var uri: String

    public init(secret: String, uri: String) {
        self.secret = secret
        self.uri = uri
    }
}

public struct CodeBody: Codable, Sendable {
    public var code: String

    public init(code: String) {
        self.code = code
    }
}

/// What lets somebody in whose phone is lost. Told once.
public struct BackupCodes: Codable, Sendable, Equatable {
    public static let count = 10

    /// ``count`` codes such as `7k3m2-x9q4t`, each good for one time.
    public var backupCodes: [String]

    public init(backupCodes: [String]) {
        self.backupCodes = backupCodes
    }
}

/// What `identity` answers to the gateway when a second factor is on: the codes, and the session's new token.
public struct TwoFactorGrant: Codable, Sendable {
    public var backupCodes: [String]
    public var token: String

    public init(backupCodes: [String], token: String) {
        self.backupCodes = backupCodes
        self.token = token
    }
}

/// One of the places where a person is signed in.
public struct SessionEntry: Codable, Sendable, Equatable {
    public struct Place: Codable, Sendable, Equatable {
        public var id: WorkspaceID
        public var name: String

        public init(id: WorkspaceID, name: String) {
            self.id = id
            self.name = name
        }
    }

    public var id: SessionID
    public var workspace: Place
    /// What the browser called itself when it signed in; nil where that is not known.
    public var device: String?
    /// The IP address it signed in from; nil where that is not known.
    public var address: String?
    public var createdAt: Timestamp
    /// To the hour.
    public var usedAt: Timestamp
    /// Whether it is the one that asks.
    public var current: Bool

    public init(
        id: SessionID, workspace: Place, device: String? = nil, address: String? = nil, createdAt: Timestamp,
        usedAt: Timestamp, current: Bool
    ) {
        self.id = id
        self.workspace = workspace
        self.device = device
        self.address = address
        self.createdAt = createdAt
        self.usedAt = usedAt
        self.current = current
    }
}

/// Another workspace of somebody who is signed in. Their name and language there are those of where they come from.
public struct WorkspaceDraft: Codable, Sendable {
    public var name: String
    public var language: Language
    /// IANA name; UTC when absent.
    public var timeZone: String?

    public init(name: String, language: Language, timeZone: String? = nil) {
        self.name = name
        self.language = language
        self.timeZone = timeZone
    }
}

public struct WorkspaceChoice: Codable, Sendable {
    public var workspace: WorkspaceID

    public init(workspace: WorkspaceID) {
        self.workspace = workspace
    }
}

/// What somebody may change of themselves in a workspace; what is absent stays.
public struct ProfileChange: Codable, Sendable, Equatable {
    public var name: String?
    public var language: Language?
    /// IANA name; empty for the workspace's own.
    public var timeZone: String?
    public var preferences: PreferencesChange?

    public init(
        name: String? = nil, language: Language? = nil, timeZone: String? = nil, preferences: PreferencesChange? = nil
    ) {
        self.name = name
        self.language = language
        self.timeZone = timeZone
        self.preferences = preferences
    }
}
