import HTTP
import TestKit
import Testing
import WireModel

@testable import Conversations

/// What a list shows, what a count counts, what a single look finds and what may be done with it: one rule.
@Suite struct `A scope` {
    private static let me = MemberID(rawValue: 3)
    private static let team = TeamID(rawValue: 6)

    private static func person(_ scopes: Set<Scope>, _ inboxes: InboxAccess, reply: Set<Scope> = [.all]) -> Principal {
        .member(
            me.rawValue,
            Rights(
                role: nil, grants: Grants([.conversationsView: scopes, .conversationsReply: reply]), inboxes: inboxes,
                teams: [team]))
    }

    /// Every subset of the scopes, in one inbox or all: 64 people, each against every place a conversation can stand.
    @Test func `shows the same in the list, the counts, the look and the evaluator`() async throws {
        try await TestService.start(Conversations.self) { service in
            let (mine, other) = (try await service.inbox("Mine"), try await service.inbox("Other"))
            let places = try await Self.furnish(service, mine, other)

            for bits in 0..<32 {
                let scopes = Set(Scope.allCases.enumerated().filter { bits & (1 << $0.offset) != 0 }.map(\.element))
                for inboxes in [InboxAccess.only([mine.id]), .all] {
                    let person = Self.person(scopes, inboxes)
                    guard !scopes.isEmpty else {
                        #expect(try await service.call(.get, "/v1/conversations", as: person).status == .forbidden)
                        continue
                    }
                    let expected = Set(places.filter { person.may(.conversationsView, on: $0.value) }.keys)

                    #expect(Set(try await service.list("?limit=100", as: person).items.map(\.id)) == expected)
                    #expect(try await service.counts(as: person).active == expected.count)
                    for id in places.keys {
                        let look = try await service.call(.get, "/v1/conversations/\(id)", as: person)
                        #expect(look.status == (expected.contains(id) ? .ok : .notFound))
                    }
                }
            }
        }
    }

    @Test func `for writing is asked about each conversation`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox("Mine")
            let places = try await Self.furnish(service, inbox, try await service.inbox("Other"))
            let person = Self.person([.inbox], .only([inbox.id]), reply: [.own])

            var name: Int64 = 100
            for (id, place) in places where person.may(.conversationsView, on: place) {
                name += 1
                let reply = try await service.send(name, to: id, as: person)
                let mine = place.assignee == Self.me
                #expect(reply.status == (mine ? .created : .forbidden))
                #expect(try await service.send(name, to: id, as: person, kind: .note).code == "permission.denied")
                #expect(try await service.set(.closed, id, as: person).code == "permission.denied")
                #expect(try await service.assign(nil, id, as: person).code == "permission.denied")
            }
        }
    }

    /// Conversations of every kind of place; assignees and teams are written as an owner with everything would.
    private static func furnish(
        _ service: TestService<Conversations>, _ inbox: Inbox, _ other: Inbox
    ) async throws -> [ConversationID: Place] {
        var places: [ConversationID: Place] = [:]
        var visitor: Int64 = 0
        for inbox in [inbox, other] {
            for assignee in [nil, me, MemberID(rawValue: 4)] {
                for handed in [nil, team, TeamID(rawValue: 7)] {
                    visitor += 1
                    let id = try await service.start(.visitor(visitor, of: inbox), contact: visitor).conversation.id
                    try await service.place(id, assignee, handed)
                    places[id] = Place(inbox: inbox.id, assignee: assignee, team: handed)
                }
            }
        }
        return places
    }
}

extension TestService where Program == Conversations {
    fileprivate func send(
        _ clientId: Int64, to id: ConversationID, as caller: Principal, kind: Message.Kind? = nil
    ) async throws -> TestAnswer {
        try await send("Hello", clientId, to: id, as: caller, kind: kind)
    }

    /// Past identity, which is asked about whom a conversation may be given to.
    fileprivate func place(_ id: ConversationID, _ assignee: MemberID?, _ team: TeamID?) async throws {
        _ = try await program.conversations.assign(id, to: assignee, for: .owner)
        _ = try await program.conversations.hand(id, to: team, for: .owner)
    }
}
