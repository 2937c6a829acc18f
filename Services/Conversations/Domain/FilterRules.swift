import Search
import WireModel

/// What a ``Filter`` means: the fields there are, the operators each knows, and the values these take.
struct FilterRules {
    /// On whose behalf: “me” is they, and what is masked for them they cannot look for.
    let principal: Principal
    let now: Timestamp
    /// What ``lookups(of:)`` found elsewhere.
    var found: [Lookup: Finding] = [:]

    /// A question that the index cannot answer.
    struct Lookup: Hashable, Sendable {
        enum Field: String, Sendable {
            case text, title, contactName
            case email = "contact.email"
            case phone = "contact.phone"
        }
        var field: Field
        var text: String
    }

    /// - Throws: `input.invalid` with the path of the condition.
    func selection(_ filter: Filter) throws(Failure) -> Selection {
        var count = 0
        return try selection(filter, "filter", depth: 1, &count)
    }

    /// What has to be looked up before ``selection(_:)``.
    static func lookups(of filter: Filter) -> Set<Lookup> {
        switch filter {
        case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion(lookups(of: $1)) }
        case .not(let part): lookups(of: part)
        case .condition(let condition):
            if let field = Lookup.Field(rawValue: condition.field), condition.op == "contains" {
                Set(condition.values.map { Lookup(field: field, text: $0) })
            } else {
                []
            }
        }
    }

    private func selection(
        _ filter: Filter, _ path: String, depth: Int, _ count: inout Int
    ) throws(Failure) -> Selection {
        guard depth <= Filter.depthLimit else {
            throw .invalid(path, "tooDeep", "Conditions are nested \(Filter.depthLimit) deep at most.")
        }
        switch filter {
        case .all(let parts): return .all(try selections(parts, "\(path).all", depth: depth, &count))
        case .any(let parts): return .any(try selections(parts, "\(path).any", depth: depth, &count))
        case .not(let part): return .not(try selection(part, "\(path).not", depth: depth + 1, &count))
        case .condition(let condition):
            count += 1
            guard count <= Filter.conditionLimit else {
                throw .invalid(path, "tooMany", "A filter has \(Filter.conditionLimit) conditions at most.")
            }
            return try FilterCondition(rules: self, condition: condition, path: path).selection()
        }
    }

    private func selections(
        _ parts: [Filter], _ path: String, depth: Int, _ count: inout Int
    ) throws(Failure) -> [Selection] {
        guard !parts.isEmpty else { throw .invalid(path, "required", "A group needs a condition.") }
        guard parts.count <= Filter.conditionLimit else {
            throw .invalid(path, "tooMany", "A filter has \(Filter.conditionLimit) conditions at most.")
        }
        var selections: [Selection] = []
        for (place, part) in parts.enumerated() {
            selections.append(try selection(part, "\(path)[\(place)]", depth: depth + 1, &count))
        }
        return selections
    }
}

/// One condition of a filter.
private struct FilterCondition {
    let rules: FilterRules
    let condition: Filter.Condition
    let path: String

    func selection() throws(Failure) -> Selection {
        guard condition.values.count <= Filter.valueLimit else {
            throw fault("values", "tooMany", "A condition has \(Filter.valueLimit) values at most.")
        }
        guard condition.values.allSatisfy({ $0.unicodeScalars.count <= Filter.valueLengthLimit }) else {
            throw fault("values", "tooLong", "A value holds up to \(Filter.valueLengthLimit) characters.")
        }
        switch condition.field {
        case "status": return try words(Conversation.Status.self) { .status($0) }
        case "priority": return try words(Conversation.Priority.self) { .priority($0) }
        case "language": return try words(Language.self) { .language($0) }
        case "inbox": return try among { (id: InboxID) in .having(.inbox(id)) }
        case "assignee": return try assignee()
        case "team":
            return try among(special: ["none": .having(.team(nil))]) { (id: TeamID) in .having(.team(id)) }
        case "follower":
            return try optional(.followed, special: ["me": .own(rules.principal) { .follower($0) }]) {
                (id: MemberID) in .having(.follower(id))
            }
        case "mentioned":
            return try among(special: ["me": .mentioning(rules.principal)]) { (id: MemberID) in
                .having(.mentionedMember(id))
            }
        case "tags": return try tags()
        case "rating": return try rating()
        case "verified": return try flag(.verified)
        case "unread": return try flag(.unread)
        case "spam": return try flag(.spam)
        case "snoozed": return try flag(.snoozed)
        case "created": return try time(.created)
        case "lastActivity": return try time(.activity)
        case "lastCustomer": return try time(.lastCustomer)
        case "lastTeam": return try time(.lastTeam)
        case "waiting": return try time(.waiting)
        case "snoozedUntil": return try time(.snoozedUntil)
        default:
            guard let field = FilterRules.Lookup.Field(rawValue: condition.field) else {
                throw fault("field", "unknown", "There is no such field.")
            }
            return try lookup(field)
        }
    }

    private func assignee() throws(Failure) -> Selection {
        try among(special: ["none": .having(.assignee(nil)), "me": .own(rules.principal) { .assignee($0) }]) {
            (id: MemberID) in .having(.assignee(id))
        }
    }

    private func tags() throws(Failure) -> Selection {
        guard condition.op == "all" else {
            return try optional(.tagged, special: [:]) { (id: TagID) in .having(.tag(id)) }
        }
        return .all(try given { (id: TagID) in .having(.tag(id)) })
    }

    private func rating() throws(Failure) -> Selection {
        switch condition.op {
        case "set": return .not(.having(.rating(nil)))
        case "unset": return .having(.rating(nil))
        default:
            var parts: [Selection] = []
            for value in try required() {
                guard let score = Int(value), Rating.range.contains(score) else {
                    throw fault("values", "unknown", "A rating is a number from 1 to 5.")
                }
                parts.append(.having(.rating(score)))
            }
            return try inOrNot(parts)
        }
    }

    /// `set` and `unset` beside `in` and `notIn`.
    private func optional<Kind>(
        _ flag: Facet.Flag, special: [String: Selection], _ make: (Identifier<Kind>) -> Selection
    ) throws(Failure) -> Selection {
        switch condition.op {
        case "set": .having(.flag(flag))
        case "unset": .not(.having(.flag(flag)))
        default: try among(special: special, make)
        }
    }

    private func among<Kind>(
        special: [String: Selection] = [:], _ make: (Identifier<Kind>) -> Selection
    ) throws(Failure) -> Selection {
        try inOrNot(try given(special: special, make))
    }

    private func given<Kind>(
        special: [String: Selection] = [:], _ make: (Identifier<Kind>) -> Selection
    ) throws(Failure) -> [Selection] {
        var parts: [Selection] = []
        for value in try required() {
            if let known = special[value] {
                parts.append(known)
            } else if let id = Identifier<Kind>(value) {
                parts.append(make(id))
            } else {
                throw fault("values", "unknown", "“\(value.prefix(40))” is no value of this field.")
            }
        }
        return parts
    }

    private func words<Word: RawRepresentable<String>>(
        _ type: Word.Type, _ facet: (Word) -> Facet
    ) throws(Failure) -> Selection {
        var parts: [Selection] = []
        for value in try required() {
            guard let word = Word(rawValue: value) else {
                throw fault("values", "unknown", "“\(value.prefix(40))” is no value of this field.")
            }
            parts.append(.having(facet(word)))
        }
        return try inOrNot(parts)
    }

    private func inOrNot(_ parts: [Selection]) throws(Failure) -> Selection {
        switch condition.op {
        case "in": return .any(parts)
        case "notIn": return .not(.any(parts))
        default: throw unknownOperator
        }
    }

    private func flag(_ flag: Facet.Flag) throws(Failure) -> Selection {
        switch condition.op {
        case "set": .having(.flag(flag))
        case "unset": .not(.having(.flag(flag)))
        default: throw unknownOperator
        }
    }

    /// `before` and `after` a moment, or `within` a while back from now. A while (`PT4H`) stands for the moment that
    /// long ago.
    private func time(_ time: IndexedTime) throws(Failure) -> Selection {
        let ever = Selection.between(time, 0...Int64.max)
        switch condition.op {
        case "set": return ever
        case "unset": return .not(ever)
        case "before": return .between(time, 0...max(0, try moment() - 1))
        case "after": return .between(time, try moment()...Int64.max)
        case "within": return .between(time, try moment()...max(rules.now.milliseconds, try moment()))
        default: throw unknownOperator
        }
    }

    private func moment() throws(Failure) -> Int64 {
        guard let value = try required().first, condition.values.count == 1 else {
            throw fault("values", "tooMany", "A time is one value.")
        }
        if let moment = Timestamp(value) { return moment.milliseconds }
        if let span = TimeSpan(value) { return max(0, rules.now.milliseconds - span.milliseconds) }
        throw fault("values", "time", "A time is written as 2026-11-21T09:30:00Z, or as a while such as PT4H or P7D.")
    }

    private func lookup(_ field: FilterRules.Lookup.Field) throws(Failure) -> Selection {
        if field == .email || field == .phone {
            guard rules.principal.may(.contactsView), rules.principal.may(.contactsUnmask) else { throw .forbidden }
        }
        guard condition.op == "contains" else { throw unknownOperator }
        var parts: [Selection] = []
        for value in try required() {
            guard value.isVisible else { throw fault("values", "required", "There is nothing to look for.") }
            if field == .text || field == .title { try requireSearchable(value) }
            parts.append(.among(rules.found[.init(field: field, text: value)] ?? Finding()))
        }
        return .any(parts)
    }

    /// What a search would refuse is refused here, so that nobody saves a view that never opens.
    private func requireSearchable(_ value: String) throws(Failure) {
        do {
            _ = try SearchQuery(value)
        } catch {
            throw fault("values", "text", error.message)
        }
    }

    private func required() throws(Failure) -> [String] {
        guard !condition.values.isEmpty else { throw fault("values", "required", "This condition needs a value.") }
        return condition.values
    }

    private var unknownOperator: Failure {
        fault("op", "unknown", "“\(condition.field)” knows no “\(condition.op.prefix(40))”.")
    }

    private func fault(_ part: String, _ code: String, _ message: String) -> Failure {
        .invalid("\(path).\(part)", code, message)
    }
}
