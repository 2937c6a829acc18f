import TestKit
import Testing
import WireModel

@testable import ServiceKit

@Suite struct `A signed assertion` {
    private let key = testKey
    private let now = TestClock().now

    @Test(arguments: [
        Principal.owner, .member(7, .agent, inboxes: .only([.init(rawValue: 3)])),
        .visitor(9, inbox: .init(rawValue: 3)),
        Principal(
            workspace: .init(rawValue: 1), subject: .key(.init(rawValue: 5), Rights(.admin)), name: "Sync «1»",
            language: .arabic),
    ])
    func `says on whose behalf`(principal: Principal) throws {
        let (read, until) = try key.principal(of: try key.assertion(of: principal, now: now), now: now)

        #expect(read == principal)
        #expect(until == now.milliseconds + 60_000)
    }

    @Test func `holds for a minute`() throws {
        let assertion = try key.assertion(of: .owner, now: now)

        #expect(throws: Never.self) { try key.principal(of: assertion, now: now + .milliseconds(59_999)) }
        // Signed, so that whoever brings it is no stranger: the clocks are to blame, and trying again helps.
        #expect(throws: Failure.assertionExpired) { try key.principal(of: assertion, now: now + .seconds(60)) }
    }

    @Test func `that has expired is answered with 503, of a principal and of a service`() throws {
        let cache = AssertionCache(key: key)
        let (assertion, proof) = (try key.assertion(of: .owner, now: now), key.serviceAssertion(now: now))

        #expect(throws: Failure.assertionExpired) { try cache.principal(of: assertion, now: now + .seconds(3_600)) }
        #expect(throws: Failure.assertionExpired) { try cache.isService(proof, now: now + .seconds(3_600)) }
        #expect(Failure.assertionExpired.kind == .unavailable)
    }

    @Test func `is worthless with any of its letters changed`() throws {
        let assertion = try key.assertion(of: .owner, now: now)
        for index in assertion.indices {
            var changed = assertion
            changed.replaceSubrange(index...index, with: assertion[index] == "A" ? "B" : "A")
            #expect(throws: Failure.unauthenticated, "\(changed)") { try key.principal(of: changed, now: now) }
        }
    }

    @Test func `is worthless with a part missing or added`() throws {
        let assertion = try key.assertion(of: .owner, now: now)
        let parts = assertion.split(separator: ".")
        for text in [
            "", ".", "..", "\(parts[0])", "\(parts[0]).", ".\(parts[1])", "\(assertion).", "\(assertion).A",
            " \(assertion)",
            "\(assertion) ", String(repeating: "A", count: 20_000),
        ] {
            #expect(throws: Failure.unauthenticated, "\(text)") { try key.principal(of: text, now: now) }
        }
    }

    @Test func `is worthless in another deployment`() throws {
        let other = DeploymentKey(Array("another-deployment's-key-0123456789".utf8))

        #expect(throws: Failure.unauthenticated) {
            try key.principal(of: try other.assertion(of: .owner, now: now), now: now)
        }
        #expect(!key.isServiceAssertion(other.serviceAssertion(now: now), now: now))
    }

    @Test func `of a service holds for a minute`() {
        let proof = key.serviceAssertion(now: now)

        #expect(key.isServiceAssertion(proof, now: now + .milliseconds(59_999)))
        #expect(!key.isServiceAssertion(proof, now: now + .seconds(60)))
    }

    @Test func `passes for no other purpose than its own`() throws {
        let inbox = InboxID(rawValue: 3)
        let pass = VisitorPass(
            workspace: .init(rawValue: 1), inbox: inbox, visitor: .init(rawValue: 9), expiry: now + .seconds(60))
        let ofPrincipal = try key.assertion(of: .visitor(9, inbox: inbox), now: now)
        let ofService = key.serviceAssertion(now: now)
        let ofVisitor = try key.visitorToken(pass)

        #expect(!key.isServiceAssertion(ofPrincipal, now: now))
        #expect(!key.isServiceAssertion(ofVisitor, now: now))
        for text in [ofService, ofVisitor] {
            #expect(throws: Failure.unauthenticated) { try key.principal(of: text, now: now) }
        }
        for text in [ofService, ofPrincipal] {
            #expect(throws: Failure.self) { try key.visitor(of: text, now: now) }
        }
    }
}

@Suite struct `A visitor's token` {
    private let now = TestClock().now
    private let pass = VisitorPass(
        workspace: .init(rawValue: 1), inbox: .init(rawValue: 3), visitor: .init(rawValue: 9),
        expiry: TestClock().now + .seconds(100))

    @Test func `says who the visitor is, until it runs out`() throws {
        let token = try testKey.visitorToken(pass)

        #expect(try testKey.visitor(of: token, now: now) == pass)
        #expect(throws: Failure.self) { try testKey.visitor(of: token, now: now + .seconds(100)) }
    }

    @Test func `opens nothing but the inbox that it was made for`() {
        let principal = pass.principal(language: .arabic)

        #expect(principal.subject == .visitor(pass.visitor, pass.inbox))
        #expect(principal.rights == nil)
    }

    @Test func `is worthless with any of its letters changed`() throws {
        let token = try testKey.visitorToken(pass)
        for index in token.indices {
            var changed = token
            changed.replaceSubrange(index...index, with: token[index] == "A" ? "B" : "A")
            #expect(throws: Failure.self) { try testKey.visitor(of: changed, now: now) }
        }
    }
}

@Suite struct `A ticket's token` {
    private let ticket = TicketID(rawValue: 812)

    @Test func `names its ticket, the same each time`() throws {
        let token = testKey.ticketToken(ticket)

        #expect(token.hasPrefix("\(ticket).") && token.utf8.count == 61)
        #expect(testKey.ticketToken(ticket) == token)
        #expect(try testKey.ticket(of: token) == ticket)
    }

    @Test func `is worthless with any of its letters changed or cut`() {
        let token = testKey.ticketToken(ticket)
        for index in token.indices {
            var changed = token
            changed.replaceSubrange(index...index, with: token[index] == "1" ? "2" : "1")
            expectUnknown(changed)
            expectUnknown(String(token[..<index]))
            expectUnknown(String(token[index...].dropFirst()))
        }
    }

    @Test func `is worthless with another ticket's code`() {
        let code = testKey.ticketToken(ticket).suffix(43)

        expectUnknown("\(TicketID(rawValue: 813)).\(code)")
        expectUnknown("\(InvitationID(rawValue: 812)).\(code)")
        expectUnknown("\(code).\(ticket)")
    }

    @Test func `is worthless in another deployment`() {
        expectUnknown(DeploymentKey(Array("another-deployment's-key-0123456789".utf8)).ticketToken(ticket))
    }

    @Test(arguments: [
        "", ".", "..", String(repeating: ".", count: 61), String(repeating: "A", count: 61),
        String(repeating: "A", count: 1_000_000), "tkt_0000000000000.",
    ])
    func `is not made up`(text: String) {
        expectUnknown(text)
        expectUnknown(testKey.ticketToken(ticket) + text + " ")
    }

    @Test func `passes for nothing that is signed for another purpose`() throws {
        let now = TestClock().now

        expectUnknown(testKey.serviceAssertion(now: now))
        expectUnknown(try testKey.assertion(of: .owner, now: now))
        #expect(throws: Failure.self) { try testKey.principal(of: testKey.ticketToken(ticket), now: now) }
        #expect(!testKey.isServiceAssertion(testKey.ticketToken(ticket), now: now))
    }

    private func expectUnknown(_ token: String, at location: SourceLocation = #_sourceLocation) {
        let failure = #expect(throws: Failure.self, "\(token.prefix(80))", sourceLocation: location) {
            try testKey.ticket(of: token)
        }
        #expect(failure?.kind == .notFound && failure?.code == "ticket.unknown", sourceLocation: location)
    }
}
