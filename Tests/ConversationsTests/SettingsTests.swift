import HTTP
import JSON
import Server
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `The settings of a workspace` {
    private func settings(
        _ service: TestService<Conversations>, as caller: Principal = .agent
    ) async throws -> WorkspaceSettings {
        try await service.call(.get, "/v1/workspace-settings", as: caller).decode(WorkspaceSettings.self)
    }

    @Test func `are sensible until they are changed, and survive a restart`() async throws {
        let folder = TemporaryFolder()
        let wish = WorkspaceSettings(
            reopenHours: 0, attachments: AttachmentPolicy(maxCount: 3, maxBytes: 1_000, types: [.pdf, .image, .pdf]))
        var stored = wish
        stored.attachments.types = [.image, .pdf]
        try await TestService.start(Conversations.self, folder: folder) { service in
            #expect(try await settings(service) == WorkspaceSettings())
            #expect(WorkspaceSettings().attachments.maxBytes == 20 << 20)

            let answer = try await service.set(wish)

            #expect(try answer.decode(WorkspaceSettings.self) == stored)
            #expect(try await settings(service) == stored)
            #expect(try await settings(service, as: .member(1, .owner, workspace: 2)) == WorkspaceSettings())
        }

        try await TestService.start(Conversations.self, folder: folder) { service in
            let found = try await settings(service)
            #expect(found == stored)
        }
    }

    @Test func `are changed by who manages the workspace, within bounds`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            func code(_ settings: WorkspaceSettings) async throws -> [String] {
                try await service.set(settings).failure.fields.map { "\($0.field) \($0.code)" }
            }
            #expect(try await service.set(WorkspaceSettings(), as: .agent).code == "permission.denied")
            #expect(try await service.set(WorkspaceSettings(), as: .visitor(1, of: inbox)).code == "permission.denied")
            #expect(
                try await service.call(.get, "/v1/workspace-settings", as: .visitor(1, of: inbox)).code
                    == "permission.denied")

            #expect(
                try await code(
                    WorkspaceSettings(reopenHours: -1, attachments: AttachmentPolicy(maxCount: 21, maxBytes: 0)))
                    == ["reopenHours range", "attachments.maxCount range", "attachments.maxBytes range"])
            #expect(try await code(WorkspaceSettings(reopenHours: 8_761)) == ["reopenHours range"])
            #expect(
                try await code(WorkspaceSettings(attachments: AttachmentPolicy(maxBytes: 50 << 20 + 1)))
                    == ["attachments.maxBytes range"])
            let unknown = #"{"reopenHours": 1, "attachments": {"maxCount": 1, "maxBytes": 1, "types": ["program"]}}"#
            #expect(
                try await service.send(.put, "/v1/workspace-settings", bytes: Array(unknown.utf8), as: .owner).status
                    == .badRequest)
            #expect(try await settings(service) == WorkspaceSettings())
        }
    }

    @Test func `say which files are taken`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let visitor = Principal.visitor(1, of: inbox)
            let id = try await service.conversation(of: visitor)
            func code(_ bytes: [UInt8], _ name: String) async throws -> String {
                try await service.upload(bytes, name, to: id, as: visitor).code
            }

            _ = try await service.set(WorkspaceSettings(attachments: AttachmentPolicy(types: [.image])))
            #expect(try await code(Samples.png(), "a.png") == "")
            #expect(try await code(Samples.pdf, "a.pdf") == "attachment.type")
            _ = try await service.set(WorkspaceSettings(attachments: AttachmentPolicy(types: [])))
            #expect(try await code(Samples.png(), "a.png") == "attachment.type")
            _ = try await service.set(WorkspaceSettings(attachments: AttachmentPolicy(maxCount: 0)))
            #expect(try await code(Samples.png(), "a.png") == "attachment.tooMany")
        }
    }

    @Test func `stand at the door, and every change of them is told and audited`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let wish = WorkspaceSettings(reopenHours: 24, attachments: AttachmentPolicy(maxCount: 1))

            _ = try await service.set(wish)
            _ = try await service.set(wish)

            let door = try await service.call(.get, "/internal/inboxes/\(inbox.id)").decode(InboxDoor.self)
            #expect(door.attachments == wish.attachments)
            let events = try await service.events()
            let told = events.filter { $0.type == .settingsChanged }
            #expect(try told.map { try $0.data(as: WorkspaceSettings.self) } == [wish])
            #expect(told.map(\.audience) == [.agents])
            let audited = try events.filter { $0.type == .auditRecorded }.map { try $0.data(as: AuditEntry.self) }
            let entry = try #require(audited.last)
            #expect(entry.action == .workspaceChanged && entry.target?.kind == .workspace)
            #expect(entry.details == ["reopenHours": "72 → 24", "attachments.maxCount": "10 → 1"])
        }
    }
}
