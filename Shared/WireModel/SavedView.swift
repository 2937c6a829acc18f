/// A filter that somebody saved, with its order.
public struct SavedView: Codable, Sendable, Equatable {
    public enum Sort: String, Codable, Sendable, CaseIterable {
        /// Newest change first.
        case activity
        /// Who has waited longest first, then those who do not wait.
        case waiting
        /// Begun last first.
        case newest
        /// Most urgent first, of equals the newest change.
        case priority
    }

    public var id: ViewID
    /// 1 to ``nameLimit`` characters.
    public var name: String
    /// Whether the whole team sees it; else its owner alone.
    public var shared: Bool
    public var owner: MemberID?
    public var filter: Filter
    public var sort: Sort
    public var createdAt: Timestamp

    public static let nameLimit = 60
    /// Of one member's own, and of a workspace's shared ones.
    public static let countLimit = 100

    public init(
        id: ViewID, name: String, shared: Bool, owner: MemberID?, filter: Filter, sort: Sort, createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.shared = shared
        self.owner = owner
        self.filter = filter
        self.sort = sort
        self.createdAt = createdAt
    }
}

public struct SavedViewDraft: Codable, Sendable {
    public var name: String
    /// False when absent.
    public var shared: Bool?
    public var filter: Filter
    /// By activity when absent.
    public var sort: SavedView.Sort?

    public init(name: String, shared: Bool? = nil, filter: Filter, sort: SavedView.Sort? = nil) {
        self.name = name
        self.shared = shared
        self.filter = filter
        self.sort = sort
    }
}

/// What may be changed of a saved view; what is absent stays.
public struct SavedViewChange: Codable, Sendable {
    public var name: String?
    public var shared: Bool?
    public var filter: Filter?
    public var sort: SavedView.Sort?

    public init(name: String? = nil, shared: Bool? = nil, filter: Filter? = nil, sort: SavedView.Sort? = nil) {
        self.name = name
        self.shared = shared
        self.filter = filter
        self.sort = sort
    }
}

public struct ViewReference: Codable, Sendable, Equatable {
    public var view: ViewID
    public init(view: ViewID) { self.view = view }
}
