import HTTP
import JSON
import TestKit
import Testing
import WireModel

@testable import Identity

struct WorkspaceTests {
    @Test func `a workspace is renamed, and everybody hears of it`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let change = WorkspaceChange(name: " تمور ", language: .english, timeZone: "Africa/Cairo")

            let answer = try await harness.call(.patch, "/v1/workspace", sending: change, as: owner)
            let workspace: Workspace = try answer.decoded()

            #expect(workspace.name == "تمور")
            #expect(workspace.language == .english)
            #expect(workspace.timeZone == "Africa/Cairo")
            #expect(try await harness.call(.get, "/v1/workspace", as: owner).decoded() == workspace)
            let last = try await harness.events(of: owner.workspace).last
            #expect(last?.type == .workspaceChanged)
            #expect(try last?.data(as: Workspace.self) == workspace)
        }
    }

    @Test func `what a change leaves out stays, and no change is no event`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let before: Workspace = try await harness.call(.get, "/v1/workspace", as: owner).decoded()
            let events = try await harness.events(of: owner.workspace).count

            for body in ["{}", #"{"name":null}"#, #"{"name":"Dates & Co"}"#] {
                #expect(try await harness.call(.patch, "/v1/workspace", body, as: owner).decoded() == before)
            }
            #expect(try await harness.events(of: owner.workspace).count == events)
        }
    }

    @Test func `every field that is wrong is named`() async throws {
        try await Harness.run { harness in
            let change = WorkspaceChange(name: String(repeating: "a", count: 81), timeZone: "Mars/Olympus")

            let answer = try await harness.call(.patch, "/v1/workspace", sending: change, as: try await harness.owner())

            #expect(answer.status == 422)
            #expect(answer.fields == ["name tooLong", "timeZone unknown"])
        }
    }

    @Test func `services read a workspace and its members by their ids`() async throws {
        try await Harness.run { harness in
            let grant = try await harness.signUp()
            let workspace = grant.session.workspace
            let member = grant.session.member

            #expect(try await harness.call(.get, "/internal/workspaces/\(workspace.id)").decoded() == workspace)
            let path = "/internal/workspaces/\(workspace.id)/members/\(member.id)"
            #expect(try await harness.call(.get, path).decoded() == member)
            let unknown = WorkspaceID(rawValue: 1)
            #expect(try await harness.call(.get, "/internal/workspaces/\(unknown)").code == "workspace.notFound")
            let elsewhere = "/internal/workspaces/\(unknown)/members/\(member.id)"
            #expect(try await harness.call(.get, elsewhere).code == "member.notFound")
        }
    }

    @Test func `signing up is two events of the new workspace, and a mail`() async throws {
        try await Harness.run { harness in
            let grant = try await harness.signUp()

            let events = try await harness.events(of: grant.session.workspace.id)

            #expect(events.map(\.type) == [.workspaceChanged, .memberChanged, .mailRequested])
            #expect(try events[1].data(as: Member.self) == grant.session.member)
        }
    }

    @Test func `the service is ready`() async throws {
        try await Harness.run { harness in
            let answer = try await harness.call(.get, "/readyz")

            #expect(answer.status == 200)
        }
    }
}
