import WireModel

/// What a team and a custom role may be.
enum TeamRules {
    /// A workspace holds so many at most.
    static let countLimit = 100

    /// Teams as they are stored: each once, in order.
    /// - Throws: `tooLong` when more are named, the same one again included.
    static func teams(_ teams: [TeamID]) throws(FieldFault) -> [TeamID] {
        guard teams.count <= Rights.teamLimit else {
            throw FieldFault("tooLong", "Somebody may be in up to \(Rights.teamLimit) teams.")
        }
        return Set(teams).sorted()
    }

    /// As ``teams(_:)``.
    static func members(_ members: [MemberID]) throws(FieldFault) -> [MemberID] {
        guard members.count <= Team.memberLimit else {
            throw FieldFault("tooLong", "A team has up to \(Team.memberLimit) members.")
        }
        return Set(members).sorted()
    }

    /// The team after `change`.
    /// - Throws: `input.invalid` with every field that has to be mended.
    static func changed(_ team: Team, by change: TeamChange) throws(Failure) -> Team {
        var form = Form()
        var changed = team
        changed.name = form.take("name", change.name, DisplayName.accepted) ?? team.name
        changed.inboxes = form.take("inboxes", change.inboxes, MemberRules.access) ?? team.inboxes
        changed.members = form.take("members", change.members, members) ?? team.members
        changed.grants = change.grants ?? team.grants
        try form.finish()
        return changed
    }
}

extension Team {
    /// What it gives to each of its members.
    var rights: Rights { Rights(role: nil, grants: grants, inboxes: inboxes) }
}

enum RoleRules {
    /// A workspace makes so many at most.
    static let countLimit = 50

    /// The role after `change`.
    /// - Throws: `input.invalid` with every field that has to be mended.
    static func changed(_ role: RoleDefinition, by change: RoleChange) throws(Failure) -> RoleDefinition {
        var form = Form()
        var changed = role
        changed.name = form.take("name", change.name, DisplayName.accepted) ?? role.name
        changed.grants = change.grants ?? role.grants
        try form.finish()
        return changed
    }
}

extension RoleDefinition {
    /// What it gives, wherever its holder may see an inbox.
    var rights: Rights { Rights(role: nil, grants: grants, inboxes: .only([])) }
}
