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

    public init(
        id: WorkspaceID, name: String, language: Language, timeZone: String, plan: Plan = .unlimited,
        createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.language = language
        self.timeZone = timeZone
        self.plan = plan
        self.createdAt = createdAt
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
