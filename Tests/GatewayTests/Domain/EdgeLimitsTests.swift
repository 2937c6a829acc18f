import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Gateway

@Suite struct `What the edge lets through` {
    private let clock = TestClock()
    private let inbox = InboxID(rawValue: 5)

    private func limits(isOn: Bool = true) -> EdgeLimits {
        EdgeLimits(isOn: isOn, now: { [clock] in clock.now })
    }

    private func key(_ id: Int64, workspace: Int64 = 1) -> Principal {
        Principal(
            workspace: WorkspaceID(rawValue: workspace), subject: .key(APIKeyID(rawValue: id), Rights(.admin)),
            name: "Sync", language: .arabic)
    }

    /// How many of `count` pass, and why the first that does not is refused.
    private func passed(_ count: Int, _ body: () throws(Failure) -> Void) -> (count: Int, why: Failure?) {
        var (passed, why) = (0, Failure?.none)
        for _ in 1...count {
            do throws(Failure) {
                try body()
                passed += 1
            } catch { why = why ?? error }
        }
        return (passed, why)
    }

    @Test func `one account does not use up its workspace, and many do not use up another's`() {
        let limits = limits()
        var byCode: [String: Int] = [:]
        for member in 1...20 as ClosedRange<Int64> {
            let (_, why) = passed(1000) { () throws(Failure) in try limits.request(by: .member(member, .agent)) }
            byCode[why?.code ?? "", default: 0] += 1
        }

        #expect(byCode == ["limit.account": 10, "limit.workspace": 10])
        #expect(throws: Never.self) { try limits.request(by: .member(1, .agent, workspace: 2)) }
    }

    @Test func `a flooding device waits, and the others go on`() {
        let limits = limits()

        let (count, why) = passed(200) { () throws(Failure) in try limits.request(by: .visitor(1, inbox: inbox)) }

        #expect(count == 120)
        #expect(why?.code == "limit.device")
        #expect(why?.retryAfter == 1)
        #expect(throws: Never.self) { try limits.request(by: .visitor(2, inbox: inbox)) }
        clock.advance(by: .milliseconds(250))
        #expect(throws: Never.self) { try limits.request(by: .visitor(1, inbox: inbox)) }
    }

    @Test func `a device's messages are counted apart from what it reads`() {
        let limits = limits()

        let (count, why) = passed(100) { () throws(Failure) in try limits.message(by: .visitor(1, inbox: inbox)) }

        #expect(count == 60)
        #expect(why?.code == "limit.messages")
        #expect(throws: Never.self) { try limits.request(by: .visitor(1, inbox: inbox)) }
        #expect(throws: Never.self) { try limits.message(by: .visitor(2, inbox: inbox)) }
    }

    @Test func `a member's messages are requests of theirs`() {
        let limits = limits()
        _ = passed(600) { () throws(Failure) in try limits.request(by: .agent) }

        #expect(throws: Failure.self) { try limits.message(by: .agent) }
    }

    @Test func `a plan's calls are those of all the workspace's keys together`() {
        let limits = limits()
        func call(_ key: Principal) throws(Failure) { try limits.request(by: key, callsPerMinute: 10) }

        let first = passed(6) { () throws(Failure) in try call(key(1)) }
        let second = passed(6) { () throws(Failure) in try call(key(2)) }

        #expect((first.count, second.count) == (6, 4))
        #expect(second.why?.code == "limit.plan")
        #expect(second.why?.retryAfter == 6)
        #expect(throws: Never.self) { try call(key(1, workspace: 2)) }
        #expect(throws: Never.self) { try limits.request(by: .agent, callsPerMinute: 10) }
    }

    @Test func `a carrier's address holds thousands of customers, and few who sign in`() throws {
        let limits = limits()
        let network = try #require(IPAddress("203.0.113.7"))
        func ask(_ kind: EdgeLimits.Anonymous, _ count: Int) -> Int {
            passed(count) { () throws(Failure) in try limits.request(kind, from: network) }.count
        }

        #expect(ask(.widget, 7000) == 6000)
        #expect(ask(.visitor, 2000) == 1000)
        #expect(ask(.door, 100) == 60)
        #expect(ask(.account, 100) == 20)
        #expect(ask(.stranger, 1000) == 300)
    }

    @Test func `all of an IPv6 network is one`() throws {
        let limits = limits()
        func ask(_ address: String) throws(Failure) { try limits.request(.account, from: IPAddress(address)) }

        for number in 1...20 { try ask("2001:db8:0:1::\(number)") }

        let refused = #expect(throws: Failure.self) { try ask("2001:db8:0:1:ffff::") }
        #expect(refused?.code == "limit.network")
        #expect(throws: Never.self) { try ask("2001:db8:0:2::1") }
    }

    @Test func `a secret that turned out to be somebody's does not count`() throws {
        let limits = limits()
        let network = IPAddress("203.0.113.7")

        for _ in 1...1000 {
            try limits.request(.stranger, from: network)
            limits.giveBack(.stranger, from: network)
        }
    }

    @Test func `without limits everything`() {
        let limits = limits(isOn: false)

        #expect(passed(10_000) { () throws(Failure) in try limits.request(by: .agent) }.count == 10_000)
        #expect(
            passed(1000) { () throws(Failure) in try limits.message(by: .visitor(1, inbox: inbox)) }.count == 1000)
        #expect(passed(1000) { () throws(Failure) in try limits.request(.account, from: nil) }.count == 1000)
    }
}
