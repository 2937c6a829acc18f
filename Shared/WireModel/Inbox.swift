/// A door through which customers come, and the pile of conversations behind it.
public struct Inbox: Codable, Sendable, Equatable {
    /// Public: it stands in the snippet on the customer's page.
    public var id: InboxID
    public var name: String
    public var widget: WidgetSettings
    public var createdAt: Timestamp

    public init(id: InboxID, name: String, widget: WidgetSettings, createdAt: Timestamp) {
        self.id = id
        self.name = name
        self.widget = widget
        self.createdAt = createdAt
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

    public init(name: String? = nil, widget: WidgetSettings? = nil) {
        self.name = name
        self.widget = widget
    }
}

/// What the gateway must know of an inbox before it lets a visitor in.
public struct InboxDoor: Codable, Sendable, Equatable {
    public var workspace: WorkspaceID
    public var inbox: Inbox

    public init(workspace: WorkspaceID, inbox: Inbox) {
        self.workspace = workspace
        self.inbox = inbox
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
