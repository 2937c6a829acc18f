/// What the gateway shows of a cookie's token or of an API key to learn whose it is: never the secret itself, so that
/// none of them stands in a service's memory, logs or traffic.
public struct SecretHash: Codable, Sendable, Equatable {
    /// SHA-256 of the whole text that the caller presented (a key's `mjk_` included), in base64url: 43 characters.
    public var hash: String

    public init(hash: String) {
        self.hash = hash
    }
}

/// What `identity` answers: on whose behalf the holder of the secret acts.
///
/// It may be kept until ``expiresAt``, as long as the identity log is followed: `session.ended` and `key.revoked` end
/// it at once, `member.changed` and `member.removed` make it stale. Asking again at least hourly keeps a session that
/// is in use from expiring.
public struct ResolvedPrincipal: Codable, Sendable, Equatable {
    public var principal: Principal
    /// When the session ends unless it is used again before; nil for a key, which stands until it is revoked.
    public var expiresAt: Timestamp?
    /// Of a key: how many calls its workspace's plan allows all of its keys together; nil for no such limit.
    public var callsPerMinute: Int?

    public init(principal: Principal, expiresAt: Timestamp? = nil, callsPerMinute: Int? = nil) {
        self.principal = principal
        self.expiresAt = expiresAt
        self.callsPerMinute = callsPerMinute
    }
}
