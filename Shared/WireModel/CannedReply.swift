/// A text that is written often: `/shortcut` brings it into the composer.
public struct CannedReply: Codable, Sendable, Equatable {
    /// Whose it is. Of those with the same shortcut one's own comes first, then one's team's, then the workspace's.
    public enum Scope: String, Codable, Sendable, CaseIterable { case own, team, workspace }

    public var id: CannedReplyID
    /// 1 to ``shortcutLimit`` letters of any script, digits, `-` and `_`, in lower case; no two of one scope share it.
    public var shortcut: String
    /// 1 to ``titleLimit`` characters.
    public var title: String
    public var bodies: Bodies
    public var scope: Scope
    /// Of the scope `team`.
    public var team: TeamID?
    /// What goes with the text; absent without any. A message that names one gets its own copy.
    public var attachments: [Attachment]?
    public var createdBy: Author
    public var updatedAt: Timestamp

    public static let shortcutLimit = 32
    public static let titleLimit = 80
    /// Characters of each body.
    public static let bodyLimit = 4000
    /// One member keeps so many of their own, and a workspace so many for its teams and for all.
    public static let ownLimit = 200
    public static let sharedLimit = 1000

    /// What each may speak of, as `{{contact.name}}`; whoever uses the text puts in what is meant.
    public static let variables = ["contact.name", "agent.name", "inbox.name", "workspace.name"]

    /// The text in each language; at least one.
    public struct Bodies: Codable, Sendable, Equatable {
        public var ar: String?
        public var en: String?

        public init(ar: String? = nil, en: String? = nil) {
            self.ar = ar
            self.en = en
        }
    }

    public init(
        id: CannedReplyID, shortcut: String, title: String, bodies: Bodies, scope: Scope, team: TeamID? = nil,
        attachments: [Attachment]? = nil, createdBy: Author, updatedAt: Timestamp
    ) {
        self.id = id
        self.shortcut = shortcut
        self.title = title
        self.bodies = bodies
        self.scope = scope
        self.team = team
        self.attachments = attachments
        self.createdBy = createdBy
        self.updatedAt = updatedAt
    }
}

public struct CannedReplyDraft: Codable, Sendable, Equatable {
    public var shortcut: String
    public var title: String
    public var bodies: CannedReply.Bodies
    public var scope: CannedReply.Scope
    public var team: TeamID?

    public init(
        shortcut: String, title: String, bodies: CannedReply.Bodies, scope: CannedReply.Scope, team: TeamID? = nil
    ) {
        self.shortcut = shortcut
        self.title = title
        self.bodies = bodies
        self.scope = scope
        self.team = team
    }
}

/// What is absent stays as it is. Whose it is never changes.
public struct CannedReplyChange: Codable, Sendable, Equatable {
    public var shortcut: String?
    public var title: String?
    /// Both languages anew.
    public var bodies: CannedReply.Bodies?

    public init(shortcut: String? = nil, title: String? = nil, bodies: CannedReply.Bodies? = nil) {
        self.shortcut = shortcut
        self.title = title
        self.bodies = bodies
    }
}

public struct CannedReplyReference: Codable, Sendable, Equatable {
    public var reply: CannedReplyID
    public init(reply: CannedReplyID) { self.reply = reply }
}
