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
        guard
            try await sees(
                member, Place(inbox: inbox, assignee: member), in: workspace, requestID: requestID,
                unknown: Failure(
                    .invalid, "assignee.unknown", "There is no such member.",
                    fields: [.init(field: "member", code: "unknown", message: "There is no such member.")]))
        else {
            throw Failure(
                .invalid, "assignee.noAccess", "This member does not see the conversation's inbox.",
                fields: [.init(field: "member", code: "unknown", message: "This member does not see the inbox.")])
        }
    }

    /// - Throws: `follower.unknown` for nobody of this workspace, `follower.noAccess` for a member who may not see what
    ///   stands there.
    func requireFollower(
        _ member: MemberID, of place: Place, in workspace: WorkspaceID, requestID: String
    ) async throws {
        let unknown = Failure(.invalid, "follower.unknown", "There is no such member.")
        guard try await sees(member, place, in: workspace, requestID: requestID, unknown: unknown) else {
            throw Failure(.invalid, "follower.noAccess", "This member does not see the conversation.")
        }
    }

    /// - Throws: `unknown` for nobody of this workspace, where it is given; else nobody sees nothing.
    func sees(
        _ member: MemberID, _ place: Place, in workspace: WorkspaceID, requestID: String, unknown: Failure? = nil
    ) async throws -> Bool {
        guard let rights = try await rights(of: member, in: workspace, requestID: requestID) else {
            if let unknown { throw unknown }
            return false
        }
        return Principal(of: member, rights, in: workspace).may(.conversationsView, on: place)
    }

    /// - Throws: `team.unknown`.
    func requireTeam(_ team: TeamID, in workspace: WorkspaceID, requestID: String) async throws -> Team {
        guard let found = try await self.team(team, in: workspace, requestID: requestID) else {
            throw Failure(
                .invalid, "team.unknown", "There is no such team.",
                fields: [.init(field: "team", code: "unknown", message: "There is no such team.")])
        }
        return found
    }

    /// Nil for one that is not of this workspace.
    func team(_ team: TeamID, in workspace: WorkspaceID, requestID: String) async throws -> Team? {
        do {
            return try await identity.call(
                .get, "/internal/workspaces/\(workspace)/teams/\(team)", requestID: requestID, expecting: Team.self)
        } catch let failure as Failure where failure.kind == .notFound {
            return nil
        }
    }

    /// What they are called, by their ids as text; without those whom identity does not know.
    func names(
        _ members: [MemberID?], teams: [TeamID?] = [], in workspace: WorkspaceID, requestID: String = ""
    ) async throws -> [String: String] {
        var names: [String: String] = [:]
        for member in members.compactMap(\.self) {
            names[member.description] = try await self.member(member, in: workspace, requestID: requestID)?.name
        }
        for team in teams.compactMap(\.self) {
            names[team.description] = try await self.team(team, in: workspace, requestID: requestID)?.name
        }
        return names
    }

    private func member(_ member: MemberID, in workspace: WorkspaceID, requestID: String) async throws -> Member? {
        do {
            return try await identity.call(
                .get, "/internal/workspaces/\(workspace)/members/\(member)", requestID: requestID,
                expecting: Member.self)
        } catch let failure as Failure where failure.kind == .notFound {
            return nil
        }
    }

    /// Leaves those out who are not of this workspace, as somebody who left meanwhile would be.
    func checkMentions(
        of message: inout AcceptedMessage, in workspace: WorkspaceID, requestID: String
    ) async throws {
        guard let mentions = message.mentions else { return }
        var known = Mentions()
        for member in mentions.members
        where try await rights(of: member, in: workspace, requestID: requestID) != nil {
            known.members.append(member)
        }
        for team in mentions.teams where try await self.team(team, in: workspace, requestID: requestID) != nil {
            known.teams.append(team)
        }
        message.mentions = known.isEmpty ? nil : known
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
