/// A tenant: one business with its people, inboxes and customers.
public struct Workspace: Codable, Sendable, Equatable {
    public var id: WorkspaceID
    /// 1 to 80 characters.
    public var name: String
    /// What a visitor or an e-mail is addressed in where nothing else is known.
    public var language: Language
    /// IANA name, such as `Asia/Riyadh`.
    public var timeZone: String
    /// What it may use.
    public var plan: Plan
    public var createdAt: Timestamp
    /// Whether a member without a second factor may do nothing but set one up.
    public var requireTwoFactor: Bool
    /// Who gets the open conversations of a member who is deactivated or removed; nobody when nil.
    public var handTo: MemberID?

    public init(
        id: WorkspaceID, name: String, language: Language, timeZone: String, plan: Plan = .unlimited,
        createdAt: Timestamp, requireTwoFactor: Bool = false, handTo: MemberID? = nil
    ) {
        self.id = id
        self.name = name
        self.language = language
        self.timeZone = timeZone
        self.plan = plan
        self.createdAt = createdAt
        self.requireTwoFactor = requireTwoFactor
        self.handTo = handTo
    }
}

/// How a workspace is kept safe, as a whole.
public struct WorkspaceSecurity: Codable, Sendable, Equatable {
    public var requireTwoFactor: Bool
    /// Nobody when absent.
    public var handTo: MemberID?

    public init(requireTwoFactor: Bool, handTo: MemberID? = nil) {
        self.requireTwoFactor = requireTwoFactor
        self.handTo = handTo
    }
}

/// What may be changed of a workspace; what is absent stays.
public struct WorkspaceChange: Codable, Sendable, Equatable {
    public var name: String?
    public var language: Language?
    public var timeZone: String?

    public init(name: String? = nil, language: Language? = nil, timeZone: String? = nil) {
        self.name = name
        self.language = language
        self.timeZone = timeZone
    }
}
