import HTTP
import JSON
import TestKit
import Testing
import WireModel

@testable import Identity

struct MemberTests {
    @Test func `members are listed in the order they joined, a page at a time`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            for number in 1...4 { _ = try await harness.member(invitedBy: owner, "agent\(number)@example.com") }

            let all: Page<Member> = try await harness.call(.get, "/v1/members", as: owner).decoded()
            let first: Page<Member> = try await harness.call(.get, "/v1/members?limit=3", as: owner).decoded()
            let rest: Page<Member> = try await harness.call(
                .get, "/v1/members?limit=3&cursor=\(first.nextCursor ?? "")", as: owner
            ).decoded()

            #expect(all.items.map(\.email).first == "sara@example.com")
            #expect(all.items.count == 5)
            #expect(all.nextCursor == nil)
            #expect(first.items + rest.items == all.items)
            #expect(first.items.count == 3)
            #expect(rest.nextCursor == nil)
        }
    }

    @Test func `a member changes role and inboxes, and everybody hears of it`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let omar = try await harness.member(invitedBy: owner, "omar@example.com")
            let inbox = InboxID(rawValue: 77)
            let change = MemberChange(role: .admin, inboxes: .only([inbox]))

            let answer = try await harness.call(.patch, "/v1/members/\(omar.member!)", sending: change, as: owner)
            let member: Member = try answer.decoded()

            #expect(answer.status == 200)
            #expect(member.role == .admin)
            #expect(member.inboxes == .only([inbox]))
            #expect(try await harness.call(.get, "/v1/members/\(omar.member!)", as: owner).decoded() == member)
            let last = try await harness.events(of: owner.workspace).suffix(2)
            #expect(last.map(\.type) == [.memberChanged, .rightsChanged])
            #expect(last.map(\.audience) == [.agents, .services])
            #expect(try last.first?.data(as: Member.self) == member)
        }
    }

    @Test func `a change that changes nothing is no event`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let omar = try await harness.member(invitedBy: owner, "omar@example.com")
            let before = try await harness.events(of: owner.workspace).count

            let answer = try await harness.call(.patch, "/v1/members/\(omar.member!)", #"{"role":"agent"}"#, as: owner)

            #expect(answer.status == 200)
            #expect(try await harness.events(of: owner.workspace).count == before)
        }
    }

    @Test func `a removed member's sessions end, and the seat is free for them to come back`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let invitation = try await harness.invite(by: owner)
            let grant: SessionGrant = try await harness.accept(invitation.token, email: "omar@example.com").decoded()
            let second: SessionGrant = try await harness.signIn("omar@example.com").decoded()
            let id = grant.session.member.id
            let before = try await harness.events(of: owner.workspace).last?.seq ?? 0

            #expect(try await harness.call(.delete, "/v1/members/\(id)", as: owner).status == 204)

            #expect(try await harness.resolve(grant.token).status == 401)
            #expect(try await harness.resolve(second.token).status == 401)
            #expect(try await harness.call(.get, "/v1/members/\(id)", as: owner).code == "member.notFound")
            let left: Page<Member> = try await harness.call(.get, "/v1/members", as: owner).decoded()
            #expect(left.items.map(\.id) == [owner.member])
            #expect(try await harness.call(.delete, "/v1/members/\(id)", as: owner).code == "member.notFound")
            let events = try await harness.events(of: owner.workspace, after: before)
            #expect(events.map(\.type) == [.memberRemoved, .memberEnded, .sessionEnded, .sessionEnded])
            #expect(try events[0].data(as: MemberReference.self).member == id)
            let ended = try events.dropFirst(2).map { try $0.data(as: SessionReference.self).session }
            #expect(Set(ended) == [grant.session.id, second.session.id])

            let back = try await harness.member(invitedBy: owner, "omar@example.com")
            #expect(back.member != id)
        }
    }

    @Test func `the assertion of somebody just removed changes nothing any more`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let admin = try await harness.member(invitedBy: owner, "omar@example.com", role: .admin)
            _ = try await harness.call(.delete, "/v1/members/\(admin.member!)", as: owner)

            let draft = InvitationDraft(role: .admin, inboxes: .all)
            #expect(try await harness.call(.post, "/v1/invitations", sending: draft, as: admin).status == 401)
            let key = APIKeyDraft(name: "back door", role: .admin)
            #expect(try await harness.call(.post, "/v1/api-keys", sending: key, as: admin).status == 401)
            #expect(try await harness.call(.patch, "/v1/workspace", #"{"name":"x"}"#, as: admin).status == 401)
        }
    }

    @Test func `the assertion of an admin just made an agent is an agent's`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let admin = try await harness.member(invitedBy: owner, "omar@example.com", role: .admin)
            let demotion = MemberChange(role: .agent)
            _ = try await harness.call(.patch, "/v1/members/\(admin.member!)", sending: demotion, as: owner)

            let back = MemberChange(role: .admin)
            let draft = InvitationDraft(role: .admin, inboxes: .all)
            let key = APIKeyDraft(name: "back door", role: .admin)
            let answers = [
                try await harness.call(.patch, "/v1/members/\(admin.member!)", sending: back, as: admin),
                try await harness.call(.post, "/v1/invitations", sending: draft, as: admin),
                try await harness.call(.post, "/v1/api-keys", sending: key, as: admin),
            ]

            #expect(answers.map(\.status) == [403, 403, 403])
        }
    }

    @Test func `the last owner stays an owner and stays`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            _ = try await harness.member(invitedBy: owner, "omar@example.com", role: .admin)
            let path = "/v1/members/\(owner.member!)"

            let demoted = try await harness.call(.patch, path, sending: MemberChange(role: .admin), as: owner)
            let removed = try await harness.call(.delete, path, as: owner)

            #expect(demoted.status == 409)
            #expect(demoted.code == "member.lastOwner")
            #expect(removed.code == "member.lastOwner")
            #expect(try await harness.call(.get, path, as: owner).decoded(as: Member.self).role == .owner)
        }
    }

    @Test(arguments: [true, false])
    func `two owners who put each other out at once leave one`(byRemoval: Bool) async throws {
        try await Harness.run { harness in
            let sara = try await harness.owner()
            let omar = try await harness.member(invitedBy: sara, "omar@example.com", role: .admin)
            _ = try await harness.call(
                .patch, "/v1/members/\(omar.member!)", sending: MemberChange(role: .owner), as: sara)
            let putOut: @Sendable (Principal, Principal) async throws -> Int = { target, actor in
                let path = "/v1/members/\(target.member!)"
                guard !byRemoval else { return try await harness.call(.delete, path, as: actor).status }
                return try await harness.call(.patch, path, sending: MemberChange(role: .admin), as: actor).status
            }

            async let first = putOut(omar, sara)
            async let second = putOut(sara, omar)
            let succeeded = try await [first, second].filter { $0 < 300 }

            #expect(succeeded.count == 1)
            let members: Page<Member> = try await harness.call(.get, "/v1/members", as: sara).decoded()
            #expect(members.items.filter { $0.role == .owner }.count == 1)
        }
    }

    @Test func `two owners who leave at once leave one behind`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.owner()
            let omar = try await harness.member(invitedBy: sara, "omar@example.com", role: .admin)
            _ = try await harness.call(
                .patch, "/v1/members/\(omar.member!)", sending: MemberChange(role: .owner), as: sara)

            async let first = harness.call(.delete, "/v1/members/\(sara.member!)", as: sara)
            async let second = harness.call(.delete, "/v1/members/\(omar.member!)", as: omar)
            let answers = try await [first, second].map { $0.status == 204 ? "gone" : $0.code }.sorted()

            #expect(answers == ["gone", "member.lastOwner"])
        }
    }
}
