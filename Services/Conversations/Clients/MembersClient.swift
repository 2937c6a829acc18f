import HTTP
import ServiceKit
import WireModel

/// Asks `identity` whether somebody may be given a conversation.
struct MembersClient: Sendable {
    let identity: Peer

    /// - Throws: `assignee.unknown` for nobody of this workspace, `assignee.noAccess` for a member who does not see the
    ///   inbox.
    func requireAccess(
        of member: MemberID, to inbox: InboxID, in workspace: WorkspaceID, requestID: String
    ) async throws {
        let found: Member
        do {
            found = try await identity.call(
                .get, "/internal/workspaces/\(workspace)/members/\(member)", requestID: requestID,
                expecting: Member.self)
        } catch let failure as Failure where failure.kind == .notFound {
            throw Failure(
                .invalid, "assignee.unknown", "There is no such member.",
                fields: [.init(field: "member", code: "unknown", message: "There is no such member.")])
        }
        guard found.inboxes.allows(inbox) else {
            throw Failure(
                .invalid, "assignee.noAccess", "This member does not see the conversation's inbox.",
                fields: [.init(field: "member", code: "unknown", message: "This member does not see the inbox.")])
        }
    }
}
