/// One thing to be done to many conversations: those named, or those that a view and a filter hold.
public struct BulkRequest: Codable, Sendable {
    /// Up to ``limit``, each once.
    public var ids: [ConversationID]?
    public var query: BulkQuery?
    public var action: BulkAction

    /// Of one request. A query that holds more answers with a cursor to go on from.
    public static let limit = 1000

    public init(ids: [ConversationID]? = nil, query: BulkQuery? = nil, action: BulkAction) {
        self.ids = ids
        self.query = query
        self.action = action
    }
}

/// All that match, in the order in which they began, so that what the action itself changes shifts nothing.
public struct BulkQuery: Codable, Sendable {
    /// A built-in view's name, or a saved view's id.
    public var view: String?
    public var filter: Filter?
    /// Those after this one: where the request before ended.
    public var after: ConversationID?
    /// The operation that the request before was a part of.
    public var operation: OperationID?

    public init(
        view: String? = nil, filter: Filter? = nil, after: ConversationID? = nil, operation: OperationID? = nil
    ) {
        self.view = view
        self.filter = filter
        self.after = after
        self.operation = operation
    }
}

/// What is to be done; each kind takes the fields that its name speaks of.
public struct BulkAction: Codable, Sendable {
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// `member`; nobody when absent.
        case assign
        /// `team`; none when absent.
        case hand
        /// `tags`.
        case tag, untag
        /// `status`.
        case status
        /// `inbox`.
        case move
        /// `until`; until the customer answers when absent.
        case snooze
        case wake
        case close, spam, notSpam
        /// All into the one that was active last; they must be of one contact.
        case merge
    }

    public var kind: Kind
    public var member: MemberID?
    public var team: TeamID?
    public var tags: [TagID]?
    public var status: Conversation.Status?
    public var inbox: InboxID?
    public var until: Timestamp?

    public init(
        _ kind: Kind, member: MemberID? = nil, team: TeamID? = nil, tags: [TagID]? = nil,
        status: Conversation.Status? = nil, inbox: InboxID? = nil, until: Timestamp? = nil
    ) {
        self.kind = kind
        self.member = member
        self.team = team
        self.tags = tags
        self.status = status
        self.inbox = inbox
        self.until = until
    }
}

/// What became of each conversation.
public struct BulkResult: Codable, Sendable, Equatable {
    public enum Outcome: String, Codable, Sendable { case done, unchanged, failed }

    public struct Item: Codable, Sendable, Equatable {
        public var id: ConversationID
        public var outcome: Outcome
        /// Of one that failed.
        public var problem: Failure?

        public init(id: ConversationID, outcome: Outcome, problem: Failure? = nil) {
            self.id = id
            self.outcome = outcome
            self.problem = problem
        }
    }

    /// Stands in the change log of each.
    public var operation: OperationID
    /// In the order in which they were done.
    public var results: [Item]
    public var done: Int
    public var unchanged: Int
    public var failed: Int
    /// Where a query goes on; absent once all are done.
    public var after: ConversationID?

    public init(operation: OperationID, results: [Item], after: ConversationID? = nil) {
        self.operation = operation
        self.results = results
        done = results.count { $0.outcome == .done }
        unchanged = results.count { $0.outcome == .unchanged }
        failed = results.count { $0.outcome == .failed }
        self.after = after
    }
}
