import HTTP
import TestKit
import Testing
import WireModel

@testable import Gateway

@Suite struct `Two gateways side by side` {
    @Test func `carry a message across, and typing`() async throws {
        try await withTalk(gateways: 2) { talk in
            let team = try await talk.owner.online()
            let customer = try await talk.visitor.moved(to: talk.house.gateways[1]).online()

            try await customer.say("from there", 2, in: talk.conversation)
            try await team.say("from here", 3, in: talk.conversation)
            try await customer.type(in: talk.conversation)

            #expect(try await team.messages(2) == ["from there", "from here"])
            #expect(try await customer.messages(2) == ["from there", "from here"])
            #expect(try await team.event(.typing).conversation == talk.conversation)
        }
    }

    @Test func `know who is at the other`() async throws {
        try await withTalk(gateways: 2) { talk in
            let there = talk.house.gateways[1]
            let customer = try await talk.visitor.moved(to: there).online()
            let team = try await talk.owner.online()

            // A member who comes learns of the visitors at the other gateway, and they of the member.
            #expect(
                try await team.event(.visitorPresence).data(as: VisitorPresence.self)
                    == VisitorPresence(visitor: talk.visitor.id, online: true))
            #expect(try await customer.event(.teamPresence).data(as: TeamPresence.self).online)
            let colleague = try await talk.owner.invite("agent@example.com", to: there)
            let line = try await colleague.socket()
            let welcome = try await line.hello()
            #expect(Set(welcome.membersOnline ?? []) == [talk.owner.member, colleague.member])
            #expect(
                try await team.event(.memberPresence) {
                    try $0.data(as: MemberPresence.self).member == colleague.member
                }
                .data(as: MemberPresence.self).online)

            await line.close()
            await customer.close()
            let gone = try await team.event(.memberPresence) {
                try $0.data(as: MemberPresence.self).member == colleague.member
            }
            #expect(try !gone.data(as: MemberPresence.self).online)
        }
    }

    @Test func `end a session at both`() async throws {
        try await withTalk(gateways: 2) { talk in
            let there = talk.owner.moved(to: talk.house.gateways[1])
            let (here, line) = (try await talk.owner.online(), try await there.online())

            _ = try await talk.owner.call(.delete, "/session")

            #expect(try await here.untilClosed()?.rawValue == 4401)
            #expect(try await line.untilClosed()?.rawValue == 4401)
            #expect(try await there.call(.get, "/conversations").status == .unauthorized)
        }
    }

    @Test func `stand in for each other when one stops`() async throws {
        try await withTalk { talk in
            let other = try await talk.house.newGateway()
            let team = try await talk.owner.online()
            let customer = try await talk.visitor.moved(to: other).online()
            try await customer.say("before", 2, in: talk.conversation)
            #expect(try await customer.messages(1) == ["before"])

            async let stopped: Void = other.stop()
            #expect(try await customer.untilClosed() == .goingAway)
            try await team.say("meanwhile", 3, in: talk.conversation)
            let again = try await talk.visitor.socket()
            let welcome = try await again.hello(token: talk.visitor.token, resume: customer.place)
            try await again.say("after", 4, in: talk.conversation)
            await stopped

            #expect(welcome.resume == .complete)
            #expect(try await again.messages(2) == ["meanwhile", "after"])
            #expect(try await team.messages(3) == ["before", "meanwhile", "after"])
        }
    }

    @Test func `forget whoever was at one that died`() async throws {
        try await withTalk { talk in
            let other = try await talk.house.newGateway()
            let customer = try await talk.visitor.moved(to: other).online()
            let team = try await talk.owner.online()
            #expect(try await team.event(.visitorPresence).data(as: VisitorPresence.self).online)

            await other.stop()
            talk.house.clock.advance(by: .seconds(Int64(PresenceLease.leaseSeconds)))

            #expect(try await !team.event(.visitorPresence).data(as: VisitorPresence.self).online)
            _ = customer
        }
    }
}
