import JSON
import TestKit
import Testing
import WireModel

@testable import Gateway

/// Every audience against everybody who might listen.
@Suite struct `Who hears of an event` {
    private static let inbox = InboxID(rawValue: 10)
    private static let otherInbox = InboxID(rawValue: 11)
    private static let visitor = VisitorID(rawValue: 20)

    struct Case: Sendable, CustomTestStringConvertible {
        var type = EventType.messageCreated
        var audience: Event.Audience
        var inbox: InboxID?
        var visitor: VisitorID?
        var hearer: Principal
        var hears: Bool
        var testDescription: String {
            "\(type) for \(audience), inbox \(inbox != nil), visitor \(visitor != nil) → \(hearer.subject)"
        }
    }

    private static func key(_ access: InboxAccess, workspace: Int64 = 1) -> Principal {
        Principal(
            workspace: WorkspaceID(rawValue: workspace),
            subject: .key(APIKeyID(rawValue: 5), Rights(.agent, inboxes: access)),
            name: "Sync", language: .english)
    }

    /// Everybody, with whether they may hear of an event of ``inbox`` and ``visitor`` that is for everyone, and one for
    /// agents.
    private static let people: [(Principal, everyone: Bool, agents: Bool)] = [
        (.owner, true, true),
        (.member(3, .agent, inboxes: .only([inbox])), true, true),
        (.member(3, .agent, inboxes: .only([otherInbox, inbox])), true, true),
        (.member(3, .agent, inboxes: .only([otherInbox])), false, false),
        (.member(3, .agent, inboxes: .only([])), false, false),
        (.member(3, .owner, workspace: 2), false, false),
        (.member(3, .agent, workspace: 2, inboxes: .only([inbox])), false, false),
        (key(.all), true, true),
        (key(.only([otherInbox])), false, false),
        (key(.all, workspace: 2), false, false),
        (.visitor(20, inbox: inbox), true, false),
        (.visitor(21, inbox: inbox), false, false),
        (.visitor(20, inbox: inbox, workspace: 2), false, false),
    ]

    static let cases: [Case] = people.flatMap { person, everyone, agents in
        [
            Case(audience: .everyone, inbox: inbox, visitor: visitor, hearer: person, hears: everyone),
            Case(audience: .agents, inbox: inbox, visitor: visitor, hearer: person, hears: agents),
            Case(audience: .services, inbox: inbox, visitor: visitor, hearer: person, hears: false),
            // A message that names no inbox is nobody's.
            Case(audience: .agents, inbox: nil, visitor: nil, hearer: person, hears: false),
            Case(
                type: .memberChanged, audience: .agents, inbox: nil, visitor: nil, hearer: person,
                hears: person.isTeam && person.workspace == WorkspaceID(rawValue: 1)),
            Case(audience: .services, inbox: nil, visitor: nil, hearer: person, hears: false),
            Case(
                audience: .everyone, inbox: inbox, visitor: nil, hearer: person,
                hears: everyone && person.isTeam),
        ]
    }

    @Test(arguments: cases)
    func `is decided at one place`(item: Case) throws {
        let event = Event(
            log: .conversations, seq: 1, type: item.type, audience: item.audience,
            workspace: WorkspaceID(rawValue: 1), inbox: item.inbox, visitor: item.visitor, at: TestClock().now,
            data: RawJSON(bytes: Array("{}".utf8)))

        #expect(Audience.mayHear(try EventLine(try JSON.encode(event)), item.hearer) == item.hears)
    }

    /// Every type, every scope, wherever a conversation stands.
    @Test(arguments: Scope.allCases)
    func `of a conversation is who may see it where it stands`(scope: Scope) throws {
        let (me, team) = (MemberID(rawValue: 3), TeamID(rawValue: 6))
        let rights = Rights(
            role: nil, grants: Grants([.conversationsView: [scope]]), inboxes: .only([Self.inbox]), teams: [team])
        let hearer = Principal.member(3, rights)
        let places: [(Place, Set<Scope>)] = [
            (Place(inbox: Self.inbox), [.unassigned, .inbox, .all]),
            (Place(inbox: Self.inbox, assignee: me), [.own, .inbox, .all]),
            (Place(inbox: Self.inbox, assignee: MemberID(rawValue: 4)), [.inbox, .all]),
            (Place(inbox: Self.inbox, team: team), [.team, .inbox, .all]),
            (Place(inbox: Self.inbox, team: TeamID(rawValue: 7)), [.inbox, .all]),
            (Place(inbox: Self.inbox, assignee: me, team: TeamID(rawValue: 7)), [.own, .inbox, .all]),
            (Place(inbox: Self.otherInbox), [.all]), (Place(inbox: Self.otherInbox, assignee: me), [.all]),
            (Place(inbox: Self.otherInbox, team: team), [.all]),
        ]
        for type in EventType.allCases where type.hearing == .conversation && type != .conversationWithdrawn {
            for (place, heard) in places {
                let line = try line(type, place, data: "{}")
                #expect(Audience.mayHear(line, hearer) == heard.contains(scope), "\(type) \(place)")
            }
        }
        // Let go by those who saw it before and do not see it now, and by nobody else.
        for (before, seen) in places {
            for (after, sees) in places {
                let moved = ConversationMoved(
                    conversation: ConversationID(rawValue: 9), inbox: after.inbox, assignee: after.assignee,
                    team: after.team)
                let line = try line(
                    .conversationWithdrawn, before, data: String(decoding: JSON.encode(moved), as: UTF8.self))
                #expect(Audience.mayHear(line, hearer) == (seen.contains(scope) && !sees.contains(scope)))
            }
        }
    }

    private func line(_ type: EventType, _ place: Place, data: String) throws -> EventLine {
        try EventLine(
            try JSON.encode(
                Event(
                    log: .conversations, seq: 1, type: type, audience: .agents, workspace: WorkspaceID(rawValue: 1),
                    inbox: place.inbox, assignee: place.assignee, team: place.team, at: TestClock().now,
                    data: RawJSON(bytes: Array(data.utf8)))))
    }

    /// Said once more, apart from the table: a type that this list does not know, or knows otherwise, is a mistake in
    /// one of them.
    @Test func `is said of every type there is`() {
        let conversations: [EventType] = [
            .messageCreated, .conversationCreated, .conversationChanged, .conversationStatus, .conversationRead,
            .conversationWithdrawn, .typing, .viewing, .cowriting, .messageChanged, .conversationMerged,
            .changeRecorded, .draftChanged,
        ]
        let team: [EventType] = [
            .workspaceChanged, .memberChanged, .memberRemoved, .roleChanged, .roleRemoved, .teamChanged, .teamRemoved,
            .memberPresence, .preferencesChanged, .settingsChanged, .tagChanged, .tagRemoved, .viewChanged,
            .viewRemoved, .replyChanged,
            .replyRemoved,
        ]
        for type in EventType.allCases {
            let expected: EventType.Hearing =
                if conversations.contains(type) {
                    .conversation
                } else if team.contains(type) {
                    .team
                } else {
                    switch type.rawValue {
                    case "inbox.changed", "presence.visitor": .inbox
                    case "contact.changed": .permission(.contactsView)
                    default: .nobody
                    }
                }
            #expect(type.hearing == expected, "\(type.rawValue)")
        }
    }

    /// Whatever the envelope says, nobody of the team hears of what its type keeps from them.
    @Test(arguments: EventType.allCases)
    func `is what the role allows`(type: EventType) throws {
        for role in Role.builtIn {
            let near = Principal.member(3, role, inboxes: .only([Self.inbox]))
            let far = Principal.member(3, role, inboxes: .only([]))
            let without = Principal.member(3, Rights(role: role, grants: Grants(), inboxes: .all))
            let stranger = Principal.member(3, role, workspace: 2)
            let line = try line(type, Place(inbox: Self.inbox), data: "{}")
            let everywhere = role == .owner || role == .admin
            let heard = type.hearing != .nobody && type != .conversationWithdrawn

            #expect(Audience.mayHear(line, near) == heard)
            let bound = type.hearing == .conversation || type.hearing == .inbox
            #expect(Audience.mayHear(line, far) == (heard && (everywhere || !bound)))
            #expect(Audience.mayHear(line, without) == (type.hearing == .team || type.hearing == .inbox))
            #expect(!Audience.mayHear(line, stranger))
        }
    }
}
