/// Who wrote a message or made a change, with the name they had then.
public struct Author: Sendable, Equatable {
    public enum Identity: Sendable, Hashable {
        case visitor(VisitorID)
        case member(MemberID)
        case key(APIKeyID)
        /// Majlis itself.
        case system
    }

    public var identity: Identity
    /// Empty for a visitor: what the team calls them is ``Conversation/contactName``, which their browser is not told.
    public var name: String

    public init(_ identity: Identity, name: String) {
        self.identity = identity
        self.name = name
    }
}

/// On the wire `{"kind": "member", "id": "mbr_…", "name": "…"}`; `system` has no id.
extension Author: Codable {
    public enum Kind: String, Codable, Sendable { case visitor, member, key, system }
    private enum Key: String, CodingKey { case kind, id, name }

    public var kind: Kind {
        switch identity {
        case .visitor: .visitor
        case .member: .member
        case .key: .key
        case .system: .system
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        name = try container.decode(String.self, forKey: .name)
        switch try container.decode(Kind.self, forKey: .kind) {
        case .visitor: identity = .visitor(try container.decode(VisitorID.self, forKey: .id))
        case .member: identity = .member(try container.decode(MemberID.self, forKey: .id))
        case .key: identity = .key(try container.decode(APIKeyID.self, forKey: .id))
        case .system: identity = .system
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(kind, forKey: .kind)
        switch identity {
        case .visitor(let id): try container.encode(id, forKey: .id)
        case .member(let id): try container.encode(id, forKey: .id)
        case .key(let id): try container.encode(id, forKey: .id)
        case .system: break
        }
        try container.encode(name, forKey: .name)
    }
}

extension Principal {
    /// As whom this principal writes. A visitor has no name here: messages go to the visitor's browser as they are, and
    /// whoever types somebody's e-mail address must not be told what the team calls that person.
    public var author: Author {
        switch subject {
        case .member(let id, _): Author(.member(id), name: name)
        case .key(let id, _): Author(.key(id), name: name)
        case .visitor(let id, _): Author(.visitor(id), name: "")
        }
    }
}
