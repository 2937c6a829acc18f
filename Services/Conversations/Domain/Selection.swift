import WireModel

/// Which conversations are meant: an expression over what the index knows of each. Built of a view, a filter and what
/// somebody may see; evaluated a chunk of conversations at a time.
indirect enum Selection: Hashable, Sendable {
    case everything
    case having(Facet)
    /// Bounds in milliseconds, both included; what has no such time is not among them.
    case between(IndexedTime, ClosedRange<Int64>)
    case among(Finding)
    case all([Selection])
    case any([Selection])
    case not(Selection)

    static let nothing = Selection.any([])

    /// Whether it means the same tomorrow; one with a time does not.
    var isTimeless: Bool {
        switch self {
        case .everything, .having: true
        case .between, .among: false
        case .all(let parts), .any(let parts): parts.allSatisfy(\.isTimeless)
        case .not(let part): part.isTimeless
        }
    }

    /// Whether everything in it was looked at.
    var isSure: Bool {
        switch self {
        case .everything, .having, .between: true
        case .among(let finding): finding.rest == nil
        case .all(let parts), .any(let parts): parts.allSatisfy(\.isSure)
        case .not(let part): part.isSure
        }
    }

    /// The same with what is soonest known to be empty first, and no groups within groups.
    var sorted: Selection {
        switch self {
        case .everything, .having, .between, .among: return self
        case .not(let part): return .not(part.sorted)
        case .any(let parts): return parts.count == 1 ? parts[0].sorted : .any(parts.map(\.sorted))
        case .all(let parts):
            var flat: [Selection] = []
            for part in parts.map(\.sorted) {
                if case .all(let inner) = part { flat += inner } else if part != .everything { flat.append(part) }
            }
            let weighed = flat.enumerated().sorted { ($0.element.weight, $0.offset) < ($1.element.weight, $1.offset) }
            return weighed.count == 1 ? weighed[0].element : .all(weighed.map(\.element))
        }
    }

    /// What a look at one chunk costs, roughly.
    private var weight: Int {
        switch self {
        case .having, .everything: 0
        case .any: 1
        case .among, .all: 2
        case .not: 3
        case .between: 4
        }
    }

    static func having(anyOf facets: some Sequence<Facet>) -> Selection {
        .any(facets.map { .having($0) })
    }
}

/// One thing that is so or not so of a conversation.
enum Facet: Hashable, Sendable {
    case status(Conversation.Status)
    case inbox(InboxID)
    case assignee(MemberID?)
    case team(TeamID?)
    case priority(Conversation.Priority)
    case language(Language)
    /// Nil for one without a rating.
    case rating(Int?)
    case tag(TagID)
    case follower(MemberID)
    case mentionedMember(MemberID)
    case mentionedTeam(TeamID)
    case flag(Flag)

    enum Flag: UInt16, CaseIterable, Hashable, Sendable {
        /// ``Conversation/isActive``.
        case active, snoozed, spam, verified, unread, tagged, followed
        /// The customer waits for an answer.
        case waiting
    }
}

/// A time of a conversation by which it is found.
enum IndexedTime: Int, CaseIterable, Hashable, Sendable {
    case activity, created, waiting, lastCustomer, lastTeam, snoozedUntil
}

extension Selection {
    /// ``Principal/may(_:on:)`` for ``Permission/conversationsView``: what a list shows is what a single look would.
    static func reach(of principal: Principal) -> Selection {
        guard let rights = principal.rights else { return .nothing }
        func holds(_ scope: Scope) -> Bool { rights.grants.holds(.conversationsView, in: scope) }
        if holds(.all) { return .everything }
        var places: [Selection] = []
        if holds(.inbox) {
            places = [.everything]
        } else {
            if holds(.own), let member = principal.member { places.append(.having(.assignee(member))) }
            if holds(.unassigned) { places.append(.all([.having(.assignee(nil)), .having(.team(nil))])) }
            if holds(.team) { places.append(.having(anyOf: rights.teams.map { .team($0) })) }
        }
        return switch rights.inboxes {
        case .all: .any(places)
        case .only(let inboxes): .all([.having(anyOf: inboxes.map { .inbox($0) }), .any(places)])
        }
    }
}
