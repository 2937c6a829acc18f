import TestKit
import Testing
import WireModel

@testable import Conversations

/// The index against the same question asked of every conversation, one after another.
@Suite struct `The index` {
    private static let members = (1...4).map { MemberID(rawValue: $0) }
    private static let inboxes = (1...3).map { InboxID(rawValue: $0) }
    private static let teams = (1...2).map { TeamID(rawValue: $0) }
    private static let tags = (1...5).map { TagID(rawValue: $0) }

    /// Enough for several chunks, changed again and again.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `finds, orders, pages and counts as a look at each conversation would`(seed: UInt64) {
        var dice = Dice(seed: seed)
        var index = WorkspaceIndex()
        var all: [ConversationID: Conversation] = [:]
        for number in 1...9000 {
            let conversation = Self.conversation(Int64(number), &dice)
            all[conversation.id] = conversation
            index.set(IndexEntry(conversation))
        }
        for _ in 0..<12 {
            for _ in 0..<40 {
                let conversation = Self.conversation(Int64.random(in: 1...9000, using: &dice), &dice)
                all[conversation.id] = conversation
                index.set(IndexEntry(conversation))
            }
            let selection = Self.selection(&dice, depth: 3)
            let expected = all.values.filter { $0.mergedInto == nil && Self.matches($0, selection) }

            #expect(index.count(selection) == expected.count)
            #expect(Set(index.members(of: selection, limit: .max)) == Set(expected.map(\.id)))
            for sort in SavedView.Sort.allCases {
                let column = sort.column
                let wanted = expected.map { IndexPlace(key: IndexEntry($0).value(of: column), id: $0.id) }.sorted(by: >)
                #expect(Self.pages(of: index, selection, sort) == Array(wanted.prefix(60)), "\(sort) \(selection)")
            }
        }
    }

    /// Where it answers, it answers as if everything had been looked at.
    @Test func `answers as soon as what was not looked at yet cannot change the page`() {
        var dice = Dice(seed: 5)
        var index = WorkspaceIndex()
        for number in 1...9000 { index.set(IndexEntry(Self.conversation(Int64(number), &dice, merged: false))) }
        var (answers, silences) = (0, 0)
        for round in 0..<12 {
            let whole = (1...9000).filter { _ in Bool.random(using: &dice) }.map { ConversationID(rawValue: $0) }
            let upTo = ConversationID(rawValue: Int64.random(in: 0...9000, using: &dice))
            let part = Finding(
                ids: whole.filter { $0 > upTo || Bool.random(using: &dice) },
                rest: Finding.Rest(upTo: upTo, row: 1, places: 1))
            var (once, again) = (Dice(seed: UInt64(round)), Dice(seed: UInt64(round)))
            let known = Self.selection(&once, depth: 3, found: Finding(ids: whole))
            let selection = Self.selection(&again, depth: 3, found: part)
            for sort in SavedView.Sort.allCases {
                let wanted = index.page(known, by: sort, after: nil, limit: 20)
                let next = index.page(known, by: sort, after: wanted?.last, limit: 20)
                for (after, expected) in [(nil, wanted), (wanted?.last, next)] {
                    let page = index.page(selection, by: sort, after: after, limit: 20)
                    if page == nil { silences += 1 } else if !selection.isSure { answers += 1 }
                    #expect(page == nil || page == expected, "\(sort) \(selection)")
                }
            }
        }
        #expect(answers > 3 && silences > 3, "\(answers) answers, \(silences) silences")
    }

    @Test func `counts again only what changed, and forgets nothing`() {
        var dice = Dice(seed: 7)
        var index = WorkspaceIndex()
        let mine = Selection.all([.having(.assignee(Self.members[0])), .having(.flag(.active))])
        var all: [ConversationID: Conversation] = [:]
        for round in 0..<300 {
            let conversation = Self.conversation(Int64.random(in: 1...(10 + Int64(round) * 30), using: &dice), &dice)
            all[conversation.id] = conversation
            index.set(IndexEntry(conversation))

            let expected = all.values.filter { $0.mergedInto == nil && Self.matches($0, mine) }.count
            #expect(index.count(mine) == expected)
        }
    }

    @Test func `keeps conversations apart whose ids came in another order`() {
        var dice = Dice(seed: 9)
        var index = WorkspaceIndex()
        let numbers: [Int64] = [5, 9, 3, 7, 1]
        for number in numbers { index.set(IndexEntry(Self.conversation(number, &dice, merged: false))) }
        for number in numbers { index.set(IndexEntry(Self.conversation(number, &dice, merged: false))) }

        #expect(index.count(.everything) == 5)
        #expect(Set(index.members(of: .everything, limit: 9).map(\.rawValue)) == Set(numbers))
    }

    private static func pages(
        of index: WorkspaceIndex, _ selection: Selection, _ sort: SavedView.Sort
    ) -> [IndexPlace] {
        var places: [IndexPlace] = []
        while places.count < 60 {
            let page = index.page(selection, by: sort, after: places.last, limit: 20) ?? []
            places += page
            if page.count < 20 { break }
        }
        return places
    }

    private static func conversation(_ number: Int64, _ dice: inout Dice, merged: Bool? = nil) -> Conversation {
        func some<T>(_ values: [T]) -> T? { Bool.random(using: &dice) ? values.randomElement(using: &dice) : nil }
        func time() -> Timestamp { Timestamp(milliseconds: Int64.random(in: 1...40, using: &dice) * 1000 + number) }
        let isMerged = merged ?? (Int.random(in: 0..<20, using: &dice) == 0)
        return Conversation(
            id: ConversationID(rawValue: number), inbox: inboxes.randomElement(using: &dice)!,
            contact: ContactID(rawValue: 1), contactName: "", visitor: VisitorID(rawValue: 1),
            verified: Bool.random(using: &dice), language: Bool.random(using: &dice) ? .arabic : .english,
            status: Conversation.Status.allCases.randomElement(using: &dice)!,
            priority: Conversation.Priority.allCases.randomElement(using: &dice)!,
            tags: tags.filter { _ in Bool.random(using: &dice) }, assignee: some(members), team: some(teams),
            followers: some(members).map { [$0] } ?? [],
            mentioned: some(members).map { Mentions(members: [$0], teams: teams) },
            snooze: some([Snooze(until: time()), Snooze(until: nil)]), spam: Int.random(in: 0..<9, using: &dice) == 0,
            rating: some([1, 5]).map { Rating(score: $0, comment: nil, at: time()) }, lastSequence: 2,
            teamRead: Int64.random(in: 1...2, using: &dice), visitorRead: 0, lastMessage: nil, createdAt: time(),
            updatedAt: time(), waitingSince: some([time()]), lastCustomerAt: some([time()]), lastTeamAt: some([time()]),
            mergedInto: isMerged ? ConversationID(rawValue: 1) : nil)
    }

    private static let found = (1...50).map { ConversationID(rawValue: $0 * 171) }

    private static func selection(
        _ dice: inout Dice, depth: Int, found: Finding = Finding(ids: found)
    ) -> Selection {
        let kind = Int.random(in: 0..<(depth > 0 ? 7 : 3), using: &dice)
        func parts() -> [Selection] {
            (0..<Int.random(in: 0...3, using: &dice)).map { _ in selection(&dice, depth: depth - 1, found: found) }
        }
        switch kind {
        case 0:
            return .between(
                IndexedTime.allCases.randomElement(using: &dice)!,
                Int64.random(in: 0...20_000, using: &dice)...Int64.random(in: 20_000...60_000, using: &dice))
        case 1, 2: return .having(facets.randomElement(using: &dice)!)
        case 3: return .not(selection(&dice, depth: depth - 1, found: found))
        case 4: return .any(parts())
        case 5: return .among(found)
        default: return .all(parts())
        }
    }

    private static let facets: [Facet] =
        Conversation.Status.allCases.map { .status($0) } + members.flatMap { [.assignee($0), .follower($0)] }
        + [.assignee(nil), .team(nil), .team(teams[0]), .inbox(inboxes[0]), .language(.arabic), .rating(nil)]
        + [.rating(5), .mentionedMember(members[1]), .mentionedTeam(teams[1]), .priority(.urgent)]
        + tags.map { .tag($0) } + Facet.Flag.allCases.map { .flag($0) }

    private static func matches(_ item: Conversation, _ selection: Selection) -> Bool {
        switch selection {
        case .everything: true
        case .having(let facet): has(item, facet)
        case .between(let time, let range): self.time(item, time).map { range.contains($0.milliseconds) } ?? false
        case .among(let finding): finding.ids.contains(item.id)
        case .all(let parts): parts.allSatisfy { matches(item, $0) }
        case .any(let parts): parts.contains { matches(item, $0) }
        case .not(let part): !matches(item, part)
        }
    }

    private static func time(_ item: Conversation, _ time: IndexedTime) -> Timestamp? {
        switch time {
        case .activity: item.updatedAt
        case .created: item.createdAt
        case .waiting: item.waitingSince
        case .lastCustomer: item.lastCustomerAt
        case .lastTeam: item.lastTeamAt
        case .snoozedUntil: item.snooze?.until
        }
    }

    private static func has(_ item: Conversation, _ facet: Facet) -> Bool {
        switch facet {
        case .status(let status): item.status == status
        case .inbox(let inbox): item.inbox == inbox
        case .assignee(let member): item.assignee == member
        case .team(let team): item.team == team
        case .priority(let priority): item.priority == priority
        case .language(let language): item.language == language
        case .rating(let score): item.rating?.score == score
        case .tag(let tag): item.tags.contains(tag)
        case .follower(let member): item.followers.contains(member)
        case .mentionedMember(let member): item.mentioned?.members.contains(member) ?? false
        case .mentionedTeam(let team): item.mentioned?.teams.contains(team) ?? false
        case .flag(.active): item.isActive
        case .flag(.snoozed): item.snooze != nil
        case .flag(.spam): item.spam
        case .flag(.verified): item.verified
        case .flag(.unread): item.lastSequence > item.teamRead
        case .flag(.tagged): !item.tags.isEmpty
        case .flag(.followed): !item.followers.isEmpty
        case .flag(.waiting): item.waitingSince != nil
        }
    }
}
