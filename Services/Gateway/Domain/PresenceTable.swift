import WireModel

/// Who is online in which workspace, as a value: sockets counted here, leases of other gateways with their end. No
/// clock of its own; every call says what changed for those who look.
struct PresenceTable {
    enum Person: Hashable, Sendable {
        case member(MemberID)
        case visitor(VisitorID, InboxID)

        /// Keys have no face: they are nobody here.
        init?(_ principal: Principal) {
            switch principal.subject {
            case .member(let id, _): self = .member(id)
            case .visitor(let id, let inbox): self = .visitor(id, inbox)
            case .key: return nil
            }
        }
    }

    enum Change: Equatable, Sendable {
        case came(Person)
        case went(Person)
        /// The first member came, or the last one went.
        case team(Bool)
    }

    /// A workspace's people: open sockets here, and when each other gateway's word ends.
    private struct Entry {
        var sockets: Int32 = 0
        /// Told as online although the last socket closed a moment ago.
        var isLingering = false
        var leases: [String: Int64] = [:]
        var isHere: Bool { sockets > 0 || isLingering }
        var isOnline: Bool { isHere || !leases.isEmpty }
    }

    /// Members and visitors apart: members are few and asked after often, visitors may be tens of thousands.
    private struct People {
        var members: [Person: Entry] = [:]
        var visitors: [Person: Entry] = [:]

        subscript(person: Person) -> Entry? {
            get {
                switch person {
                case .member: members[person]
                case .visitor: visitors[person]
                }
            }
            _modify {
                switch person {
                case .member: yield &members[person]
                case .visitor: yield &visitors[person]
                }
            }
        }

        var isEmpty: Bool { members.isEmpty && visitors.isEmpty }
        var isTeamOnline: Bool { members.contains { $0.value.isOnline } }
    }

    private var workspaces: [WorkspaceID: People] = [:]
    private(set) var sockets = 0

    var ownWorkspaces: [WorkspaceID] {
        workspaces.filter {
            $0.value.members.contains(where: \.value.isHere) || $0.value.visitors.contains(where: \.value.isHere)
        }
        .map(\.key)
    }

    /// Whether a member's socket of this workspace is here, so that its visitors' presence matters.
    func isWatched(_ workspace: WorkspaceID) -> Bool {
        workspaces[workspace]?.members.contains(where: \.value.isHere) ?? false
    }

    func isTeamOnline(_ workspace: WorkspaceID) -> Bool {
        workspaces[workspace]?.isTeamOnline ?? false
    }

    func own(in workspace: WorkspaceID) -> [Person] {
        guard let people = workspaces[workspace] else { return [] }
        return people.members.filter(\.value.isHere).map(\.key) + people.visitors.filter(\.value.isHere).map(\.key)
    }

    func people(of principal: Principal, limit: Int) -> (members: [MemberID], visitors: [VisitorID]) {
        guard let people = workspaces[principal.workspace] else { return ([], []) }
        var members: [MemberID] = []
        for case (.member(let id), let entry) in people.members where entry.isOnline { members.append(id) }
        var visitors: [VisitorID] = []
        guard principal.isTeam else { return (members.sorted(), []) }
        for case (.visitor(let id, let inbox), let entry) in people.visitors
        where entry.isOnline && principal.rights?.sees(inbox) ?? false {
            guard visitors.count < limit else { break }
            visitors.append(id)
        }
        return (members.sorted(), visitors)
    }

    mutating func came(_ person: Person?, in workspace: WorkspaceID) -> [Change] {
        sockets += 1
        guard let person else { return [] }
        return change(person, in: workspace) { entry in
            entry.sockets += 1
            entry.isLingering = false
        }
    }

    /// True when that was the last socket: the caller settles it after the grace time.
    mutating func left(_ person: Person?, in workspace: WorkspaceID) -> Bool {
        sockets -= 1
        guard let person, var entry = workspaces[workspace]?[person], entry.sockets > 0 else { return false }
        entry.sockets -= 1
        entry.isLingering = entry.sockets == 0
        workspaces[workspace]?[person] = entry
        return entry.isLingering
    }

    /// The grace time is over.
    mutating func settle(_ person: Person?, in workspace: WorkspaceID) -> [Change] {
        guard let person, workspaces[workspace]?[person]?.isLingering == true else { return [] }
        return change(person, in: workspace) { $0.isLingering = false }
    }

    /// Members are remembered everywhere, since every widget shows whether the team is there; visitors only where a
    /// member could see them.
    mutating func heard(_ lease: PresenceLease, in workspace: WorkspaceID, until: Int64) -> [Change] {
        var changes: [Change] = []
        for id in lease.members {
            changes += change(.member(id), in: workspace) { $0.leases[lease.gateway] = until }
        }
        for id in lease.goneMembers {
            changes += change(.member(id), in: workspace) { $0.leases[lease.gateway] = nil }
        }
        if isWatched(workspace) {
            for visitor in lease.visitors {
                changes += change(.visitor(visitor.visitor, visitor.inbox), in: workspace) {
                    $0.leases[lease.gateway] = until
                }
            }
        }
        let gone = Set(lease.goneVisitors)
        guard !gone.isEmpty else { return changes }
        for person in workspaces[workspace]?.visitors.keys ?? [:].keys {
            if case .visitor(let id, _) = person, gone.contains(id) {
                changes += change(person, in: workspace) { $0.leases[lease.gateway] = nil }
            }
        }
        return changes
    }

    /// Forgets the leases of gateways that have not been heard of.
    mutating func expire(before moment: Int64) -> [(WorkspaceID, [Change])] {
        var expired: [(WorkspaceID, [Change])] = []
        for (workspace, people) in workspaces {
            var changes: [Change] = []
            for (person, entry) in people.members.merging(people.visitors, uniquingKeysWith: { $1 })
            where entry.leases.contains(where: { $0.value <= moment }) {
                changes += change(person, in: workspace) { entry in
                    entry.leases = entry.leases.filter { $0.value > moment }
                }
            }
            if !changes.isEmpty { expired.append((workspace, changes)) }
        }
        return expired
    }

    /// Applies `body` to a person's entry and says what that changed.
    private mutating func change(
        _ person: Person, in workspace: WorkspaceID, _ body: (inout Entry) -> Void
    ) -> [Change] {
        let teamWasOnline = isTeamOnline(workspace)
        var entry = workspaces[workspace]?[person] ?? Entry()
        let wasOnline = entry.isOnline
        body(&entry)
        if entry.isOnline {
            workspaces[workspace, default: People()][person] = entry
        } else {
            workspaces[workspace]?[person] = nil
            if workspaces[workspace]?.isEmpty ?? false { workspaces[workspace] = nil }
        }
        guard wasOnline != entry.isOnline else { return [] }
        var changes: [Change] = [entry.isOnline ? .came(person) : .went(person)]
        let teamIsOnline = isTeamOnline(workspace)
        if teamWasOnline != teamIsOnline { changes.append(.team(teamIsOnline)) }
        return changes
    }
}
