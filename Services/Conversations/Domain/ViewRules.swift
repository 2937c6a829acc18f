import WireModel

/// The views that every workspace has.
enum BuiltInView: String, Sendable, CaseIterable {
    case mine, unassigned, following, mentioned
    /// Everything that the team has to do with now.
    case active
    case snoozed, closed, spam

    /// All but the last three hold what is active only.
    func selection(for principal: Principal) -> Selection {
        let active = Selection.having(.flag(.active))
        return switch self {
        case .active: active
        case .mine: .all([.own(principal) { .assignee($0) }, active])
        case .unassigned: .all([.having(.assignee(nil)), active])
        case .following: .all([.own(principal) { .follower($0) }, active])
        case .mentioned: .all([.mentioning(principal), active])
        case .snoozed:
            .all([.having(.flag(.snoozed)), .not(.any([.having(.status(.closed)), .having(.flag(.spam))]))])
        case .closed: .all([.having(.status(.closed)), .not(.having(.flag(.spam)))])
        case .spam: .having(.flag(.spam))
        }
    }
}

extension Selection {
    /// Nothing for a key, who is nobody.
    static func own(_ principal: Principal, _ facet: (MemberID) -> Facet) -> Selection {
        principal.member.map { .having(facet($0)) } ?? .nothing
    }

    /// Where the member, or one of their teams, was mentioned.
    static func mentioning(_ principal: Principal) -> Selection {
        guard let member = principal.member else { return .nothing }
        return .having(anyOf: [.mentionedMember(member)] + (principal.rights?.teams ?? []).map { .mentionedTeam($0) })
    }
}

enum ViewRules {
    static func name(_ text: String) throws(Failure) -> String {
        let name = text.trimmed
        guard name.isVisible else { throw .invalid("name", "required", "A view needs a name.") }
        guard name.count <= SavedView.nameLimit, name.utf8.count <= SavedView.nameLimit * 8,
            !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw .invalid("name", "tooLong", "A name holds up to \(SavedView.nameLimit) characters.") }
        return name
    }
}

extension Filter {
    /// Spam and what is snoozed are in a filter's list only where it speaks of them.
    var standing: Selection {
        var parts: [Selection] = []
        if !speaks(of: ["spam"]) { parts.append(.not(.having(.flag(.spam)))) }
        if !speaks(of: ["snoozed", "snoozedUntil"]) { parts.append(.not(.having(.flag(.snoozed)))) }
        return .all(parts)
    }

    private func speaks(of fields: Set<String>) -> Bool {
        switch self {
        case .all(let parts), .any(let parts): parts.contains { $0.speaks(of: fields) }
        case .not(let part): part.speaks(of: fields)
        case .condition(let condition): fields.contains(condition.field)
        }
    }
}
