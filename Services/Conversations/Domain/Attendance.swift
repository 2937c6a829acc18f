import WireModel

/// Which members are there, as the gateways' leases say, and when those who are not were there last.
struct Attendance: Sendable {
    /// Whoever was never heard of is away since then.
    private let start: Timestamp
    /// When each gateway's lease ends, or ended.
    private var leases: [WorkspaceID: [MemberID: [String: Timestamp]]] = [:]

    init(since start: Timestamp) {
        self.start = start
    }

    /// - Returns: Whether somebody came.
    mutating func hear(_ lease: PresenceLease, in workspace: WorkspaceID, at now: Timestamp) -> Bool {
        var hasCome = false
        for member in lease.members {
            if awaySince(member, in: workspace, at: now) != nil { hasCome = true }
            set(lease.gateway, member, workspace, until: now + .seconds(PresenceLease.leaseSeconds), at: now)
        }
        for member in lease.goneMembers { set(lease.gateway, member, workspace, until: now, at: now) }
        return hasCome
    }

    /// Nil for who is there.
    func awaySince(_ member: MemberID, in workspace: WorkspaceID, at now: Timestamp) -> Timestamp? {
        guard let end = leases[workspace]?[member]?.values.max() else { return start }
        return end > now ? nil : max(end, start)
    }

    /// Forgets who has been away longer than any inbox may ask about: so long away means the same as since the start.
    mutating func forget(at now: Timestamp) {
        let limit = Duration.seconds(InboxAssignment.awayLimitMinutes * 60)
        guard start + limit < now else { return }
        for (workspace, members) in leases {
            let kept = members.filter { $0.value.values.contains { $0 + limit >= now } }
            leases[workspace] = kept.isEmpty ? nil : kept
        }
    }

    private mutating func set(
        _ gateway: String, _ member: MemberID, _ workspace: WorkspaceID, until: Timestamp, at now: Timestamp
    ) {
        var theirs = (leases[workspace]?[member] ?? [:]).filter { $0.value > now }
        theirs[gateway] = until
        leases[workspace, default: [:]][member] = theirs
    }
}
