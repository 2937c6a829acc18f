import HTTP
import ServiceKit
import WireModel

/// The services that know what a summary tells.
struct Sources: Sendable {
    let conversations: Peer
    let contacts: Peer
    let identity: Peer

    func transcript(of conversation: ConversationID, in workspace: WorkspaceID) async throws -> ConversationWithMessages
    {
        try await conversations.call(
            .get, "/internal/workspaces/\(workspace)/conversations/\(conversation)/transcript",
            expecting: ConversationWithMessages.self)
    }

    func contact(_ id: ContactID, in workspace: WorkspaceID) async throws -> Contact {
        try await contacts.call(.get, "/internal/workspaces/\(workspace)/contacts/\(id)", expecting: Contact.self)
    }

    func workspace(_ id: WorkspaceID) async throws -> Workspace {
        try await identity.call(.get, "/internal/workspaces/\(id)", expecting: Workspace.self)
    }
}
