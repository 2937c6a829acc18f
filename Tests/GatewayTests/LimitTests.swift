import HTTP
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Gateway

@Suite struct `A flood` {
    private func answers(_ count: Int, _ ask: () async throws -> TestAnswer) async throws -> [TestAnswer] {
        var answers: [TestAnswer] = []
        for _ in 1...count { answers.append(try await ask()) }
        return answers
    }

    private func from(_ address: String) -> Headers { ["X-Forwarded-For": address] }

    @Test func `of sign-ins from one network is stopped, with a problem, and no other network's`() async throws {
        try await House.open { house in
            let form = SignIn(email: "x", password: "y")
            func signIn(_ headers: Headers) async throws -> TestAnswer {
                try await house.gateway.call(.post, "/api/v1/session", body: form, headers: headers)
            }

            let flood = try await answers(61) { try await signIn(from("203.0.113.7")) }

            let last = try #require(flood.last)
            #expect((last.status, last.code) == (.tooManyRequests, "limit.network"))
            #expect(last.headers["Retry-After"] == "1")
            #expect(last.headers["Content-Type"] == "application/problem+json")
            #expect(flood.filter { $0.code == "limit.network" }.count == 1)
            #expect(try await signIn(from("203.0.113.8")).code == "signIn.tooMany")
            #expect(try await signIn(["X-Forwarded-For": "9.9.9.9, 203.0.113.7"]).code == "limit.network")
        }
    }

    @Test func `of failures is slowed down by the network that the proxy names, not by what a client claims`()
        async throws
    {
        try await House.open { house in
            func signIn(_ number: Int, from address: String) async throws -> String {
                let headers: Headers = [
                    "X-Forwarded-For": "10.0.0.\(number), \(address)", "Majlis-Client-Address": "10.0.0.\(number)",
                ]
                return try await house.gateway.call(
                    .post, "/api/v1/session", body: SignIn(email: "\(number)@x.co", password: "wrong"), headers: headers
                ).code
            }
            for number in 1...50 {
                let code = try await signIn(number, from: "203.0.113.7")
                #expect(code == "session.wrong")
            }

            #expect(try await signIn(51, from: "203.0.113.7") == "signIn.tooManyFromNetwork")
            #expect(try await signIn(52, from: "203.0.113.8") == "session.wrong")
        }
    }

    @Test func `of a carrier's customers does not lock out those who are known`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let inbox = try await owner.inbox().id
            let visitor = try await VisitorBrowser(house.gateway, inbox: inbox)

            // Everything from this very address, until it may not ask any more.
            let strangers = try await answers(301) {
                try await house.gateway.call(
                    .get, "/api/v1/inboxes", headers: ["Authorization": "Bearer \(Secret().text)"])
            }
            let visitors = try await answers(1000) {
                try await house.gateway.call(.post, "/api/v1/widget/\(inbox)/visitor")
            }

            #expect(strangers.last?.code == "limit.network")
            #expect(strangers.dropLast().allSatisfy { $0.code == "session.required" })
            #expect(visitors.last?.code == "limit.network")
            #expect(try await owner.call(.get, "/inboxes").status == .ok)
            #expect(try await visitor.call(.get, "/conversations").status == .ok)
            #expect(try await house.gateway.call(.get, "/api/v1/widget/\(inbox)").status == .ok)
        }
    }

    @Test func `of strangers does not count whoever turns out to be somebody`() async throws {
        try await House.open { house in
            _ = try await TeamBrowser.signUp(house.gateway)
            _ = try await answers(299) {
                try await house.gateway.call(.get, "/api/v1/session", headers: ["Authorization": "Bearer x"])
            }

            for _ in 1...5 {
                let browser = TeamBrowser(house.gateway)
                let form = SignIn(email: "owner@example.com", password: "a long password")
                #expect(try await browser.call(.post, "/session", body: form).status == .created)
                let seen = try await browser.call(.get, "/session")
                #expect(seen.status == .ok)
            }
        }
    }

    @Test func `of one device is stopped over REST, and another device goes on`() async throws {
        try await House.open { house in
            let inbox = try await TeamBrowser.signUp(house.gateway).inbox().id
            let flooder = try await VisitorBrowser(house.gateway, inbox: inbox)
            let other = try await VisitorBrowser(house.gateway, inbox: inbox)

            let flood = try await answers(121) { try await flooder.call(.get, "/conversations") }

            #expect(flood.dropLast().allSatisfy { $0.status == .ok })
            #expect((flood.last?.status, flood.last?.code) == (.tooManyRequests, "limit.device"))
            #expect(flood.last?.headers["Retry-After"] == "1")
            #expect(try await other.call(.get, "/conversations").status == .ok)
            house.clock.advance(by: .seconds(1))
            #expect(try await flooder.call(.get, "/conversations").status == .ok)
        }
    }

    @Test func `of messages counts all of a device's sockets and REST, before a message is passed on`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let inbox = try await owner.inbox().id
            let flooder = try await VisitorBrowser(house.gateway, inbox: inbox)
            let other = try await VisitorBrowser(house.gateway, inbox: inbox)
            let (id, quiet) = (try await flooder.conversation(), try await other.conversation())
            let (one, two, still) = (try await flooder.online(), try await flooder.online(), try await other.online())

            // The first message began the conversation.
            for number in 2...31 as ClosedRange<Int64> { try await one.say("one", number, in: id) }
            for number in 32...60 as ClosedRange<Int64> { try await two.say("two", number, in: id) }
            let refused = await #expect(throws: Failure.self) { try await one.say("too many", 61, in: id) }
            let over = try await flooder.call(
                .post, "/conversations/\(id)/messages", body: MessageDraft(clientId: 62, body: "too many"))

            #expect((refused?.kind, refused?.code, refused?.retryAfter) == (.tooMany, "limit.messages", 1))
            #expect((over.status, over.code) == (.tooManyRequests, "limit.messages"))
            try await still.say("goes on", 2, in: quiet)
            #expect(try await owner.call(.get, "/conversations/\(id)").decode(Conversation.self).lastSequence == 60)
            house.clock.advance(by: .seconds(1))
            try await two.say("again", 61, in: id)
        }
    }

    @Test func `of typing about what is not there is counted on the device`() async throws {
        try await House.open { house in
            let inbox = try await TeamBrowser.signUp(house.gateway).inbox().id
            let visitor = try await VisitorBrowser(house.gateway, inbox: inbox)
            let lines = [try await visitor.online(), try await visitor.online()]

            for line in lines {
                for number in 1...80 {
                    try await line.type(in: ConversationID(rawValue: Int64(number)), active: true)
                }
                _ = try await line.ask("ping")
            }

            #expect(try await visitor.call(.get, "/conversations").code == "limit.device")
        }
    }

    @Test func `of a member is stopped on REST and on the socket alike`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let agent = try await owner.invite("agent@example.com")
            let line = try await agent.online()

            let flood = try await answers(600) { try await agent.call(.get, "/session") }

            #expect(flood.last?.code == "limit.account")
            let refused = try await line.ask("read", #""conversation":"cnv_0000000000001","sequence":1"#).problem
            #expect(refused?.code == "limit.account")
            // Not signed out: it comes back later.
            #expect(try await agent.socket().untilClosed()?.rawValue == 4429)
            #expect(try await owner.call(.get, "/session").status == .ok)
        }
    }

    @Test func `of sockets takes no more than one person's share, whoever sends it`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let agent = try await owner.invite("agent@example.com")
            let visitor = try await VisitorBrowser(house.gateway, inbox: try await owner.inbox().id)
            // Two loops share them out, and each takes 64.
            func untilRefused(token: String?, _ open: () async throws -> Line) async throws -> [Line] {
                var lines: [Line] = []
                while lines.count <= 128 {
                    house.clock.advance(by: .seconds(1))
                    let line = try await open()
                    guard (try? await line.hello(token: token)) != nil else {
                        #expect(await line.closeCode?.rawValue == 4429)
                        break
                    }
                    lines.append(line)
                }
                #expect((64...128).contains(lines.count))
                return lines
            }

            let lines = try await untilRefused(token: nil) { try await agent.socket() }
            let tabs = try await untilRefused(token: visitor.token) { try await visitor.socket() }

            // Nobody else's, and again theirs when some are closed.
            _ = try await owner.online()
            for line in lines + tabs { await line.close() }
            try await eventually("another page is let in") { (try? await agent.online()) != nil }
            try await eventually("another tab is let in") { (try? await visitor.online()) != nil }
        }
    }

    @Test func `is let in where the operator measures`() async throws {
        try await House.open(settings: ["MAJLIS_LIMITS": "off"]) { house in
            let flood = try await answers(70) {
                try await house.gateway.call(.post, "/api/v1/invitations/preview", body: TokenBody(token: "x"))
            }

            #expect(flood.allSatisfy { $0.code == "invitation.notFound" })
        }
    }

    @Test(arguments: [("MAJLIS_LIMITS", "some"), ("MAJLIS_TRUSTED_PROXIES", "everybody")])
    func `is met by no gateway whose settings make no sense`(name: String, value: String) async throws {
        await #expect(throws: ConfigurationFault.self) {
            try await TestService.start(Gateway.self, settings: [name: value]) { _ in }
        }
    }
}
