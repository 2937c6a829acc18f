import HTTP
import JSON
import TestKit
import Testing
import WireModel

@testable import Gateway

@Suite struct `A socket` {
    @Test func `begins with hello`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let line = try await owner.socket()

            let early = try await line.ask("ping")
            let welcome = try await line.hello()
            let later = try await line.ask("ping")

            #expect(early.problem?.code == "socket.hello")
            #expect((welcome.resume, welcome.membersOnline, welcome.teamOnline) == (.reset, [owner.member], nil))
            #expect(later == .ok(RawJSON(bytes: Array("{}".utf8))))
        }
    }

    @Test func `of a visitor is welcomed with whether the team is there`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let visitor = try await VisitorBrowser(house.gateway, inbox: try await owner.inbox().id)

            let alone = try await visitor.socket().hello(token: visitor.token)
            let line = try await owner.online()
            let together = try await visitor.socket().hello(token: visitor.token)

            #expect((alone.teamOnline, alone.membersOnline, alone.visitorsOnline) == (false, nil, nil))
            #expect(together.teamOnline == true)
            await line.close()
        }
    }

    @Test(arguments: [
        ("{", "json.malformed"), ("[]", "json.wrongType"), ("7", "json.wrongType"), (#"{"id":5}"#, "input.invalid"),
        (#"{"type":"dance","id":5}"#, "input.invalid"), (#"{"type":"ping","id":5,"x":1}"#, "json.unknownField"),
        (#"{"type":"ping"}"#, "input.invalid"), (#"{"type":"send","id":5}"#, "input.invalid"),
        (#"{"type":"send","id":5,"conversation":"cnv_x","clientId":1,"body":"x"}"#, "conversation.notFound"),
        (
            #"{"type":"send","id":5,"conversation":"cnv_0000000000001","clientId":1,"body":"x"}"#,
            "conversation.notFound"
        ),
        (#"{"type":"send","id":5,"conversation":"cnv_0000000000001","clientId":0,"body":"x"}"#, "input.invalid"),
        (#"{"type":"send","id":5,"conversation":"cnv_0000000000001","clientId":1,"body":" "}"#, "input.invalid"),
        (
            #"{"type":"send","id":5,"conversation":"cnv_0000000000001","clientId":1,"body":"x","kind":"whisper"}"#,
            "input.invalid"
        ),
        (#"{"type":"read","id":5,"conversation":"cnv_0000000000001","sequence":1}"#, "conversation.notFound"),
    ])
    func `answers a bad frame with an error, and goes on`(frame: String, code: String) async throws {
        try await House.open { house in
            let line = try await TeamBrowser.signUp(house.gateway).online()

            try await line.send(frame)
            var answer: Line.Reply?
            while answer == nil, let frame = try await line.read() {
                if case .reply(let id, let reply) = frame {
                    answer = reply
                    #expect(id == nil || id == 5)
                }
            }

            #expect(answer?.problem?.code == code)
            #expect(try await line.ask("ping").problem == nil)
        }
    }

    @Test func `is closed for a binary frame`() async throws {
        try await House.open { house in
            let line = try await TeamBrowser.signUp(house.gateway).online()

            try await line.send(binary: [1, 2, 3])

            #expect(try await line.untilClosed() == .unsupportedData)
        }
    }

    @Test func `is closed for a broken protocol`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let notText = try await owner.online()
            let fragment = try await owner.online()

            try await notText.send(.text, [0xff, 0xfe])
            try await fragment.send(.continuation, [1])

            #expect(try await notText.untilClosed() == .invalidPayload)
            #expect(try await fragment.untilClosed() == .protocolError)
        }
    }

    @Test func `is closed when it asks too much`() async throws {
        try await House.open(settings: ["MAJLIS_SOCKET_FRAMES_PER_SECOND": "1"]) { house in
            let line = try await TeamBrowser.signUp(house.gateway).online()

            for id in 1...100 { try? await line.send(#"{"type":"ping","id":\#(id)}"#) }

            #expect(try await line.untilClosed()?.rawValue == 4429)
        }
    }

    @Test(arguments: ["https://evil.example.com", "null", "", "http://127.0.0.1:1"])
    func `from another site's page is closed at once`(origin: String) async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)

            let line = try await owner.socket(["Origin": origin, "Sec-Fetch-Site": "same-origin"])

            #expect(try await line.untilClosed()?.rawValue == 4403)
        }
    }

    @Test func `from a page that does not say which is taken at the browser's word`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            func open(_ headers: Headers) async throws -> Line {
                var headers = headers
                headers.set("Cookie", "majlis_session=\(try #require(owner.cookie))")
                return Line(try await house.gateway.webSocket("/api/v1/socket", headers: headers))
            }

            #expect(try await open(["Sec-Fetch-Site": "cross-site"]).untilClosed()?.rawValue == 4403)
            #expect(try await open(["Sec-Fetch-Site": "same-origin"]).hello().resume == .reset)
            // A program of the member's own.
            #expect(try await open([:]).hello().resume == .reset)
        }
    }

    @Test func `of nobody is closed at once`() async throws {
        try await House.open { house in
            let line = try await TeamBrowser(house.gateway).socket()

            #expect(try await line.untilClosed()?.rawValue == 4401)
        }
    }

    @Test func `is closed when its session ends`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let agent = try await owner.invite("agent@example.com")
            let (line, other) = (try await agent.online(), try await owner.online())

            _ = try await agent.call(.delete, "/session")

            #expect(try await line.untilClosed()?.rawValue == 4401)
            #expect(try await other.ask("ping").problem == nil)
        }
    }

    @Test func `does not open any more with a session that ended before its hello`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let agent = try await owner.invite("agent@example.com")
            let (late, early) = (try await agent.socket(), try await agent.online())

            _ = try await agent.call(.delete, "/session")
            // The gateway has heard of it once the other socket is closed.
            _ = try await early.untilClosed()

            await #expect(throws: (any Error).self) { _ = try await late.hello() }
            #expect(try await late.untilClosed()?.rawValue == 4401)
        }
    }

    @Test func `is closed when its member is removed`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let agent = try await owner.invite("agent@example.com")
            let line = try await agent.online()

            #expect(try await owner.call(.delete, "/members/\(agent.member)").status == .noContent)

            #expect(try await line.untilClosed()?.rawValue == 4401)
            #expect(try await agent.call(.get, "/conversations").status == .unauthorized)
        }
    }

    @Test func `comes back with other rights when they are changed`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let agent = try await owner.invite("agent@example.com")
            let visitor = try await VisitorBrowser(house.gateway, inbox: try await owner.inbox().id)
            let id = try await visitor.conversation()
            let line = try await agent.online()

            _ = try await owner.call(.patch, "/members/\(agent.member)", body: MemberChange(inboxes: .only([])))

            #expect(try await line.untilClosed() == .serviceRestart)
            let again = try await agent.online()
            await #expect(throws: Failure.notFound("conversation")) { _ = try await again.say("x", 1, in: id) }
        }
    }

    @Test func `is told to come back when the gateway stops`() async throws {
        try await House.open { house in
            let gateway = try await house.newGateway()
            let line = try await TeamBrowser.signUp(gateway).online()

            async let stopped: Void = gateway.stop()

            #expect(try await line.untilClosed() == .goingAway)
            await stopped
        }
    }

    @Test func `in silence is closed after its time`() async throws {
        try await House.open { house in
            let line = try await TeamBrowser.signUp(house.gateway).socket()

            #expect(try await line.untilClosed()?.rawValue == 4408)
        }
    }
}
