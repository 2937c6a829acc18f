import TestKit
import Testing
import WireModel

@testable import Gateway

@Suite struct `The table of who is there` {
    private let shop = WorkspaceID(rawValue: 1)
    private let inbox = InboxID(rawValue: 10)
    private let member = PresenceTable.Person.member(MemberID(rawValue: 2))
    private let colleague = PresenceTable.Person.member(MemberID(rawValue: 3))
    private var visitor: PresenceTable.Person { .visitor(VisitorID(rawValue: 20), inbox) }
    private var table = PresenceTable()

    @Test mutating func `tells of a member's first socket only`() {
        expect(table.came(member, in: shop), is: [.came(member), .team(true)])
        expect(table.came(member, in: shop), is: [])
        expect(table.came(colleague, in: shop), is: [.came(colleague)])
        #expect(table.isTeamOnline(shop))
        #expect(table.sockets == 3)
    }

    @Test mutating func `tells of a departure only after the last socket and the grace time`() {
        _ = table.came(member, in: shop)
        _ = table.came(member, in: shop)

        let isLast = table.left(member, in: shop)
        #expect(!isLast)
        let isLastNow = table.left(member, in: shop)
        #expect(isLastNow)
        #expect(table.isTeamOnline(shop))
        expect(table.settle(member, in: shop), is: [.went(member), .team(false)])
        #expect(!table.isTeamOnline(shop))
        expect(table.settle(member, in: shop), is: [])
        #expect(table.sockets == 0)
    }

    @Test mutating func `takes a reload for no departure`() {
        _ = table.came(member, in: shop)
        _ = table.left(member, in: shop)

        expect(table.came(member, in: shop), is: [])
        expect(table.settle(member, in: shop), is: [])
        #expect(table.isTeamOnline(shop))
    }

    @Test mutating func `settles a second departure in its own time`() {
        _ = table.came(member, in: shop)
        _ = table.left(member, in: shop)
        _ = table.came(member, in: shop)
        _ = table.left(member, in: shop)

        expect(table.settle(member, in: shop), is: [.went(member), .team(false)])
        expect(table.settle(member, in: shop), is: [])
    }

    @Test mutating func `does not take a visitor for the team`() {
        expect(table.came(visitor, in: shop), is: [.came(visitor)])
        #expect(!table.isTeamOnline(shop))
        #expect(!table.isWatched(shop))
    }

    @Test mutating func `has no face for keys`() {
        let key = Principal(
            workspace: shop, subject: .key(APIKeyID(rawValue: 1), Rights(.admin)), name: "", language: .english)

        #expect(PresenceTable.Person(key) == nil)
        expect(table.came(nil, in: shop), is: [])
        let isLast = table.left(nil, in: shop)
        #expect(!isLast)
        #expect(table.sockets == 0)
        #expect(!table.isWatched(shop))
    }

    @Test mutating func `keeps workspaces apart`() {
        _ = table.came(member, in: shop)

        #expect(!table.isTeamOnline(WorkspaceID(rawValue: 2)))
        #expect(table.people(of: .member(9, .owner, workspace: 2), limit: 10).members.isEmpty)
        #expect(table.ownWorkspaces == [shop])
    }

    @Test mutating func `believes another gateway until its lease ends`() {
        let lease = PresenceLease(gateway: "b", members: [MemberID(rawValue: 2)])

        expect(table.heard(lease, in: shop, until: 100), is: [.came(member), .team(true)])
        expect(table.heard(lease, in: shop, until: 200), is: [])
        let early = table.expire(before: 199)
        #expect(early.isEmpty)
        let expired = table.expire(before: 200)
        #expect(expired.map(\.0) == [shop])
        #expect(expired.first?.1 == [.went(member), .team(false)])
        let again = table.expire(before: 200)
        #expect(again.isEmpty)
    }

    @Test mutating func `takes somebody for there as long as one gateway says so`() {
        _ = table.came(member, in: shop)
        expect(table.heard(PresenceLease(gateway: "b", members: [MemberID(rawValue: 2)]), in: shop, until: 100), is: [])
        expect(table.heard(PresenceLease(gateway: "c", members: [MemberID(rawValue: 2)]), in: shop, until: 300), is: [])

        _ = table.left(member, in: shop)
        expect(table.settle(member, in: shop), is: [])
        expect(
            table.heard(PresenceLease(gateway: "b", goneMembers: [MemberID(rawValue: 2)]), in: shop, until: 0), is: [])
        #expect(table.isTeamOnline(shop))
        expect(
            table.heard(PresenceLease(gateway: "c", goneMembers: [MemberID(rawValue: 2)]), in: shop, until: 0),
            is: [.went(member), .team(false)])
    }

    @Test mutating func `lets another gateway's lease end without touching those here`() {
        _ = table.came(member, in: shop)
        _ = table.heard(PresenceLease(gateway: "b", members: [MemberID(rawValue: 2)]), in: shop, until: 100)

        let expired = table.expire(before: 1000)
        #expect(expired.isEmpty)
        #expect(table.isTeamOnline(shop))
    }

    @Test mutating func `remembers another gateway's visitors only where a member looks`() {
        let lease = PresenceLease(gateway: "b", visitors: [.init(visitor: VisitorID(rawValue: 20), inbox: inbox)])

        expect(table.heard(lease, in: shop, until: 100), is: [])
        _ = table.came(member, in: shop)
        expect(table.heard(lease, in: shop, until: 100), is: [.came(visitor)])
        expect(
            table.heard(PresenceLease(gateway: "b", goneVisitors: [VisitorID(rawValue: 20)]), in: shop, until: 0),
            is: [.went(visitor)])
    }

    @Test mutating func `ignores a departure that it never heard the arrival of`() {
        let gone = PresenceLease(
            gateway: "b", goneMembers: [MemberID(rawValue: 2)], goneVisitors: [VisitorID(rawValue: 20)])

        expect(table.heard(gone, in: shop, until: 0), is: [])
    }

    @Test mutating func `names to each caller whom they may see`() {
        let other = PresenceTable.Person.visitor(VisitorID(rawValue: 21), InboxID(rawValue: 11))
        for person in [member, colleague, visitor, other] { _ = table.came(person, in: shop) }

        let all = table.people(of: .owner, limit: 10)
        let some = table.people(of: .member(3, .agent, inboxes: .only([inbox])), limit: 10)
        let few = table.people(of: .owner, limit: 1)
        let visitors = table.people(of: .visitor(20, inbox: inbox), limit: 10)

        #expect(all.members == [MemberID(rawValue: 2), MemberID(rawValue: 3)])
        #expect(Set(all.visitors) == [VisitorID(rawValue: 20), VisitorID(rawValue: 21)])
        #expect(some.visitors == [VisitorID(rawValue: 20)])
        #expect(few.visitors.count == 1)
        #expect(visitors.visitors.isEmpty)
    }

    @Test mutating func `says of itself only what is here`() {
        _ = table.came(member, in: shop)
        _ = table.came(visitor, in: shop)
        _ = table.heard(PresenceLease(gateway: "b", members: [MemberID(rawValue: 3)]), in: shop, until: 100)

        #expect(Set(table.own(in: shop)) == [member, visitor])
    }
}

private func expect(
    _ changes: [PresenceTable.Change], is expected: [PresenceTable.Change],
    at location: SourceLocation = #_sourceLocation
) {
    #expect(changes == expected, sourceLocation: location)
}
