import Testing
import WireModel

@testable import Identity

struct SignInLimitTests {
    private let start = Timestamp("2026-01-10T12:00:00Z")!

    private func tryAgain(_ limit: SignInLimit, _ email: String, at now: Timestamp) -> Failure? {
        do throws(Failure) {
            try limit.count(email, now: now)
            return nil
        } catch { return error }
    }

    @Test func `ten tries pass at once, and the eleventh waits for half a minute`() {
        let limit = SignInLimit()
        for _ in 1...10 { #expect(tryAgain(limit, "a@b.co", at: start) == nil) }

        let refused = tryAgain(limit, "a@b.co", at: start)

        #expect(refused?.code == "signIn.tooMany")
        #expect(refused?.kind == .tooMany)
        #expect(refused?.retryAfter == 30)
        #expect(tryAgain(limit, "a@b.co", at: start + .seconds(29))?.retryAfter == 1)
        #expect(tryAgain(limit, "a@b.co", at: start + .seconds(30)) == nil)
        #expect(tryAgain(limit, "a@b.co", at: start + .seconds(30)) != nil)
    }

    @Test func `all tries are free again after five minutes`() {
        let limit = SignInLimit()
        for _ in 1...10 { _ = tryAgain(limit, "a@b.co", at: start) }

        for _ in 1...10 { #expect(tryAgain(limit, "a@b.co", at: start + .seconds(300)) == nil) }
        #expect(tryAgain(limit, "a@b.co", at: start + .seconds(300)) != nil)
    }

    @Test func `each e-mail is counted on its own, and the right password clears it`() {
        let limit = SignInLimit()
        for _ in 1...10 { _ = tryAgain(limit, "a@b.co", at: start) }
        #expect(tryAgain(limit, "c@d.co", at: start) == nil)

        limit.clear("a@b.co")

        #expect(tryAgain(limit, "a@b.co", at: start) == nil)
    }

    @Test func `the table is bounded, and keeps those who tried most`() {
        let limit = SignInLimit(countLimit: 8)
        for _ in 1...10 { _ = tryAgain(limit, "guessed@b.co", at: start) }
        for number in 1...1000 {
            _ = tryAgain(limit, "\(number)@b.co", at: start)
            #expect(limit.count <= 8)
        }

        #expect(tryAgain(limit, "guessed@b.co", at: start) != nil)
    }
}
