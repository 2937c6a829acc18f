import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Identity

struct SignInLimitTests {
    private let clock: TestClock
    private let limit: SignInLimit
    private let home = ClientOrigin(address: IPAddress("203.0.113.7"), device: nil)

    init() {
        let clock = TestClock()
        self.clock = clock
        limit = SignInLimit(now: { clock.now })
    }

    private struct Trouble: Error {}

    /// Tries once and fails as told; what came of it.
    private func fail(
        _ email: String, from client: ClientOrigin = .unknown, with error: any Error = Failure.wrongSignIn
    ) async -> Failure? {
        do {
            try await limit.attempt(email, from: client) { throw error }
            return nil
        } catch { return error as? Failure }
    }

    private func succeed(_ email: String, from client: ClientOrigin = .unknown) async -> Failure? {
        do {
            try await limit.attempt(email, from: client) {}
            return nil
        } catch { return error as? Failure }
    }

    @Test func `ten tries of an e-mail fail at once, and the eleventh waits for half a minute`() async {
        for _ in 1...10 { #expect(await fail("a@b.co") == .wrongSignIn) }

        let refused = await succeed("a@b.co")

        #expect((refused?.kind, refused?.code, refused?.retryAfter) == (.tooMany, "signIn.tooMany", 30))
        #expect(await fail("c@d.co") == .wrongSignIn)
        clock.advance(by: .seconds(29))
        #expect(await fail("a@b.co")?.retryAfter == 1)
        clock.advance(by: .seconds(1))
        #expect(await fail("a@b.co") == .wrongSignIn)
        #expect(await fail("a@b.co")?.code == "signIn.tooMany")
    }

    @Test func `what ends well clears the e-mail, and counts on no network`() async {
        for _ in 1...9 { _ = await fail("a@b.co", from: home) }

        for _ in 1...200 { #expect(await succeed("a@b.co", from: home) == nil) }

        for _ in 1...10 { #expect(await fail("a@b.co", from: home) == .wrongSignIn) }
        #expect(await fail("a@b.co", from: home)?.code == "signIn.tooMany")
    }

    @Test func `a network's failures are counted over all e-mails, and another's are not`() async {
        for number in 1...50 { #expect(await fail("\(number)@b.co", from: home) == .wrongSignIn) }

        let refused = await fail("51@b.co", from: home)

        #expect((refused?.code, refused?.retryAfter) == ("signIn.tooManyFromNetwork", 20))
        #expect(await succeed("51@b.co", from: home)?.code == "signIn.tooManyFromNetwork")
        let office = ClientOrigin(address: IPAddress("203.0.113.8"), device: nil)
        #expect(await succeed("51@b.co", from: office) == nil)
        clock.advance(by: .seconds(20))
        #expect(await fail("52@b.co", from: home) == .wrongSignIn)
    }

    @Test func `a network that may not try locks nobody's account`() async {
        for number in 1...50 { _ = await fail("\(number)@b.co", from: home) }

        for _ in 1...30 { _ = await fail("sara@b.co", from: home) }

        #expect(await fail("sara@b.co") == .wrongSignIn)
    }

    @Test func `what always ends alike stays counted`() async throws {
        for _ in 1...10 { try limit.count("a@b.co", from: home) }

        #expect(await succeed("a@b.co")?.code == "signIn.tooMany")
        for number in 11...50 { try limit.count("\(number)@b.co", from: home) }
        #expect(await succeed("x@b.co", from: home)?.code == "signIn.tooManyFromNetwork")
    }

    @Test func `an IPv6 network is one, whatever address of it is used`() async {
        for number in 1...50 {
            _ = await fail("\(number)@b.co", from: ClientOrigin(address: IPAddress("2001:db8::\(number)"), device: nil))
        }

        let other = ClientOrigin(address: IPAddress("2001:db8::abcd"), device: nil)
        #expect(await fail("x@b.co", from: other)?.code == "signIn.tooManyFromNetwork")
    }

    @Test func `what is our own fault does not count`() async {
        for _ in 1...60 { _ = await fail("a@b.co", from: home, with: Failure.unavailable("storage.busy", "Busy.")) }
        for _ in 1...60 { _ = await fail("a@b.co", from: home, with: Trouble()) }

        #expect(await fail("a@b.co", from: home) == .wrongSignIn)
    }
}
