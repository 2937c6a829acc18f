import HTTP
import Server
import Storage
import TestKit
import Testing
import WireModel

@testable import Conversations
@testable import Identity

@Suite struct `Automatic assignment` {
    @Test func `leaves an inbox alone that people share out`() async throws {
        try await withFloor { floor in
            let begun = try await floor.begin(1)

            #expect(begun.assignee == nil && begun.status == .open)
        }
    }

    @Test func `goes round among those who may answer, and says why`() async throws {
        try await withFloor { floor in
            try await floor.set(InboxAssignment(strategy: .roundRobin))

            var given: [Conversation] = []
            for number in 1...4 { given.append(try await floor.begin(Int64(number))) }

            #expect(given.map(\.assignee) == floor.members + [floor.members[0]])
            #expect(given.allSatisfy { $0.status == .inProgress })
            let line = try #require(try await floor.assignments(given[0].id).first)
            #expect(line.by.kind == .system)
            #expect(
                line.details == [
                    "to": floor.members[0].description, "toName": "Owner", "reason": "roundRobin", "load": "0",
                    "candidates": "3",
                ])
        }
    }

    @Test func `goes on with the turn where it was before a restart, and gives what waited`() async throws {
        try await withFloor { floor in
            try await floor.set(InboxAssignment(strategy: .roundRobin))
            #expect(try await floor.begin(1).assignee == floor.members[0])
            try await floor.set(InboxAssignment(strategy: .roundRobin, onlineOnly: true))
            #expect(try await floor.begin(2).assignee == nil)
        } again: { floor in
            try await floor.come(floor.members[0], floor.members[1])
            await floor.assigner.look()

            let second = try await floor.service.list("?view=active", as: floor.owner).items.first
            #expect(second?.contactName == "Sara" && second?.assignee == floor.members[1])
        }
    }

    @Test func `is done at the start with what a crash left`() async throws {
        try await withFloor { floor in
            #expect(try await floor.begin(1).assignee == nil)
            let text = #"{"strategy":"roundRobin","onlineOnly":false,"sticky":false}"#
            try await floor.service.program.database.write { transaction in
                try transaction.run("UPDATE inboxes SET assignment = ?1", text)
            }
        } again: { floor in
            await floor.assigner.look()

            let page = try await floor.service.list("?view=active", as: floor.owner)
            #expect(page.items.map(\.assignee) == [floor.members[0]])
        }
    }

    @Test func `gives to who has least, nobody more than the cap, and the rest waits for room`() async throws {
        try await withFloor { floor in
            let members = floor.members
            for number in 1...2 {
                let id = try await floor.begin(Int64(number)).id
                _ = try await floor.service.assign(members[0], id, as: floor.owner)
            }
            try await floor.set(InboxAssignment(strategy: .leastLoaded, cap: 2))

            var given: [Conversation] = []
            for number in 3...7 { given.append(try await floor.begin(Int64(number))) }
            #expect(given.map(\.assignee) == [members[1], members[2], members[1], members[2], nil])
            #expect(try await floor.assignments(given[2].id).first?.details["reason"] == "leastLoaded")
            #expect(try await floor.assignments(given[2].id).first?.details["load"] == "1")

            try await floor.close(given[1].id)
            #expect(try await floor.settled(given[4].id).assignee == members[2])
        }
    }

    @Test func `gives to those who are there, and to nobody until somebody is`() async throws {
        try await withFloor { floor in
            try await floor.set(InboxAssignment(strategy: .roundRobin, onlineOnly: true))
            let first = try await floor.begin(1)
            #expect(first.assignee == nil)

            try await floor.come(floor.members[1])
            #expect(try await floor.settled(first.id).assignee == floor.members[1])
            #expect(try await floor.begin(2).assignee == floor.members[1])

            try await floor.go(floor.members[1])
            #expect(try await floor.begin(3).assignee == nil)

            try await floor.come(floor.members[2], gateway: "other")
            #expect(try await floor.begin(4).assignee == floor.members[2])
            floor.clock.advance(by: .seconds(PresenceLease.leaseSeconds))
            #expect(try await floor.begin(5).assignee == nil)
        }
    }

    @Test func `gives a customer who comes back to whom they spoke with last`() async throws {
        try await withFloor { floor in
            try await floor.set(InboxAssignment(strategy: .roundRobin, sticky: true))
            let earlier = try await floor.begin(1)
            try await floor.close(earlier.id)
            floor.clock.advance(by: .seconds(80 * 3600))

            let later = try await floor.begin(1, clientId: 2)
            let another = try await floor.begin(2)

            #expect(later.id != earlier.id && later.assignee == floor.members[0])
            #expect(try await floor.assignments(later.id).first?.details["reason"] == "sticky")
            #expect(another.assignee == floor.members[1])
        }
    }

    @Test func `leaves what somebody took off its assignee to people, until the customer writes again`() async throws {
        try await withFloor { floor in
            try await floor.set(InboxAssignment(strategy: .roundRobin, sticky: true))
            let id = try await floor.begin(1).id
            floor.clock.advance(by: .seconds(1))

            _ = try await floor.service.assign(nil, id, as: floor.owner)
            #expect(try await floor.settled(id).assignee == nil)

            floor.clock.advance(by: .seconds(1))
            try await floor.service.send("Anybody?", 2, to: id, as: floor.visitor(1))
            #expect(try await floor.settled(id).assignee == floor.members[1])
        }
    }

    @Test func `gives what is moved into the inbox, though its assignee could not go along`() async throws {
        try await withFloor { floor in
            let other = try await floor.service.inbox("Support", as: floor.owner)
            try await floor.set(InboxAssignment(strategy: .leastLoaded), of: other.id)
            let id = try await floor.begin(1).id
            _ = try await floor.service.assign(floor.agents[1].member, id, as: floor.owner)

            let moved = try await floor.service.put("inbox", of: id, InboxMove(inbox: other.id), as: floor.owner)

            #expect(moved.status == .ok)
            let assignee = try await floor.settled(id).assignee
            #expect(assignee == floor.owner.member)
            #expect(try await floor.assignments(id).map { $0.details["reason"] } == [nil, nil, "leastLoaded"])
        }
    }

    @Test func `gives what a team has to its own people`() async throws {
        try await withFloor { floor in
            let draft = TeamDraft(name: "Returns", members: [floor.members[2]])
            let team = try await floor.identity.call(.post, "/v1/teams", body: draft, as: floor.owner).decode(Team.self)
            let ids = [try await floor.begin(1).id, try await floor.begin(2).id]
            for id in ids {
                _ = try await floor.service.put("team", of: id, TeamAssignment(team: team.id), as: floor.owner)
            }

            try await floor.set(InboxAssignment(strategy: .roundRobin))

            for id in ids { #expect(try await floor.settled(id).assignee == floor.members[2]) }
        }
    }
}

@Suite struct `Who is given something` {
    @Test func `may answer in the inbox`() async throws {
        try await withFloor { floor in
            let reader = try await floor.identity.join("Light", .all, as: .light, in: floor.owner)
            try await floor.set(InboxAssignment(strategy: .roundRobin, onlineOnly: true))
            try await floor.come(reader.member, floor.agents[2].member)
            let first = try await floor.begin(1)
            #expect(first.assignee == nil)

            try await floor.come(floor.agents[1].member)
            #expect(try await floor.settled(first.id).assignee == floor.agents[1].member)
            for number in 2...4 {
                #expect(try await floor.begin(Int64(number)).assignee == floor.agents[1].member)
            }
        }
    }

    @Test func `may be who joined just now, and nobody who was deactivated`() async throws {
        try await withFloor { floor in
            try await floor.set(InboxAssignment(strategy: .leastLoaded, onlineOnly: true))
            let first = try await floor.begin(1)
            let path = "/v1/members/\(floor.members[1])"
            _ = try await floor.identity.call(.patch, path, body: MemberChange(active: false), as: floor.owner)
            let fresh = try await floor.identity.join("Fresh", .all, in: floor.owner)

            try await floor.come(floor.members[1], fresh.member)

            try await eventually("identity's log tells of them") {
                try await floor.settled(first.id).assignee == fresh.member
            }
            #expect(try await floor.begin(2).assignee == fresh.member)
        }
    }

    @Test func `is of the same workspace, where the others stay as they are`() async throws {
        try await withFloor { floor in
            let stranger = Principal.member(99, .owner, workspace: 4242)
            let other = try await floor.service.inbox("Elsewhere", as: stranger)
            let visitor = Principal.visitor(1, of: other, workspace: 4242)
            let elsewhere = try await floor.service.start(visitor).conversation.id

            try await floor.set(InboxAssignment(strategy: .roundRobin))
            #expect(try await floor.begin(1).assignee == floor.members[0])

            #expect(try await floor.service.find(elsewhere, as: stranger).assignee == nil)
            #expect(try await floor.service.changes(elsewhere, as: stranger).items.map(\.action) == [.created])
        }
    }
}

@Suite struct `An assignee who is away` {
    @Test func `gives back what they have, which goes to who is there`() async throws {
        try await withFloor { floor in
            let (here, gone) = (floor.members[0], floor.members[1])
            try await floor.set(InboxAssignment(strategy: .roundRobin, onlineOnly: true, awayMinutes: 10))
            try await floor.come(gone)
            let id = try await floor.begin(1).id
            try await floor.go(gone)

            floor.clock.advance(by: .seconds(599))
            try await floor.come(here)
            await floor.assigner.recall()
            #expect(try await floor.service.find(id, as: floor.owner).assignee == gone)

            floor.clock.advance(by: .seconds(1))
            await floor.assigner.recall()
            #expect(try await floor.service.find(id, as: floor.owner).assignee == here)
            let lines = try await floor.assignments(id)
            try #require(lines.map { $0.details["reason"] } == ["roundRobin", "away", "roundRobin"])
            #expect(lines[1].details["from"] == gone.description && lines[1].details["fromName"] != nil)
            #expect(lines[1].details["to"] == nil && lines[1].by.kind == .system)
        }
    }

    @Test func `gives back to nobody where people share out`() async throws {
        try await withFloor { floor in
            try await floor.set(InboxAssignment(strategy: .manual, awayMinutes: 1))
            let id = try await floor.begin(1).id
            _ = try await floor.service.assign(floor.members[1], id, as: floor.owner)

            floor.clock.advance(by: .seconds(60))
            await floor.assigner.recall()

            let conversation = try await floor.service.find(id, as: floor.owner)
            #expect(conversation.assignee == nil && conversation.status == .open)
        }
    }

    @Test func `has as long as anybody for what they are given meanwhile, and keeps what the inbox lets them`()
        async throws
    {
        try await withFloor { floor in
            let kept = try await floor.service.inbox("Support", as: floor.owner)
            try await floor.set(InboxAssignment(strategy: .manual, awayMinutes: 10))
            floor.clock.advance(by: .seconds(3600))
            let (id, other) = (try await floor.begin(1).id, try await floor.begin(2, in: kept).id)
            for id in [id, other] { _ = try await floor.service.assign(floor.members[1], id, as: floor.owner) }

            floor.clock.advance(by: .seconds(599))
            await floor.assigner.recall()
            #expect(try await floor.service.find(id, as: floor.owner).assignee == floor.members[1])

            floor.clock.advance(by: .seconds(1))
            await floor.assigner.recall()
            #expect(try await floor.service.find(id, as: floor.owner).assignee == nil)
            #expect(try await floor.service.find(other, as: floor.owner).assignee == floor.members[1])
        }
    }

    @Test func `is away since the restart at the earliest`() async throws {
        try await withFloor { floor in
            try await floor.set(InboxAssignment(strategy: .roundRobin, awayMinutes: 10))
            #expect(try await floor.begin(1).assignee == floor.members[0])
            floor.clock.advance(by: .seconds(3600))
        } again: { floor in
            var assignees: [MemberID?] = []
            for seconds in [0, 599, 1] {
                floor.clock.advance(by: .seconds(seconds))
                await floor.assigner.recall()
                assignees += try await floor.service.list("?view=active", as: floor.owner).items.map(\.assignee)
            }

            #expect(assignees == [floor.members[0], floor.members[0], nil])
        }
    }
}
