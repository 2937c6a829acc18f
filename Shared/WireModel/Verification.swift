/// What a shop's server proved of one of its customers by signing it.
public struct VisitorIdentity: Codable, Sendable, Equatable {
    /// The customer's own number or name at the shop: 1 to ``subjectLimit`` visible characters, the same for ever.
    public var subject: String
    public var name: String?
    public var email: String?
    public var phone: String?

    public static let subjectLimit = 200

    public init(subject: String, name: String? = nil, email: String? = nil, phone: String? = nil) {
        self.subject = subject
        self.name = name
        self.email = email
        self.phone = phone
    }
}

/// What a visitor shows to be known: the token that the shop's page carries; without one they stay anonymous.
public struct VisitorProof: Codable, Sendable {
    public var token: String?

    public init(token: String? = nil) {
        self.token = token
    }
}

/// A secret that a shop's server signs its customers' tokens with, without the secret itself: nothing that could be
/// told of it is stored.
public struct VerificationSecret: Codable, Sendable, Equatable {
    public var id: VerificationSecretID
    public var createdAt: Timestamp
    /// The last four characters, to tell one from another by.
    public var ending: String

    /// Two at once, so that one can be replaced without a gap.
    public static let limit = 2

    public init(id: VerificationSecretID, createdAt: Timestamp, ending: String) {
        self.id = id
        self.createdAt = createdAt
        self.ending = ending
    }
}

/// A new secret, this once with its text.
public struct VerificationSecretGrant: Codable, Sendable, Equatable {
    public var secret: VerificationSecret
    /// `vsk_` and 43 characters; all of it is the key of the signature.
    public var value: String

    public init(secret: VerificationSecret, value: String) {
        self.secret = secret
        self.value = value
    }
}
