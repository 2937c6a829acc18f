import Testing
import WireModel

@testable import Identity

struct MemberRulesTests {
    private func member(_ role: Role, _ inboxes: InboxAccess = .all) -> Member {
        Member(
            id: MemberID(rawValue: 7), name: "Omar", email: "omar@example.com", role: role, inboxes: inboxes,
            language: .arabic, joinedAt: Timestamp(milliseconds: 0))
    }

    /// Who may turn whom into what, by role alone.
    @Test(arguments: Role.builtIn, Role.builtIn)
    func `an owner does everything, an admin nothing with owners`(actor: Role, target: Role) throws {
        let actor = Rights(actor)
        let manages = actor.role == .owner || actor.role == .admin && target != .owner

        let mayManage = (try? AppointmentRules.requireMayManage(actor, Rights(target))) != nil
        let mayGive = (try? AppointmentRules.requireMayGive(actor, Rights(target))) != nil

        if manages || target == .owner || target == .admin {
            #expect(mayManage == manages)
            #expect(mayGive == manages)
        } else {
            // Whether they may manage at all is a permission; here only nobody gives more than they have.
            #expect(mayGive == actor.covers(Rights(target)))
        }
    }

    @Test func `nobody gives an inbox that they do not see`() {
        let inbox = InboxID(rawValue: 3)
        let few = Rights(.agent, inboxes: .only([inbox]))

        #expect(throws: Failure.escalation) { try AppointmentRules.requireMayGive(few, Rights(.agent)) }
        #expect(throws: Never.self) {
            try AppointmentRules.requireMayGive(few, Rights(.light, inboxes: .only([inbox])))
        }
        // Whoever sees everything may give every inbox, whatever they were granted.
        let admin = Rights(.admin, inboxes: .only([]))
        #expect(throws: Never.self) { try AppointmentRules.requireMayGive(admin, Rights(.agent)) }
    }

    @Test func `what a change leaves out stays`() throws {
        let inbox = InboxID(rawValue: 3)
        let agent = member(.agent, .only([inbox]))

        #expect(try MemberRules.changed(agent, by: MemberChange()) == agent)
        #expect(try MemberRules.changed(agent, by: MemberChange(role: .admin)).inboxes == .only([inbox]))
        #expect(try MemberRules.changed(agent, by: MemberChange(inboxes: .all)).role == .agent)
    }

    @Test func `an owner sees every inbox`() throws {
        let inbox = InboxID(rawValue: 3)

        let promoted = try MemberRules.changed(
            member(.agent, .only([inbox])), by: MemberChange(role: .owner))

        #expect(promoted.inboxes == .all)
        #expect(throws: Failure.invalid("inboxes", "invalid", "An owner sees every inbox.")) {
            try MemberRules.changed(member(.owner), by: MemberChange(inboxes: .only([inbox])))
        }
    }

    @Test func `inboxes are kept once each, and 200 of them at most`() throws {
        let ids = (1...201).map { InboxID(rawValue: $0) }

        #expect(try MemberRules.access(.only([ids[1], ids[0], ids[1]])) == .only([ids[0], ids[1]]))
        #expect(try MemberRules.access(.only([])) == .only([]))
        #expect(code { try MemberRules.access(.only(Array(ids.prefix(200)))) } == nil)
        #expect(code { try MemberRules.access(.only(ids)) } == "tooLong")
        #expect(code { try MemberRules.access(.only(Array(repeating: ids[0], count: 201))) } == "tooLong")
    }

    @Test func `teams and their members are kept once each, and so many are named at most`() throws {
        let (team, other) = (TeamID(rawValue: 2), TeamID(rawValue: 1))
        let member = MemberID(rawValue: 1)

        #expect(try TeamRules.teams([team, other, team]) == [other, team])
        #expect(try TeamRules.members([member, member]) == [member])
        #expect(code { try TeamRules.teams(Array(repeating: team, count: 51)) } == "tooLong")
        #expect(code { try TeamRules.members(Array(repeating: member, count: 501)) } == "tooLong")
    }
}

struct SessionLifeTests {
    private let start = Timestamp("2026-01-10T12:00:00Z")!

    @Test func `a session ends 14 days after its last use, and 90 days after it began`() {
        #expect(SessionLife.expiry(createdAt: start, usedAt: start) == start + .days(14))
        #expect(SessionLife.expiry(createdAt: start, usedAt: start + .days(70)) == start + .days(84))
        #expect(SessionLife.expiry(createdAt: start, usedAt: start + .days(80)) == start + .days(90))
    }

    @Test func `a use is written down hourly`() {
        #expect(!SessionLife.needsTouch(usedAt: start, now: start + .seconds(3599)))
        #expect(SessionLife.needsTouch(usedAt: start, now: start + .seconds(3600)))
    }
}
