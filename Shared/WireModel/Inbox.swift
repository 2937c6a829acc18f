/// A door through which customers come, and the pile of conversations behind it.
public struct Inbox: Codable, Sendable, Equatable {
    /// Public: it stands in the snippet on the customer's page.
    public var id: InboxID
    public var name: String
    public var widget: WidgetSettings
    /// The pages that may show the widget, each an ``OriginPattern``, or ``everyPage``, with which an inbox begins.
    /// What is not on the list may not; our own pages always may.
    public var origins: [String]
    public var verification: Verification
    public var assignment: InboxAssignment
    /// Takes no new conversations; those in it go on.
    public var archived: Bool
    /// Lists are in this order, then of creation.
    public var position: Int
    public var createdAt: Timestamp

    /// Whether visitors must prove who they are, with a token of the shop's server, before they may write.
    public enum Verification: String, Codable, Sendable, CaseIterable { case optional, required }

    /// On a list of origins: whatever page there is.
    public static let everyPage = "*"

    public init(
        id: InboxID, name: String, widget: WidgetSettings, origins: [String] = [Inbox.everyPage],
        verification: Verification = .optional, assignment: InboxAssignment = .byHand, archived: Bool = false,
        position: Int = 0, createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.widget = widget
        self.origins = origins
        self.verification = verification
        self.assignment = assignment
        self.archived = archived
        self.position = position
        self.createdAt = createdAt
    }

    /// Whether a page of this origin (`https://shop.example`, as browsers send it) may show the widget.
    public func allows(origin: String) -> Bool {
        origins.contains { $0 == Self.everyPage || OriginPattern($0)?.allows(origin) ?? false }
    }
}

/// How the widget of an inbox looks and what it asks.
public struct WidgetSettings: Codable, Sendable, Equatable {
    public enum Side: String, Codable, Sendable { case start, end }

    /// What stands on top, the shop's name as a rule; 1 to 60 characters.
    public var title: String
    /// 0 to 200 characters.
    public var greeting: String
    /// `#rrggbb`, lower case.
    public var colour: String
    public var side: Side
    /// Nil: the page's own, or else the browser's.
    public var language: Language?
    public var preChat: PreChat

    public init(
        title: String, greeting: String, colour: String, side: Side, language: Language?, preChat: PreChat
    ) {
        self.title = title
        self.greeting = greeting
        self.colour = colour
        self.side = side
        self.language = language
        self.preChat = preChat
    }
}

/// The form before the first message.
public struct PreChat: Codable, Sendable, Equatable {
    public enum Field: String, Codable, Sendable { case hidden, optional, required }
    public var name: Field
    public var email: Field
    public var phone: Field

    public init(name: Field, email: Field, phone: Field) {
        self.name = name
        self.email = email
        self.phone = phone
    }
}

public struct InboxDraft: Codable, Sendable {
    /// 1 to 60 characters.
    public var name: String
    /// Sensible ones when absent.
    public var widget: WidgetSettings?

    public init(name: String, widget: WidgetSettings? = nil) {
        self.name = name
        self.widget = widget
    }
}

/// What may be changed of an inbox; what is absent stays.
public struct InboxChange: Codable, Sendable {
    public var name: String?
    public var widget: WidgetSettings?
    /// All of them: 0 to ``originLimit``.
    public var origins: [String]?
    public var verification: Inbox.Verification?
    /// Given whole.
    public var assignment: InboxAssignment?
    public var archived: Bool?

    public static let originLimit = 50

    public init(
        name: String? = nil, widget: WidgetSettings? = nil, origins: [String]? = nil,
        verification: Inbox.Verification? = nil, assignment: InboxAssignment? = nil, archived: Bool? = nil
    ) {
        self.name = name
        self.widget = widget
        self.origins = origins
        self.verification = verification
        self.assignment = assignment
        self.archived = archived
    }
}

/// What the gateway must know of an inbox before it lets a visitor in.
public struct InboxDoor: Codable, Sendable, Equatable {
    public var workspace: WorkspaceID
    public var inbox: Inbox
    /// The secrets that the inbox's visitors may be vouched for with.
    public var secrets: [VerificationSecretID]
    /// Which files the workspace takes.
    public var attachments: AttachmentPolicy

    public init(
        workspace: WorkspaceID, inbox: Inbox, secrets: [VerificationSecretID] = [],
        attachments: AttachmentPolicy = AttachmentPolicy()
    ) {
        self.workspace = workspace
        self.inbox = inbox
        self.secrets = secrets
        self.attachments = attachments
    }
}

/// The wish for a new workspace's first inbox.
public struct FirstInbox: Codable, Sendable {
    public var name: String
    public var language: Language

    public init(name: String, language: Language) {
        self.name = name
        self.language = language
    }
}
