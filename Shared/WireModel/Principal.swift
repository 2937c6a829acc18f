/// On whose behalf a request is made. The gateway makes it of a cookie, an API key or a visitor's token, and passes it
/// on as a signed, short-lived assertion; services trust nothing else.
public struct Principal: Sendable, Equatable {
    public enum Subject: Sendable, Equatable {
        case member(MemberID, Role)
        case key(APIKeyID, Role)
        /// A customer's browser on the widget of one inbox.
        case visitor(VisitorID, InboxID)
    }

    public var workspace: WorkspaceID
    public var subject: Subject
    /// The inboxes this principal may see; of no meaning for a visitor, who sees their own conversations only.
    public var inboxes: InboxAccess
    /// The name shown beside what this principal does.
    public var name: String
    public var language: Language
    /// The session behind a member, which ends with it.
    public var session: SessionID?

    public init(
        workspace: WorkspaceID, subject: Subject, inboxes: InboxAccess, name: String, language: Language,
        session: SessionID? = nil
    ) {
        self.workspace = workspace
        self.subject = subject
        self.inboxes = inboxes
        self.name = name
        self.language = language
        self.session = session
    }

    /// Nil for a visitor.
    public var role: Role? {
        switch subject {
        case .member(_, let role), .key(_, let role): role
        case .visitor: nil
        }
    }

    public var visitor: VisitorID? {
        if case .visitor(let id, _) = subject { id } else { nil }
    }

    public var member: MemberID? {
        if case .member(let id, _) = subject { id } else { nil }
    }

    /// Whether this is the team: a member or a key.
    public var isTeam: Bool { role != nil }
}

extension Principal: Codable {
    private enum Key: String, CodingKey {
        case workspace, member, key, visitor, inbox, role, inboxes, name, language, session
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        workspace = try container.decode(WorkspaceID.self, forKey: .workspace)
        inboxes = try container.decode(InboxAccess.self, forKey: .inboxes)
        name = try container.decode(String.self, forKey: .name)
        language = try container.decode(Language.self, forKey: .language)
        session = try container.decodeIfPresent(SessionID.self, forKey: .session)
        if let id = try container.decodeIfPresent(MemberID.self, forKey: .member) {
            subject = .member(id, try container.decode(Role.self, forKey: .role))
        } else if let id = try container.decodeIfPresent(APIKeyID.self, forKey: .key) {
            subject = .key(id, try container.decode(Role.self, forKey: .role))
        } else {
            subject = .visitor(
                try container.decode(VisitorID.self, forKey: .visitor),
                try container.decode(InboxID.self, forKey: .inbox))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(workspace, forKey: .workspace)
        switch subject {
        case .member(let id, let role):
            try container.encode(id, forKey: .member)
            try container.encode(role, forKey: .role)
        case .key(let id, let role):
            try container.encode(id, forKey: .key)
            try container.encode(role, forKey: .role)
        case .visitor(let id, let inbox):
            try container.encode(id, forKey: .visitor)
            try container.encode(inbox, forKey: .inbox)
        }
        try container.encode(inboxes, forKey: .inboxes)
        try container.encode(name, forKey: .name)
        try container.encode(language, forKey: .language)
        try container.encodeIfPresent(session, forKey: .session)
    }
}
