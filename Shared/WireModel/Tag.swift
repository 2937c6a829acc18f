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
