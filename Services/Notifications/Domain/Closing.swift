import WireModel

/// A conversation was closed with so many messages in it.
struct Closing: Sendable, Equatable {
    var workspace: WorkspaceID
    var conversation: ConversationID
    var upTo: Int64

    init(workspace: WorkspaceID, conversation: ConversationID, upTo: Int64) {
        self.workspace = workspace
        self.conversation = conversation
        self.upTo = upTo
    }

    /// Nil for every other event.
    init?(_ line: EventLine) throws {
        guard line.type == .conversationStatus, let conversation = line.conversation else { return nil }
        let change = try line.data(as: StatusChanged.self)
        guard change.status == .closed else { return nil }
        self.init(workspace: line.workspace, conversation: conversation, upTo: change.lastSequence)
    }
}
