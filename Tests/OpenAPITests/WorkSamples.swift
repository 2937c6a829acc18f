import WireModel

/// Conversations as work: what is done to them, and what is said of that.
enum WorkSamples {
    private static let at = Timestamp(milliseconds: 1_795_253_400_000)
    static let tag = Tag(id: TagID(rawValue: 9), name: "Late", colour: "#0f6b5c", createdAt: at)
    static let change = change(part: OperationID(rawValue: 21))
    private static let conversation = ConversationID(rawValue: 7)
    private static let query = BulkQuery(
        view: "mine", filter: .condition(.init("tags", "set")), after: conversation,
        operation: OperationID(rawValue: 21))
    private static let action = BulkAction(
        .assign, member: MemberID(rawValue: 2), team: TeamID(rawValue: 8), tags: [tag.id], status: .open,
        inbox: InboxID(rawValue: 4), until: at)
    private static let draft = MessageDraft(clientId: 1, body: "Hi")

    private static func change(part operation: OperationID?) -> Change {
        Change(
            id: ChangeID(rawValue: 20), conversation: ConversationID(rawValue: 7), at: at, sequence: 1,
            by: Author(.system, name: ""), action: .status, details: ["from": "open", "to": "closed"],
            operation: operation)
    }

    static let all: [`The document's schemas`.Sample] = [
        .init(
            "ConversationChange", ConversationChange(title: "Late", priority: .high), bare: ConversationChange()),
        .init(
            "TagsChange", TagsChange(tags: [tag.id], create: ["New"]), bare: TagsChange(tags: [])),
        .init("SnoozeChange", Snooze(until: at), bare: Snooze(until: nil)),
        .init("InboxMove", InboxMove(inbox: InboxID(rawValue: 4))),
        .init(
            "ConversationOpening",
            ConversationOpening(contact: ContactID(rawValue: 6), inbox: InboxID(rawValue: 4), message: draft)),
        .init("RatingDraft", RatingDraft(score: 5, comment: "Thanks"), bare: RatingDraft(score: 1)),
        .init("Tag", tag),
        .init("TagDraft", TagDraft(name: "Late", colour: "#0f6b5c"), bare: TagDraft(name: "Late")),
        .init("TagChange", TagChange(name: "Late", colour: "#0f6b5c"), bare: TagChange()),
        .init("Change", change, bare: change(part: nil)),
        .init(
            "InboxAssignment",
            InboxAssignment(strategy: .leastLoaded, cap: 5, onlineOnly: true, sticky: true, awayMinutes: 30),
            bare: InboxAssignment.byHand),
        .init("InboxOrder", InboxOrder(inboxes: [InboxID(rawValue: 4)])),
        .init("MergeRequest", MergeRequest(from: [conversation])),
        .init("SplitRequest", SplitRequest(sequence: 2)),
        .init(
            "BulkRequest", BulkRequest(ids: [conversation], query: query, action: action),
            bare: BulkRequest(action: BulkAction(.close))),
        .init("BulkQuery", query, bare: BulkQuery()),
        .init("BulkAction", action, bare: BulkAction(.close)),
        .init(
            "BulkItem", BulkResult.Item(id: conversation, outcome: .failed, problem: .notFound("conversation")),
            bare: BulkResult.Item(id: conversation, outcome: .done)),
        .init(
            "BulkResult",
            BulkResult(
                operation: OperationID(rawValue: 21), results: [.init(id: conversation, outcome: .done)],
                after: conversation),
            bare: BulkResult(operation: OperationID(rawValue: 21), results: [])),
    ]
}
