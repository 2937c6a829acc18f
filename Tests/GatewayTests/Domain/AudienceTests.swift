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
        var audience: Event.Audience
        var inbox: InboxID?
        var visitor: VisitorID?
        var hearer: Principal
        var hears: Bool
        var testDescription: String {
            "\(audience), inbox \(inbox != nil), visitor \(visitor != nil) → \(hearer.subject)"
        }
    }

    private static func key(_ access: InboxAccess, workspace: Int64 = 1) -> Principal {
        Principal(
            workspace: WorkspaceID(rawValue: workspace), subject: .key(APIKeyID(rawValue: 5), .agent), inboxes: access,
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
            Case(
                audience: .agents, inbox: nil, visitor: nil, hearer: person,
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
            log: .conversations, seq: 1, type: .messageCreated, audience: item.audience,
            workspace: WorkspaceID(rawValue: 1), inbox: item.inbox, visitor: item.visitor, at: TestClock().now,
            data: RawJSON(bytes: Array("{}".utf8)))

        #expect(Audience.mayHear(try EventLine(try JSON.encode(event)), item.hearer) == item.hears)
    }
}
