import Testing
import WireModel

@testable import Conversations

struct AssignmentRulesTests {
    private let now = Timestamp(milliseconds: 1_000_000_000)

    private func candidate(_ member: Int64, load: Int = 0, awayMinutes: Int? = nil) -> Candidate {
        Candidate(
            member: MemberID(rawValue: member), load: load, awaySince: awayMinutes.map { now + .seconds(-60 * $0) })
    }

    private func choose(
        _ assignment: InboxAssignment, _ candidates: [Candidate], after last: Int64? = nil, served: Int64? = nil
    ) -> String {
        let choice = assignment.choose(
            among: candidates, after: last.map { MemberID(rawValue: $0) },
            served: served.map { MemberID(rawValue: $0) },
            at: now)
        return choice.map { "\($0.member.rawValue) \($0.reason.rawValue)" } ?? "nobody"
    }

    @Test func `nobody is chosen where people choose`() {
        let all = [candidate(1), candidate(2)]

        #expect(choose(.byHand, all) == "nobody")
        #expect(choose(InboxAssignment(strategy: .manual, sticky: true), all, served: 2) == "nobody")
    }

    @Test(
        arguments: [
            (nil, "1 roundRobin"), (1, "3 roundRobin"), (2, "3 roundRobin"), (3, "5 roundRobin"), (5, "1 roundRobin"),
            (9, "1 roundRobin"),
        ] as [(Int64?, String)])
    func `the turn goes round in the order of the members, whoever left meanwhile`(last: Int64?, expected: String) {
        let all = [candidate(5), candidate(1), candidate(3, load: 9)]

        #expect(choose(InboxAssignment(strategy: .roundRobin), all, after: last) == expected)
    }

    @Test func `the least loaded gets it, among equals whose turn it is`() {
        let all = [candidate(1, load: 2), candidate(2, load: 1), candidate(3, load: 1), candidate(4, load: 3)]
        let assignment = InboxAssignment(strategy: .leastLoaded)

        #expect(choose(assignment, all) == "2 leastLoaded")
        #expect(choose(assignment, all, after: 2) == "3 leastLoaded")
        #expect(choose(assignment, all, after: 3) == "2 leastLoaded")
    }

    @Test(arguments: [InboxAssignment.Strategy.roundRobin, .leastLoaded], [true, false])
    func `nobody is given more than the cap`(strategy: InboxAssignment.Strategy, sticky: Bool) {
        let assignment = InboxAssignment(strategy: strategy, cap: 2, sticky: sticky)

        #expect(
            choose(assignment, [candidate(1, load: 2), candidate(2, load: 1)], served: 1) == "2 \(strategy.rawValue)")
        #expect(choose(assignment, [candidate(1, load: 2), candidate(2, load: 3)], served: 1) == "nobody")
    }

    @Test(arguments: [InboxAssignment.Strategy.roundRobin, .leastLoaded], [true, false])
    func `only those who are there, where that is asked`(strategy: InboxAssignment.Strategy, sticky: Bool) {
        let all = [candidate(1, awayMinutes: 1), candidate(2, load: 1)]
        let online = InboxAssignment(strategy: strategy, onlineOnly: true, sticky: sticky)
        let anybody = InboxAssignment(strategy: strategy, sticky: sticky)

        #expect(choose(online, all, served: 1) == "2 \(strategy.rawValue)")
        #expect(choose(online, [all[0]], served: 1) == "nobody")
        #expect(choose(anybody, all, served: 1) == (sticky ? "1 sticky" : "1 \(strategy.rawValue)"))
    }

    @Test(arguments: [InboxAssignment.Strategy.roundRobin, .leastLoaded])
    func `nothing goes to who has been away for as long as it would go back`(strategy: InboxAssignment.Strategy) {
        let assignment = InboxAssignment(strategy: strategy, sticky: true, awayMinutes: 10)

        #expect(
            choose(assignment, [candidate(1, awayMinutes: 10), candidate(2)], served: 1) == "2 \(strategy.rawValue)")
        #expect(choose(assignment, [candidate(1, awayMinutes: 9), candidate(2)], served: 1) == "1 sticky")
        #expect(choose(assignment, [candidate(1, awayMinutes: 10)]) == "nobody")
    }

    @Test func `a customer goes to whom they know, who is one of those it could go to`() {
        let all = [candidate(1), candidate(2), candidate(3, load: 5)]
        let sticky = InboxAssignment(strategy: .leastLoaded, sticky: true)

        #expect(choose(sticky, all, served: 3) == "3 sticky")
        #expect(choose(sticky, all, served: 4) == "1 leastLoaded")
        #expect(choose(sticky, all) == "1 leastLoaded")
        #expect(choose(InboxAssignment(strategy: .leastLoaded), all, served: 3) == "1 leastLoaded")
    }

    @Test func `the choice says what it was made by`() {
        let all = [candidate(1, load: 2), candidate(2, load: 7), candidate(3, load: 9)]

        let choice = InboxAssignment(strategy: .leastLoaded, cap: 8).choose(
            among: all, after: nil, served: nil, at: now)

        #expect(
            choice
                == AssignmentChoice(member: MemberID(rawValue: 1), reason: .leastLoaded, load: 2, candidates: 2))
    }
}

struct AttendanceTests {
    private let start = Timestamp(milliseconds: 1_000_000_000)
    private let workspace = WorkspaceID(rawValue: 1)
    private let member = MemberID(rawValue: 7)
    private let lease = Duration.seconds(PresenceLease.leaseSeconds)

    private func awaySince(_ attendance: Attendance, at now: Timestamp) -> Timestamp? {
        attendance.awaySince(member, in: workspace, at: now)
    }

    @Test func `who was never heard of is away since the start`() {
        #expect(awaySince(Attendance(since: start), at: start + .seconds(99)) == start)
    }

    @Test func `who came is there until the lease ends, and away since then`() {
        var attendance = Attendance(since: start)

        let hasCome = attendance.hear(PresenceLease(gateway: "a", members: [member]), in: workspace, at: start)
        let again = attendance.hear(
            PresenceLease(gateway: "a", members: [member]), in: workspace, at: start + .seconds(15))

        #expect(hasCome && !again)
        #expect(awaySince(attendance, at: start + .seconds(59)) == nil)
        #expect(awaySince(attendance, at: start + .seconds(60)) == start + .seconds(60))
        #expect(awaySince(attendance, at: start + .seconds(500)) == start + .seconds(60))
        #expect(attendance.awaySince(member, in: WorkspaceID(rawValue: 2), at: start + .seconds(20)) == start)
    }

    @Test func `who leaves one gateway is there while another says so`() {
        var attendance = Attendance(since: start)
        _ = attendance.hear(PresenceLease(gateway: "a", members: [member]), in: workspace, at: start)
        _ = attendance.hear(PresenceLease(gateway: "b", members: [member]), in: workspace, at: start)

        _ = attendance.hear(PresenceLease(gateway: "a", goneMembers: [member]), in: workspace, at: start + .seconds(5))
        #expect(awaySince(attendance, at: start + .seconds(5)) == nil)

        _ = attendance.hear(PresenceLease(gateway: "b", goneMembers: [member]), in: workspace, at: start + .seconds(9))
        #expect(awaySince(attendance, at: start + .seconds(30)) == start + .seconds(9))
    }

    @Test func `who has been away longer than anybody asks about is forgotten, and away all the same`() {
        var attendance = Attendance(since: start)
        _ = attendance.hear(PresenceLease(gateway: "a", members: [member]), in: workspace, at: start)
        let later = start + lease + .seconds(InboxAssignment.awayLimitMinutes * 60 + 1)

        attendance.forget(at: later)

        #expect(awaySince(attendance, at: later) == start)
    }
}
