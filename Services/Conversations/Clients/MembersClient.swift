import HTTP
import ServiceKit
import WireModel

/// Asks `identity` to whom a conversation may be given.
struct MembersClient: Sendable {
    let identity: Peer

    /// - Throws: `assignee.unknown` for nobody of this workspace, `assignee.noAccess` for a member who may not see
    ///   conversations of the inbox that are theirs.
    func requireAccess(
        of member: MemberID, to inbox: InboxID, in workspace: WorkspaceID, requestID: String
    ) async throws {
        guard let rights = try await rights(of: member, in: workspace, requestID: requestID) else {
            throw Failure(
                .invalid, "assignee.unknown", "There is no such member.",
                fields: [.init(field: "member", code: "unknown", message: "There is no such member.")])
        }
        let assignee = Principal(
            workspace: workspace, subject: .member(member, rights), name: "", language: .arabic)
        guard assignee.may(.conversationsView, on: Place(inbox: inbox, assignee: member)) else {
            throw Failure(
                .invalid, "assignee.noAccess", "This member does not see the conversation's inbox.",
                fields: [.init(field: "member", code: "unknown", message: "This member does not see the inbox.")])
        }
    }

    /// - Throws: `team.unknown`.
    func requireTeam(_ team: TeamID, in workspace: WorkspaceID, requestID: String) async throws {
        do {
            _ = try await identity.send(
                .get, "/internal/workspaces/\(workspace)/teams/\(team)", requestID: requestID)
        } catch let failure as Failure where failure.kind == .notFound {
            throw Failure(
                .invalid, "team.unknown", "There is no such team.",
                fields: [.init(field: "team", code: "unknown", message: "There is no such team.")])
        }
    }

    /// What a member may do now; nil for nobody of this workspace, and for one who was deactivated.
    func rights(of member: MemberID, in workspace: WorkspaceID, requestID: String = "") async throws -> Rights? {
        do {
            return try await identity.call(
                .get, "/internal/workspaces/\(workspace)/members/\(member)/rights", requestID: requestID,
                expecting: Rights.self)
        } catch let failure as Failure where failure.kind == .notFound {
            return nil
        }
    }
}
