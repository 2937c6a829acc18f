/// A program's way in. It acts in its workspace under its name, and may do what it was granted, whoever made it.
public struct APIKey: Codable, Sendable, Equatable {
    public var id: APIKeyID
    public var name: String
    public var grants: Grants
    public var inboxes: InboxAccess
    /// Who made it, as they were called then.
    public var createdBy: String
    public var createdAt: Timestamp
    /// When it ends by itself; never when absent.
    public var expiresAt: Timestamp?
    /// When it was last used, to within some minutes; absent before the first time.
    public var lastUsedAt: Timestamp?

    public init(
        id: APIKeyID, name: String, grants: Grants, inboxes: InboxAccess, createdBy: String, createdAt: Timestamp,
        expiresAt: Timestamp? = nil, lastUsedAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.grants = grants
        self.inboxes = inboxes
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
    }
}

public struct APIKeyDraft: Codable, Sendable {
    public var name: String
    /// No more than whoever makes the key may do themselves.
    public var grants: Grants
    /// Every inbox when absent.
    public var inboxes: InboxAccess?
    /// In the future; never when absent.
    public var expiresAt: Timestamp?

    public init(name: String, grants: Grants, inboxes: InboxAccess? = nil, expiresAt: Timestamp? = nil) {
        self.name = name
        self.grants = grants
        self.inboxes = inboxes
        self.expiresAt = expiresAt
    }
}

public struct APIKeyGrant: Codable, Sendable {
    public var key: APIKey
    /// `mjk_` and 43 characters; told once. Sent as `Authorization: Bearer …`.
    public var secret: String

    public init(key: APIKey, secret: String) {
        self.key = key
        self.secret = secret
    }
}
