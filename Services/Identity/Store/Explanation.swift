import Storage
import WireModel

extension MemberRights {
    /// What a member may do and see, with where each right comes from.
    static func find(_ workspace: WorkspaceID, _ member: Member, in connection: Connection) throws -> MemberRights {
        let role = try member.role.definition(workspace, in: connection)
        let teams = try Team.of(member.id, workspace, in: connection)
        let sources = [("role", role.grants)] + teams.map { ($0.id.description, $0.grants) }
        let rights = try member.rights(workspace, teams: teams, in: connection)
        let grants: [Right] = Permission.allCases.compactMap { permission in
            let scopes = Scope.allCases.filter { rights.grants.holds(permission, in: $0) }
            guard !scopes.isEmpty else { return nil }
            return Right(
                permission: permission, scopes: scopes,
                sources: sources.filter { $0.1.holds(permission) }.map(\.0))
        }
        return MemberRights(
            member: member, role: role, teams: teams,
            inboxes: rights.seenInboxes,
            inboxSources: [InboxSource(inboxes: member.inboxes, source: "member")]
                + teams.map { InboxSource(inboxes: $0.inboxes, source: $0.id.description) },
            grants: grants)
    }
}
