/// One line of a conversation's change log: what was done, by whom and when.
public struct Change: Codable, Sendable, Equatable {
    public enum Action: String, Codable, Sendable, CaseIterable {
        case created, status, assigned, handed, moved, titled, prioritised, tagged, untagged, followed, unfollowed
        case snoozed, woken, spam, notSpam, merged, unmerged, split, messageEdited, messageDeleted, rated, blocked
        case unblocked, reopened
    }

    public var id: ChangeID
    public var conversation: ConversationID
    public var at: Timestamp
    /// The message after which it happened; 0 before the first.
    public var sequence: Int64
    public var by: Author
    public var action: Action
    /// What was and what is, with names as they were then: `from`, `to`, `fromName`, `toName`, `reason`, … as the
    /// action needs them. Each value holds up to ``valueLimit`` characters.
    public var details: [String: String]
    /// The action on many conversations that this was a part of.
    public var operation: OperationID?

    public static let valueLimit = 500

    public init(
        id: ChangeID, conversation: ConversationID, at: Timestamp, sequence: Int64, by: Author, action: Action,
        details: [String: String] = [:], operation: OperationID? = nil
    ) {
        self.id = id
        self.conversation = conversation
        self.at = at
        self.sequence = sequence
        self.by = by
        self.action = action
        self.details = details
        self.operation = operation
    }
}
