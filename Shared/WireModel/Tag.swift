/// A word that the team puts on conversations.
public struct Tag: Codable, Sendable, Equatable {
    public var id: TagID
    /// 1 to ``nameLimit`` characters; no two tags of a workspace are called the same, however it is spelled.
    public var name: String
    /// `#rrggbb`, lower case.
    public var colour: String
    public var createdAt: Timestamp

    public static let nameLimit = 40
    /// A workspace holds so many at most.
    public static let countLimit = 500

    public init(id: TagID, name: String, colour: String, createdAt: Timestamp) {
        self.id = id
        self.name = name
        self.colour = colour
        self.createdAt = createdAt
    }
}

public struct TagReference: Codable, Sendable, Equatable {
    public var tag: TagID
    public init(tag: TagID) { self.tag = tag }
}

public struct TagDraft: Codable, Sendable {
    /// 1 to ``Tag/nameLimit`` characters.
    public var name: String
    /// `#rrggbb`; one of a few that go together when absent.
    public var colour: String?

    public init(name: String, colour: String? = nil) {
        self.name = name
        self.colour = colour
    }
}

/// What is absent stays.
public struct TagChange: Codable, Sendable {
    public var name: String?
    public var colour: String?

    public init(name: String? = nil, colour: String? = nil) {
        self.name = name
        self.colour = colour
    }
}
