/// How much of Majlis a workspace may use. What is absent has no limit.
public struct Plan: Codable, Sendable, Equatable {
    /// 1 to 40 letters, digits, `-`, `_` and `.`; what the operator calls it.
    public var name: String
    /// Active members, at least one.
    public var members: Int?
    /// At least one.
    public var inboxes: Int?
    /// What messages take, in bytes of text.
    public var storageBytes: Int64?
    /// Messages of a month (UTC), those of customers included. A customer is never refused.
    public var messagesPerMonth: Int?
    /// Calls with API keys, all of the workspace's together.
    public var callsPerMinute: Int?

    public init(
        name: String, members: Int? = nil, inboxes: Int? = nil, storageBytes: Int64? = nil,
        messagesPerMonth: Int? = nil, callsPerMinute: Int? = nil
    ) {
        self.name = name
        self.members = members
        self.inboxes = inboxes
        self.storageBytes = storageBytes
        self.messagesPerMonth = messagesPerMonth
        self.callsPerMinute = callsPerMinute
    }

    public static let free = Plan(
        name: "free", members: 2, inboxes: 1, storageBytes: 1 << 30, messagesPerMonth: 1000, callsPerMinute: 60)
    public static let unlimited = Plan(name: "unlimited")

    /// Whether there is anything that it does not allow.
    public var isLimited: Bool { self != Plan(name: name) }
}

extension Plan {
    /// - Throws: `plan.members` when `count` active members are too many.
    public func requireRoom(members count: Int) throws(Failure) {
        guard let members, count > members else { return }
        throw refusal("members", "has room for \(members) active members")
    }

    /// - Throws: `plan.inboxes` when `count` inboxes are too many.
    public func requireRoom(inboxes count: Int) throws(Failure) {
        guard let inboxes, count > inboxes else { return }
        throw refusal("inboxes", "has room for \(inboxes) inboxes")
    }

    /// - Throws: `plan.messages` or `plan.storage` when so many messages this month, or bytes in all, are too many.
    public func requireRoom(messages: Int, bytes: Int64) throws(Failure) {
        if let limit = messagesPerMonth, messages > limit {
            throw refusal("messages", "allows \(limit) messages a month")
        }
        if let limit = storageBytes, bytes > limit { throw refusal("storage", "allows \(limit) bytes of messages") }
    }

    private func refusal(_ limit: String, _ sentence: String) -> Failure {
        Failure(.forbidden, "plan.\(limit)", "The plan “\(name)” \(sentence).")
    }
}

/// The wish to put a workspace on a plan, by its name.
public struct PlanAssignment: Codable, Sendable, Equatable {
    public var plan: String

    public init(plan: String) {
        self.plan = plan
    }
}

/// How much of its plan a workspace uses now.
public struct WorkspaceUsage: Codable, Sendable, Equatable {
    public var plan: Plan
    /// Active ones.
    public var members: Int
    public var inboxes: Int
    public var storageBytes: Int64
    /// Since the month began (UTC).
    public var messagesThisMonth: Int

    public init(plan: Plan, members: Int, inboxes: Int, storageBytes: Int64, messagesThisMonth: Int) {
        self.plan = plan
        self.members = members
        self.inboxes = inboxes
        self.storageBytes = storageBytes
        self.messagesThisMonth = messagesThisMonth
    }
}

/// The part of ``WorkspaceUsage`` that `conversations` knows.
public struct ConversationUsage: Codable, Sendable, Equatable {
    public var inboxes: Int
    public var storageBytes: Int64
    public var messagesThisMonth: Int

    public init(inboxes: Int, storageBytes: Int64, messagesThisMonth: Int) {
        self.inboxes = inboxes
        self.storageBytes = storageBytes
        self.messagesThisMonth = messagesThisMonth
    }
}
