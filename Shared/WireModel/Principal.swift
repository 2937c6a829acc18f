/// On whose behalf a request is made. The gateway makes it of a cookie, an API key or a visitor's token, and passes it
/// on as a signed, short-lived assertion; services trust nothing else.
public struct Principal: Sendable, Equatable {
    public enum Subject: Sendable, Equatable {
        case member(MemberID, Rights)
        case key(APIKeyID, Rights)
        /// A customer's browser on the widget of one inbox.
        case visitor(VisitorID, InboxID)
    }

    public var workspace: WorkspaceID
    public var subject: Subject
    /// The name shown beside what this principal does.
    public var name: String
    public var language: Language
    /// The session behind a member, which ends with it.
    public var session: SessionID?

    public init(
        workspace: WorkspaceID, subject: Subject, name: String, language: Language, session: SessionID? = nil
    ) {
        self.workspace = workspace
        self.subject = subject
        self.name = name
        self.language = language
        self.session = session
    }

    /// Nil for a visitor.
    public var rights: Rights? {
        switch subject {
        case .member(_, let rights), .key(_, let rights): rights
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
    public var isTeam: Bool { rights != nil }
}

extension Principal: Codable {
    private enum Key: String, CodingKey {
        case workspace, member, key, visitor, inbox, rights, name, language, session
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        workspace = try container.decode(WorkspaceID.self, forKey: .workspace)
        name = try container.decode(String.self, forKey: .name)
        language = try container.decode(Language.self, forKey: .language)
        session = try container.decodeIfPresent(SessionID.self, forKey: .session)
        if let id = try container.decodeIfPresent(MemberID.self, forKey: .member) {
            subject = .member(id, try container.decode(Rights.self, forKey: .rights))
        } else if let id = try container.decodeIfPresent(APIKeyID.self, forKey: .key) {
            subject = .key(id, try container.decode(Rights.self, forKey: .rights))
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
        case .member(let id, let rights):
            try container.encode(id, forKey: .member)
            try container.encode(rights, forKey: .rights)
        case .key(let id, let rights):
            try container.encode(id, forKey: .key)
            try container.encode(rights, forKey: .rights)
        case .visitor(let id, let inbox):
            try container.encode(id, forKey: .visitor)
            try container.encode(inbox, forKey: .inbox)
        }
        try container.encode(name, forKey: .name)
        try container.encode(language, forKey: .language)
        try container.encodeIfPresent(session, forKey: .session)
    }
}
