import Glibc
import HTTP
import Server
import ServiceKit
import Storage
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `The sweep` {
    private func upload(_ service: TestService<Conversations>, _ id: ConversationID) async throws
        -> WireModel.Attachment
    {
        try await service.upload(Samples.pdf, "a.pdf", to: id).file
    }

    private func files(_ service: TestService<Conversations>) -> [String] {
        service.folder.names(in: "files").filter { $0 != "incoming" }.flatMap {
            service.folder.names(in: "files/\($0)")
        }
    }

    @Test func `takes what nobody sent within a day, and gives its bytes back`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            let (sent, held, forgotten) = (
                try await upload(service, id), try await upload(service, id), try await upload(service, id)
            )
            try await service.send("", 1, to: id, attachments: [sent.id])
            let workspace = Principal.agent.workspace
            try await service.program.attachments.database.write {
                try AttachmentRows.hold([held.id], in: workspace, $0)
            }

            service.clock.advance(by: .seconds(86_000))
            try await service.program.sweep.sweep()
            #expect(files(service).count == 3)
            service.clock.advance(by: .seconds(500))
            try await service.program.sweep.sweep()

            #expect(files(service).sorted() == [sent.id, held.id].map(\.description).sorted())
            #expect(try await service.download(sent.id).status == .ok)
            #expect(try await service.download(held.id).status == .ok)
            #expect(try await service.download(forgotten.id).code == "attachment.notFound")
            #expect(try await service.usage() == Int64(5 + 2 * Samples.pdf.count))
            #expect(try await service.send("", 2, to: id, attachments: [held.id]).status == .created)
        }
    }

    @Test func `takes the files of messages that are gone`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            let file = try await upload(service, id)
            try await service.send("", 1, to: id, attachments: [file.id])
            let (workspace, now) = (Principal.agent.workspace, service.clock.now)

            try await service.program.attachments.database.write {
                try AttachmentRows.remove([file.id], in: workspace, at: now, $0)
            }
            let answer = try await service.download(file.id)
            try await service.program.sweep.sweep()

            #expect(answer.code == "attachment.notFound")
            #expect(files(service).isEmpty)
            #expect(try await service.usage() == 5)
        }
    }

    @Test func `takes what a crash left behind, and nothing that may be on its way`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            let kept = try await upload(service, id)
            try await service.send("", 1, to: id, attachments: [kept.id])
            let day = String(service.clock.now.description.prefix(10))
            // A file whose row was never written, one that was never finished, and one that is being written.
            _ = service.folder.write("whole", to: "files/\(day)/\(AttachmentID(rawValue: 77))")
            let old = service.folder.write("half", to: "files/incoming/1")
            _ = service.folder.write("half", to: "files/incoming/2")
            var times = [timeval(), timeval()]
            unsafe utimes(old, &times)

            try await service.program.sweep.sweep()
            #expect(service.folder.names(in: "files/incoming") == ["2"])
            #expect(files(service).count == 2)
            service.clock.advance(by: .seconds(2 * 86_400))
            try await service.program.sweep.sweep()

            #expect(files(service) == [kept.id.description])
        }
    }

    @Test func `finds a file that is not the size it was as missing`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            let file = try await upload(service, id)
            let day = String(service.clock.now.description.prefix(10))

            _ = service.folder.write("other", to: "files/\(day)/\(file.id)")

            #expect(try await service.download(file.id).code == "attachment.notFound")
        }
    }

    @Test func `keeps files private`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            let file = try await upload(service, id)
            let day = String(service.clock.now.description.prefix(10))
            func mode(_ path: String) -> UInt32 {
                var status = stat()
                unsafe stat(service.folder.file(path), &status)
                return status.st_mode & 0o777
            }

            #expect(mode("files") == 0o700 && mode("files/\(day)") == 0o700)
            #expect(mode("files/\(day)/\(file.id)") == 0o600)
        }
    }
}
