import HTTP
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Identity

struct PlanTests {
    private static let free = ["MAJLIS_DEFAULT_PLAN": "free"]

    @Test func `a workspace carries its plan, which has no limit unless the operator says otherwise`() async throws {
        try await Harness.run { harness in
            let workspace = try await harness.signUp().session.workspace
            #expect(workspace.plan == .unlimited)
        }
        try await Harness.run(settings: Self.free) { harness in
            let grant = try await harness.signUp()

            #expect(grant.session.workspace.plan == .free)
            let owner = try await harness.principal(grant)
            #expect(try await harness.call(.get, "/v1/workspace", as: owner).decoded(as: Workspace.self).plan == .free)
        }
    }

    @Test func `whoever accepts an invitation past the limit is told which, and nothing is used up`() async throws {
        try await Harness.run(settings: Self.free) { harness in
            let owner = try await harness.owner()
            _ = try await harness.member(invitedBy: owner, "omar@example.com")
            let invitation = try await harness.invite(by: owner)

            let refused = try await harness.accept(invitation.token, email: "huda@example.com")

            #expect((refused.status, refused.code) == (403, "plan.members"))
            #expect(refused.text.contains("free") && refused.text.contains("2"))
            #expect(try await harness.setPlan("unlimited", of: owner.workspace).status == 200)
            #expect(try await harness.accept(invitation.token, email: "huda@example.com").status == 201)
        }
    }

    @Test func `of two who accept at the same moment, one gets the last place`() async throws {
        try await Harness.run(settings: Self.free) { harness in
            let owner = try await harness.owner()
            let first = try await harness.invite(by: owner)
            let second = try await harness.invite(by: owner)

            async let one = harness.accept(first.token, email: "omar@example.com")
            async let other = harness.accept(second.token, email: "huda@example.com")
            let answers = try await [one, other]

            #expect(answers.map(\.status).sorted() == [201, 403])
            #expect(answers.filter { $0.status == 403 }.map(\.code) == ["plan.members"])
            let page: Page<Member> = try await harness.call(.get, "/v1/members", as: owner).decoded()
            #expect(page.items.count == 2)
        }
    }

    @Test func `who is deactivated leaves a place, and comes back only into a free one`() async throws {
        try await Harness.run(settings: Self.free) { harness in
            let owner = try await harness.owner()
            let omar = try await harness.member(invitedBy: owner, "omar@example.com").member!
            _ = try await harness.call(.patch, "/v1/members/\(omar)", sending: MemberChange(active: false), as: owner)
            let huda = try await harness.member(invitedBy: owner, "huda@example.com").member!
            let back = MemberChange(active: true)

            let refused = try await harness.call(.patch, "/v1/members/\(omar)", sending: back, as: owner)
            _ = try await harness.call(.delete, "/v1/members/\(huda)", as: owner)
            let admitted = try await harness.call(.patch, "/v1/members/\(omar)", sending: back, as: owner)

            #expect((refused.status, refused.code) == (403, "plan.members"))
            #expect(admitted.status == 200)
        }
    }

    @Test func `a smaller plan takes nobody away, and those who are there can still be changed`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let omar = try await harness.member(invitedBy: owner, "omar@example.com").member!
            let huda = try await harness.member(invitedBy: owner, "huda@example.com")

            #expect(try await harness.setPlan("free", of: owner.workspace).status == 200)

            let change = MemberChange(role: .light)
            #expect(try await harness.call(.patch, "/v1/members/\(omar)", sending: change, as: owner).status == 200)
            #expect(try await harness.call(.get, "/v1/members", as: huda).status == 200)
        }
    }

    @Test func `the operator's change is told, and written down`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()

            let workspace: Workspace = try await harness.setPlan("free", of: owner.workspace).decoded()

            #expect(workspace.plan == .free)
            let event = try await harness.events(of: owner.workspace).last
            #expect(event?.type == .workspaceChanged)
            #expect(try event?.data(as: Workspace.self) == workspace)
            let entry = try await harness.audit(as: owner)[0]
            #expect((entry.action, entry.actor) == (.planChanged, .system))
            #expect(entry.details == ["plan": "unlimited → free"])
            #expect(try await harness.setPlan("gold", of: owner.workspace).fields == ["plan unknown"])
            #expect(try await harness.setPlan("free", of: WorkspaceID(rawValue: 9)).code == "workspace.notFound")
        }
    }

    @Test func `a key is resolved with what its workspace may call`() async throws {
        try await Harness.run(settings: Self.free) { harness in
            let owner = try await harness.owner()
            let key: APIKeyGrant = try await harness.call(
                .post, "/v1/api-keys", sending: APIKeyDraft(name: "CRM", role: .agent), as: owner
            ).decoded()

            let free: ResolvedPrincipal = try await harness.resolveKey(key.secret).decoded()
            _ = try await harness.setPlan("unlimited", of: owner.workspace)
            let unlimited: ResolvedPrincipal = try await harness.resolveKey(key.secret).decoded()

            #expect((free.callsPerMinute, unlimited.callsPerMinute) == (60, nil))
        }
    }

    @Test func `plans come from the operator's file, and a limit that changed is told at the next start`() async throws
    {
        let folder = TemporaryFolder()
        let file = folder.write(#"[{"name": "team", "members": 5}]"#, to: "plans.json")
        let settings = ["MAJLIS_PLANS": file, "MAJLIS_DEFAULT_PLAN": "team"]
        var workspace = WorkspaceID(rawValue: 1)
        try await Harness.run(settings: settings, folder: folder) { harness in
            workspace = try await harness.signUp().session.workspace.id
            let plans: Page<Plan> = try await harness.call(.get, "/internal/plans").decoded()
            #expect(plans.items == [.free, Plan(name: "team", members: 5), .unlimited])
        }
        _ = folder.write(#"[{"name": "team", "members": 7, "callsPerMinute": 10}]"#, to: "plans.json")

        try await Harness.run(settings: settings, folder: folder) { harness in
            let event = try await harness.events(of: workspace).last

            #expect(event?.type == .workspaceChanged)
            let plan = try event?.data(as: Workspace.self).plan
            #expect(plan == Plan(name: "team", members: 7, callsPerMinute: 10))
        }
        await #expect(throws: ConfigurationFault.self) {
            try await Harness.run(folder: folder) { _ in }
        }
    }

    @Test(arguments: [
        "", "{}", "[{}]", #"[{"name": ""}]"#, #"[{"name": "a b"}]"#, #"[{"name": "a", "members": 0}]"#,
        #"[{"name": "a", "storageBytes": -1}]"#, #"[{"name": "a"}, {"name": "a"}]"#, #"[{"name": "a", "seats": 3}]"#,
    ])
    func `a file that holds no plans keeps the service from starting`(text: String) throws {
        let folder = TemporaryFolder()
        let settings = ["MAJLIS_PLANS": folder.write(text, to: "plans.json")]

        let fault = #expect(throws: ConfigurationFault.self) { try PlanSettings(Configuration(settings)) }

        #expect(fault?.description.lowercased().contains("plans") ?? false)
    }

    @Test func `a default plan must be one of the plans`() {
        #expect(throws: ConfigurationFault.self) {
            try PlanSettings(Configuration(["MAJLIS_DEFAULT_PLAN": "gold"]))
        }
    }
}

extension Harness {
    func setPlan(_ name: String, of workspace: WorkspaceID) async throws -> Answer {
        try await call(.put, "/internal/workspaces/\(workspace)/plan", sending: PlanAssignment(plan: name))
    }
}
