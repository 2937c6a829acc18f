import Storage
import WireModel

/// What the index keeps of a conversation.
struct IndexEntry: Sendable, Equatable {
    var id: ConversationID
    var status: Conversation.Status
    var inbox: InboxID
    var assignee: MemberID?
    var team: TeamID?
    var priority: Conversation.Priority
    var language: Language
    var rating: Int?
    /// Tags, followers and mentions; most conversations have none.
    var several: [Facet] = []
    /// A bit for each ``Facet/Flag``.
    var flags: UInt16 = 0
    var updatedAt: Int64
    var createdAt: Int64
    var waitingSince: Int64?
    var lastCustomerAt: Int64?
    var lastTeamAt: Int64?
    var snoozedUntil: Int64?
    /// Of no list any more.
    var isMerged: Bool

    init(_ conversation: Conversation) {
        id = conversation.id
        status = conversation.status
        inbox = conversation.inbox
        assignee = conversation.assignee
        team = conversation.team
        priority = conversation.priority
        language = conversation.language
        rating = conversation.rating?.score
        updatedAt = conversation.updatedAt.milliseconds
        createdAt = conversation.createdAt.milliseconds
        waitingSince = conversation.waitingSince?.milliseconds
        lastCustomerAt = conversation.lastCustomerAt?.milliseconds
        lastTeamAt = conversation.lastTeamAt?.milliseconds
        snoozedUntil = conversation.snooze?.until?.milliseconds
        isMerged = conversation.mergedInto != nil
        if !conversation.tags.isEmpty { several += conversation.tags.map { .tag($0) } }
        if !conversation.followers.isEmpty { several += conversation.followers.map { .follower($0) } }
        if let mentioned = conversation.mentioned {
            several += mentioned.members.map { .mentionedMember($0) } + mentioned.teams.map { .mentionedTeam($0) }
        }
        set(.active, conversation.isActive)
        set(.snoozed, conversation.snooze != nil)
        set(.spam, conversation.spam)
        set(.verified, conversation.verified)
        set(.unread, conversation.lastSequence > conversation.teamRead)
        set(.tagged, !conversation.tags.isEmpty)
        set(.followed, !conversation.followers.isEmpty)
        set(.waiting, conversation.waitingSince != nil)
    }

    private mutating func set(_ flag: Facet.Flag, _ isSet: Bool) {
        if isSet { flags |= flag.bit }
    }

    /// One facet of each kind that every conversation has; as many as ``slots``.
    func facet(of slot: Int) -> Facet {
        switch slot {
        case 0: .status(status)
        case 1: .inbox(inbox)
        case 2: .assignee(assignee)
        case 3: .team(team)
        case 4: .priority(priority)
        case 5: .language(language)
        default: .rating(rating)
        }
    }

    static let slots = 7

    /// What a column holds of it; see ``IndexColumns``.
    func value(of column: IndexColumn.Name) -> Int64 {
        switch column {
        case .activity: updatedAt
        case .created: createdAt
        case .waiting: waitingSince.map { -$0 } ?? IndexColumn.absent
        case .priority: Int64(Conversation.Priority.allCases.firstIndex(of: priority)!) << 48 | updatedAt
        case .lastCustomer: lastCustomerAt ?? IndexColumn.absent
        case .lastTeam: lastTeamAt ?? IndexColumn.absent
        case .snoozedUntil: snoozedUntil ?? IndexColumn.absent
        }
    }

    /// Calls `body` with conversations of a workspace that were not merged into another, in the order of their ids.
    /// - Returns: The last of them; nil when none follows.
    static func each(
        _ workspace: WorkspaceID, after: ConversationID?, limit: Int, in connection: Connection,
        _ body: (IndexEntry) -> Void
    ) throws -> ConversationID? {
        var (count, last) = (0, after)
        try connection.each(
            """
            SELECT id, status, inbox, assignee, team, priority, language, rating, updated_at, created_at, waiting_since,
                last_customer_at, last_team_at, snoozed, snoozed_until, spam, verified, last_sequence > team_read, tags,
                followers, mentioned_members, mentioned_teams
            FROM conversations WHERE workspace = ?1 AND id > ?2 AND merged_into IS NULL ORDER BY id LIMIT ?3
            """, workspace, after?.rawValue ?? .min, limit
        ) { row in
            let entry = try IndexEntry(row: row)
            body(entry)
            (count, last) = (count + 1, entry.id)
            return true
        }
        return count == limit ? last : nil
    }

    private init(row: Row) throws {
        (id, status, inbox) = (try row[0], try row[1], try row[2])
        (assignee, team) = (try row[3], try row[4])
        (priority, language, rating) = (try row[5], try row[6], try row[7])
        (updatedAt, createdAt, waitingSince) = (try row[8], try row[9], try row[10])
        (lastCustomerAt, lastTeamAt, snoozedUntil) = (try row[11], try row[12], try row[14])
        isMerged = false
        let (snoozed, spam): (Bool, Bool) = (try row[13], try row[15])
        let (tags, followers): (String, String) = (try row[18], try row[19])
        let (members, teams): (String, String) = (try row[20], try row[21])
        if !tags.isEmpty { several += (TagID.list(tags) ?? []).map { .tag($0) } }
        if !followers.isEmpty { several += (MemberID.list(followers) ?? []).map { .follower($0) } }
        if !members.isEmpty { several += (MemberID.list(members) ?? []).map { .mentionedMember($0) } }
        if !teams.isEmpty { several += (TeamID.list(teams) ?? []).map { .mentionedTeam($0) } }
        set(.active, status != .closed && !snoozed && !spam)
        set(.snoozed, snoozed)
        set(.spam, spam)
        set(.verified, try row[16])
        set(.unread, try row[17])
        set(.tagged, !tags.isEmpty)
        set(.followed, !followers.isEmpty)
        set(.waiting, waitingSince != nil)
    }
}

extension Facet.Flag {
    var bit: UInt16 { 1 << rawValue }
}

extension IndexColumn {
    /// Every order is descending: who has waited longest has the greatest value of `waiting`, which is negative time.
    enum Name: Int, CaseIterable, Sendable {
        case activity, created, waiting, priority, lastCustomer, lastTeam, snoozedUntil
    }
}

extension IndexedTime {
    var column: IndexColumn.Name {
        switch self {
        case .activity: .activity
        case .created: .created
        case .waiting: .waiting
        case .lastCustomer: .lastCustomer
        case .lastTeam: .lastTeam
        case .snoozedUntil: .snoozedUntil
        }
    }

    /// The values of the column for a range of time.
    func values(_ range: ClosedRange<Int64>) -> ClosedRange<Int64> {
        let known = max(range.lowerBound, IndexColumn.absent + 1)...max(range.upperBound, IndexColumn.absent + 1)
        return self == .waiting ? -known.upperBound ... -known.lowerBound : known
    }
}

extension SavedView.Sort {
    var column: IndexColumn.Name {
        switch self {
        case .activity: .activity
        case .waiting: .waiting
        case .newest: .created
        case .priority: .priority
        }
    }
}
