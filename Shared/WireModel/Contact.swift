/// By what a contact may be found.
public enum ContactField: String, Codable, Sendable { case name, email, phone }

/// The contacts that conversations asked for by a text.
public struct FoundContacts: Codable, Sendable {
    public var contacts: [ContactID]

    public init(contacts: [ContactID]) {
        self.contacts = contacts
    }
}

/// A customer, as the workspace knows them.
public struct Contact: Codable, Sendable, Equatable {
    public var id: ContactID
    /// Empty while unknown.
    public var name: String
    public var email: String?
    /// International form, `+9665…`, where it could be read as a number; else as given.
    public var phone: String?
    public var language: Language?
    /// Whether e-mail and phone are only what somebody typed into a form.
    public var unverified: Bool
    /// Whether the team keeps them from writing.
    public var blocked: Bool
    /// What later visitors who gave this e-mail or phone typed and what differs from the record, newest first; at most
    /// 10.
    public var claims: [ContactClaim]
    public var createdAt: Timestamp
    public var lastSeenAt: Timestamp
    public var conversationCount: Int
    public var messageCount: Int

    public init(
        id: ContactID, name: String, email: String?, phone: String?, language: Language?, unverified: Bool,
        blocked: Bool = false, claims: [ContactClaim], createdAt: Timestamp, lastSeenAt: Timestamp,
        conversationCount: Int,
        messageCount: Int
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.phone = phone
        self.language = language
        self.unverified = unverified
        self.blocked = blocked
        self.claims = claims
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
        self.conversationCount = conversationCount
        self.messageCount = messageCount
    }
}

extension Contact {
    /// A contacts service of an earlier release blocks nobody.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try values.decode(ContactID.self, forKey: .id), name: try values.decode(String.self, forKey: .name),
            email: try values.decodeIfPresent(String.self, forKey: .email),
            phone: try values.decodeIfPresent(String.self, forKey: .phone),
            language: try values.decodeIfPresent(Language.self, forKey: .language),
            unverified: try values.decode(Bool.self, forKey: .unverified),
            blocked: try values.decodeIfPresent(Bool.self, forKey: .blocked) ?? false,
            claims: try values.decode([ContactClaim].self, forKey: .claims),
            createdAt: try values.decode(Timestamp.self, forKey: .createdAt),
            lastSeenAt: try values.decode(Timestamp.self, forKey: .lastSeenAt),
            conversationCount: try values.decode(Int.self, forKey: .conversationCount),
            messageCount: try values.decode(Int.self, forKey: .messageCount))
    }
}

/// What a visitor who was matched to a contact said of themselves; it overwrites nothing.
public struct ContactClaim: Codable, Sendable, Equatable {
    public var visitor: VisitorID
    public var name: String?
    public var email: String?
    public var phone: String?
    public var at: Timestamp

    public init(visitor: VisitorID, name: String?, email: String?, phone: String?, at: Timestamp) {
        self.visitor = visitor
        self.name = name
        self.email = email
        self.phone = phone
        self.at = at
    }
}

/// What a visitor typed into the pre-chat form.
public struct VisitorDetails: Codable, Sendable, Equatable {
    public var name: String?
    public var email: String?
    public var phone: String?

    public init(name: String? = nil, email: String? = nil, phone: String? = nil) {
        self.name = name
        self.email = email
        self.phone = phone
    }
}

/// Finds or makes the contact of a visitor. The same visitor always gets the same contact.
public struct ContactMatch: Codable, Sendable, Equatable {
    public var visitor: VisitorID
    /// Where they write. An identity's subject is this shop's: the shop behind another inbox may count its customers
    /// in the same way.
    public var inbox: InboxID
    /// What they typed; nobody vouches for it.
    public var details: VisitorDetails
    public var language: Language
    /// What the shop's server vouches for, where the visitor is a verified one.
    public var identity: VisitorIdentity?

    public init(
        visitor: VisitorID, inbox: InboxID, details: VisitorDetails, language: Language,
        identity: VisitorIdentity? = nil
    ) {
        self.visitor = visitor
        self.inbox = inbox
        self.details = details
        self.language = language
        self.identity = identity
    }
}

public struct ContactDraft: Codable, Sendable {
    public var name: String
    public var email: String?
    public var phone: String?
    public var language: Language?

    public init(name: String, email: String? = nil, phone: String? = nil, language: Language? = nil) {
        self.name = name
        self.email = email
        self.phone = phone
        self.language = language
    }
}

/// What a member changes of a contact; what is absent stays, an empty text takes the value away.
public struct ContactChange: Codable, Sendable {
    public var name: String?
    public var email: String?
    public var phone: String?
    public var language: Language?

    public init(name: String? = nil, email: String? = nil, phone: String? = nil, language: Language? = nil) {
        self.name = name
        self.email = email
        self.phone = phone
        self.language = language
    }
}
