import HTTP
import Server
import ServiceKit
import TestKit
import WireModel

@testable import Conversations
@testable import Identity

/// A workspace on a plan with an owner and an inbox, and the two services that know it.
struct Shop {
    var service: TestService<Conversations>
    var identity: TestService<Identity>
    var owner: Principal
    var inbox: Inbox

    var number: Int64 { owner.workspace.rawValue }
    var clock: TestClock { service.clock }

    func usage() async throws -> ConversationUsage {
        try await service.call(.get, "/internal/workspaces/\(owner.workspace)/usage").decode(ConversationUsage.self)
    }

    func inboxEntries() async throws -> [AuditEntry] {
        try await identity.call(.get, "/v1/audit?action=inbox.", as: owner).decode(Page<AuditEntry>.self).items
    }
}

/// Conversations beside a real identity, which follow each other: a workspace on `plan` with an owner and an inbox.
func withShop(
    _ plan: String, conversationsFolder: TemporaryFolder = TemporaryFolder(), _ body: (Shop) async throws -> Void
) async throws {
    let port = ReservedPort()
    let folder = TemporaryFolder()
    let clock = TestClock()
    let settings = [
        "MAJLIS_PLANS": folder.write("[\(plan)]", to: "plans.json"), "MAJLIS_DEFAULT_PLAN": "small",
        "MAJLIS_CONVERSATIONS_URL": port.address,
    ]
    try await TestService.start(Identity.self, settings: settings, clock: clock, folder: folder) { identity in
        let peers = ["MAJLIS_IDENTITY_URL": identity.address]
        try await TestService.start(
            Conversations.self, settings: peers, clock: clock, folder: conversationsFolder, port: port.number
        ) { service in
            let owner = try await identity.owner()
            let inbox = try await service.inbox("Sales", as: owner)
            let plans = service.program.conversations.plans
            let limited = try await identity.call(.get, "/v1/workspace", as: owner).decode(Workspace.self).plan
            try await eventually("the plan is known") {
                plans.plan(of: owner.workspace) == (limited.isLimited ? limited : nil)
            }
            try await body(Shop(service: service, identity: identity, owner: owner, inbox: inbox))
        }
    }
}

extension TestService where Program == Identity {
    fileprivate func owner() async throws -> Principal {
        let form = SignUp(
            workspaceName: "Shop", name: "Owner", email: "owner@example.com", password: "a long password",
            language: .arabic)
        let session = try await call(.post, "/internal/sign-up", body: form).decode(SessionGrant.self).session
        var owner = Principal.member(session.member.id.rawValue, .owner, workspace: session.workspace.id.rawValue)
        owner.name = "Owner"
        return owner
    }
}
