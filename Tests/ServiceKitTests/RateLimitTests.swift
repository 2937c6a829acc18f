import ServiceKit
import TestKit
import Testing
import WireModel

@Suite struct `A token bucket` {
    private let quota = RateQuota(burst: 3, every: .seconds(10))
    private let key = RateKey("somebody")
    private let start = TestClock().now

    @Test func `lets its burst through at once, then one an interval`() {
        var table = RateTable(countLimit: 8)
        for _ in 1...3 { #expect(table.take(key, quota, at: start) == nil) }

        #expect(table.take(key, quota, at: start) == .seconds(10))
        #expect(table.take(key, quota, at: start + .milliseconds(9999)) == .milliseconds(1))
        #expect(table.take(key, quota, at: start + .seconds(10)) == nil)
        #expect(table.take(key, quota, at: start + .seconds(10)) == .seconds(10))
    }

    @Test func `is full again after its window, and never fuller`() {
        var table = RateTable(countLimit: 8)
        for _ in 1...3 { _ = table.take(key, quota, at: start) }

        for _ in 1...3 { #expect(table.take(key, quota, at: start + .seconds(3600)) == nil) }
        #expect(table.take(key, quota, at: start + .seconds(3600)) != nil)
    }

    @Test func `takes nothing from whoever has to wait`() {
        var table = RateTable(countLimit: 8)
        for _ in 1...100 { _ = table.take(key, quota, at: start) }

        #expect(table.take(key, quota, at: start + .seconds(10)) == nil)
    }

    @Test func `gets back what need not count, and no more`() {
        var table = RateTable(countLimit: 8)
        for _ in 1...3 { _ = table.take(key, quota, at: start) }

        table.giveBack(key, quota, at: start)
        #expect(table.take(key, quota, at: start) == nil)
        #expect(table.take(key, quota, at: start) != nil)
        for _ in 1...9 { table.giveBack(key, quota, at: start) }
        for _ in 1...3 { #expect(table.take(key, quota, at: start) == nil) }
        #expect(table.take(key, quota, at: start) != nil)
    }

    @Test func `is counted for each key on its own, and full for one that was forgotten`() {
        var table = RateTable(countLimit: 8)
        for _ in 1...3 { _ = table.take(key, quota, at: start) }

        #expect(table.take(RateKey("somebody else"), quota, at: start) == nil)
        table.forget(key)
        #expect(table.take(key, quota, at: start) == nil)
    }

    @Test func `keeps nobody out for longer than a window when the clock is set back`() {
        var table = RateTable(countLimit: 8)
        for _ in 1...3 { _ = table.take(key, quota, at: start + .seconds(86_400)) }

        #expect(table.take(key, quota, at: start) == .seconds(10))
        #expect(table.take(key, quota, at: start + .seconds(30)) == nil)
    }

    @Test func `can be of a rate of its own, for a while or from now on`() {
        var table = RateTable(countLimit: 8)
        let plan = RateQuota.perMinute(120)
        for _ in 1...120 { #expect(table.take(key, plan, at: start) == nil) }
        #expect(table.take(key, plan, at: start) == .milliseconds(500))

        #expect(table.take(key, .perMinute(60), at: start) == .seconds(1))
    }

    @Test(arguments: [(0, 60_000), (-5, 60_000), (7, 8571), (1_000_000_000, 1)])
    func `of a strange plan is still one`(count: Int, milliseconds: Int64) {
        var table = RateTable(countLimit: 8)
        let plan = RateQuota.perMinute(count)
        #expect(table.take(key, plan, at: start) == nil)

        #expect(table.take(key, plan, at: start + .milliseconds(milliseconds)) == nil)
    }
}

@Suite struct `A table of buckets` {
    private let quota = RateQuota(burst: 5, every: .seconds(10))
    private let start = TestClock().now

    @Test func `stays within its bound`() {
        var table = RateTable(countLimit: 16)

        for number in 1...1000 {
            _ = table.take(RateKey("\(number)"), quota, at: start)
            #expect(table.count <= 16)
        }
    }

    @Test func `does not free whoever fills it under other names`() {
        var table = RateTable(countLimit: 16)
        let attacker = RateKey("attacker")
        for _ in 1...5 { _ = table.take(attacker, quota, at: start) }

        for number in 1...1000 {
            for _ in 1...4 { _ = table.take(RateKey("\(number)"), quota, at: start) }
        }

        #expect(table.take(attacker, quota, at: start) != nil)
    }

    @Test func `lets newcomers in, however full it is`() {
        var table = RateTable(countLimit: 16)
        for number in 1...100 {
            for _ in 1...5 { _ = table.take(RateKey("attacker \(number)"), quota, at: start) }
        }

        for number in 1...100 { #expect(table.take(RateKey("honest \(number)"), quota, at: start) == nil) }
    }

    @Test func `is no larger than those who were busy at once`() {
        var table = RateTable(countLimit: 8192)

        for number in 1...4096 {
            _ = table.take(RateKey("\(number)"), quota, at: start + .seconds(number))
            #expect(table.count <= 64)
        }
    }

    @Test func `forgets first what is full again anyway`() {
        var table = RateTable(countLimit: 16)
        for number in 1...15 { _ = table.take(RateKey("early \(number)"), quota, at: start) }
        _ = table.take(RateKey("late"), quota, at: start + .seconds(9))

        _ = table.take(RateKey("last"), quota, at: start + .seconds(10))

        #expect(table.count == 2)
    }
}

@Suite struct `A limit` {
    private let start = TestClock().now

    @Test func `says which it is, and in how many whole seconds to come back`() throws {
        let limit = RateLimit("limit.test", "Wait.", RateQuota(burst: 1, every: .milliseconds(1500)))
        try limit.take(RateKey("a"), now: start)

        let refused = #expect(throws: Failure.self) { try limit.take(RateKey("a"), now: start) }

        #expect(refused == Failure(.tooMany, "limit.test", "Wait.", retryAfter: 2))
        #expect(throws: Never.self) { try limit.take(RateKey("a"), now: start + .seconds(2)) }
    }

    @Test func `tells keys apart by the whole of their text, and by workspace`() {
        let one = WorkspaceID(rawValue: 1)
        let two = WorkspaceID(rawValue: 2)
        let keys: Set = [
            RateKey("a"), RateKey("b"), RateKey(""), RateKey("a\u{0}"), RateKey(one), RateKey(two),
            RateKey(MemberID(rawValue: 7), in: one), RateKey(MemberID(rawValue: 7), in: two),
        ]

        #expect(keys.count == 8)
        #expect(RateKey("a") == RateKey(Substring("a")))
    }
}
