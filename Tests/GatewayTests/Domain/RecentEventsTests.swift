import JSON
import TestKit
import Testing
import WireModel

@testable import Gateway

@Suite struct `The events of the last minutes` {
    private let recent = RecentEvents()

    @Test func `hold what came after the head of the first connection`() {
        recent.connected(epoch: "e", head: 5)
        recent.append([event(6), event(7)])

        #expect(missed(after: 5, upTo: 7) == [6, 7])
        #expect(missed(after: 6, upTo: 7) == [7])
        #expect(missed(after: 5, upTo: 6) == [6])
        #expect(missed(after: 7, upTo: 7) == [])
        #expect(missed(after: 4, upTo: 7) == nil)
    }

    @Test func `begin anew with another log`() {
        recent.connected(epoch: "e", head: 0)
        recent.append([event(1)])
        recent.connected(epoch: "f", head: 9)

        #expect(missed(after: 0, upTo: 9) == nil)
        #expect(missed(after: 9, upTo: 9) == [])
    }

    @Test func `survive a break of the connection`() {
        recent.connected(epoch: "e", head: 0)
        recent.append([event(1)])
        recent.connected(epoch: "e", head: 3)

        #expect(missed(after: 0, upTo: 1) == [1])
    }

    @Test func `forget the older half when they are too many, and say so`() {
        recent.connected(epoch: "e", head: 0)
        for seq in 1...Int64(RecentEvents.countLimit + 1) { recent.append([event(seq)]) }

        let half = Int64(RecentEvents.countLimit + 1) / 2
        #expect(missed(after: half - 1, upTo: .max) == nil)
        #expect(missed(after: half, upTo: .max)?.first == half + 1)
        #expect(missed(after: half, upTo: .max)?.last == Int64(RecentEvents.countLimit + 1))
    }

    @Test func `keep nothing ephemeral, and give nobody what is not theirs`() {
        recent.connected(epoch: "e", head: 0)
        recent.append([event(1), event(nil), event(2, audience: .agents), event(3, workspace: 2), event(4)])

        #expect(missed(after: 0, upTo: 9) == [1, 2, 4])
        #expect(missed(after: 0, upTo: 9, by: .visitor(20, inbox: InboxID(rawValue: 10))) == [1, 4])
    }

    private func missed(after: Int64, upTo last: Int64, by principal: Principal = .owner) -> [Int64]? {
        recent.missed(after: after, upTo: last, by: principal)?.compactMap(\.line.seq)
    }

    private func event(_ seq: Int64?, audience: Event.Audience = .everyone, workspace: Int64 = 1) -> OutboundEvent {
        let event = Event(
            log: .conversations, seq: seq, type: .messageCreated, audience: audience,
            workspace: WorkspaceID(rawValue: workspace), inbox: InboxID(rawValue: 10), visitor: VisitorID(rawValue: 20),
            at: TestClock().now, data: RawJSON(bytes: Array("{}".utf8)))
        return OutboundEvent(try! EventLine(try! JSON.encode(event)))
    }
}
