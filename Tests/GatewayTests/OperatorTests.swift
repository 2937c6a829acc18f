import HTTP
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Gateway

struct OperatorTests {
    private static let key = "the operator's key of every test, long"
    private static let settings = ["MAJLIS_OPERATOR_KEY": key]

    @Test func `without a key there are no such routes`() async throws {
        try await House.open { house in
            for path in ["/plans", "/workspaces/\(WorkspaceID(rawValue: 1))/plan"] {
                let answer = try await house.gateway.call(
                    .get, "/api/v1/operator\(path)", headers: ["Authorization": "Bearer \(Self.key)"])

                #expect((answer.status, answer.code) == (.notFound, "route.notFound"))
            }
        }
    }

    @Test func `nobody gets in without the key, the owner of a workspace neither`() async throws {
        try await House.open(settings: Self.settings) { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let path = "/workspaces/\(owner.session!.workspace.id)/plan"
            for header in ["Bearer x", "Bearer ", "Bearer \(Self.key)x", "Basic \(Self.key)"] {
                let answer = try await house.gateway.call(
                    .put, "/api/v1/operator\(path)", body: PlanAssignment(plan: "free"),
                    headers: ["Authorization": header])

                #expect((answer.status, answer.code) == (.unauthorized, "operator.wrong"))
            }

            let answer = try await owner.call(.put, "/operator\(path)", body: PlanAssignment(plan: "free"))

            #expect((answer.status, answer.code) == (.unauthorized, "operator.wrong"))
        }
    }

    @Test func `the operator puts a workspace on a plan, which holds at once`() async throws {
        try await House.open(settings: Self.settings) { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let workspace = owner.session!.workspace.id
            let headers: Headers = ["Authorization": "Bearer \(Self.key)"]
            let draft = APIKeyDraft(name: "CRM", role: .admin)
            let secret = try await owner.call(.post, "/api-keys", body: draft).decode(APIKeyGrant.self).secret
            func ask() async throws -> TestAnswer {
                try await house.gateway.call(
                    .get, "/api/v1/workspace", headers: ["Authorization": "Bearer \(secret)"])
            }
            #expect(try await ask().decode(Workspace.self).plan == .unlimited)

            let plans = try await house.gateway.call(.get, "/api/v1/operator/plans", headers: headers)
                .decode(Page<Plan>.self)
            let changed = try await house.gateway.call(
                .put, "/api/v1/operator/workspaces/\(workspace)/plan", body: PlanAssignment(plan: "free"),
                headers: headers)

            #expect(plans.items == [.free, .unlimited])
            #expect(try changed.decode(Workspace.self).plan == .free)
            // Sixty calls a minute by all keys together; how many were made before the gateway heard is not told.
            try await eventually("the calls are used up") { try await ask().code == "limit.plan" }
            #expect(try await owner.call(.get, "/workspace").status == .ok)
            house.clock.advance(by: .seconds(60))
            #expect(try await ask().status == .ok)
        }
    }

    @Test func `a short key keeps the gateway from starting`() {
        #expect(throws: ConfigurationFault.self) {
            try GatewaySettings(Configuration(["MAJLIS_OPERATOR_KEY": String(repeating: "k", count: 31)]))
        }
    }

    @Test func `an export of the audit log is passed on with its name`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)

            let answer = try await owner.call(.get, "/audit/export")

            #expect(answer.headers["Content-Disposition"] == "attachment; filename=\"audit.csv\"")
            #expect(answer.headers["Content-Type"] == "text/csv; charset=utf-8")
            let entries = try await owner.call(.get, "/audit").decode(Page<AuditEntry>.self).items
            #expect(entries.map(\.action) == [.auditExported, .workspaceCreated])
            #expect(entries.map(\.address) == ["127.0.0.1", "127.0.0.1"])
        }
    }
}
