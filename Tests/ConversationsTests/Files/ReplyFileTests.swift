import HTTP
import Server
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `A canned reply's file` {
    private func withReply(
        _ body: (TestService<Conversations>, ConversationID, CannedReply) async throws -> Void
    ) async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            try await body(service, id, try await service.make("hi").decode(CannedReply.self))
        }
    }

    @Test func `is told of, and is there for whoever is shown the reply`() async throws {
        try await withReply { service, _, reply in
            let shared = try await service.make("all", .workspace, as: .owner).decode(CannedReply.self)
            let file = try await service.attach("عقد.pdf", to: reply.id).decode(WireModel.Attachment.self)
            let common = try await service.attach("b.pdf", to: shared.id, as: .owner)
                .decode(WireModel.Attachment.self)

            #expect(file.name == "عقد.pdf")
            #expect(try await service.replies().map(\.attachments) == [[common], [file]])
            let event = try #require(try await service.events(.replyChanged).filter { $0.member != nil }.last)
            #expect(try event.data(as: CannedReply.self).attachments == [file])
            #expect(try await service.download(file.id).bytes == Samples.pdf)
            #expect(try await service.download(common.id, as: .member(3, .agent)).status == .ok)
            for other in [Principal.member(3, .agent), .owner, .visitor(1, inbox: InboxID(rawValue: 1))] {
                #expect(try await service.download(file.id, as: other).status == .notFound)
            }
        }
    }

    @Test func `is taken from who may change the reply, and as many as a message takes`() async throws {
        try await withReply { service, _, reply in
            let shared = try await service.make("all", .workspace, as: .owner).decode(CannedReply.self)
            _ = try await service.set(WorkspaceSettings(attachments: AttachmentPolicy(maxCount: 1)))

            #expect(try await service.attach(to: reply.id).status == .created)
            #expect(try await service.attach(to: reply.id).code == "attachment.tooMany")
            #expect(try await service.attach(to: shared.id).code == "permission.denied")
            #expect(try await service.attach(to: reply.id, as: .owner).code == "reply.notFound")
            #expect(try await service.attach("a.exe", to: shared.id, as: .owner).status == .unsupportedMediaType)
            #expect(try await service.replies().map { $0.attachments?.count } == [nil, 1])
        }
    }

    @Test func `goes with each message as a copy of its own`() async throws {
        try await withReply { service, id, reply in
            let file = try await service.attach(to: reply.id).decode(WireModel.Attachment.self)

            let sent = try await service.send("", 1, to: id, attachments: [file.id])
            let again = try await service.send("", 1, to: id, attachments: [file.id])
            let second = try await service.send("", 2, to: id, attachments: [file.id])

            let copies = try [sent, second].map {
                try #require(try $0.decode(Message.self).extras?.attachments?.first)
            }
            #expect(Set([file.id] + copies.map(\.id)).count == 3)
            #expect(again.bytes == sent.bytes)
            #expect(copies.map(\.name) == ["a.pdf", "a.pdf"])
            #expect(try await service.usage() == Int64(5 + 3 * Samples.pdf.count))
            let visitor = Principal.visitor(1, inbox: InboxID(rawValue: 1))
            #expect(try await service.download(file.id, as: visitor).status == .notFound)
            let stranger = try await service.send("", 3, to: id, as: .owner, attachments: [file.id])
            #expect(stranger.code == "attachment.notFound")
        }
    }

    @Test func `lies there until the reply and every message of it are gone`() async throws {
        try await withReply { service, id, reply in
            let file = try await service.attach(to: reply.id).decode(WireModel.Attachment.self)
            let sent = try await service.send("", 1, to: id, attachments: [file.id]).decode(Message.self)
            let copy = try #require(sent.extras?.attachments?.first)
            service.clock.advance(by: .seconds(90_000))
            try await service.program.sweep.sweep()
            #expect(try await service.download(file.id).status == .ok)

            let removed = try await service.call(.delete, "/v1/replies/\(reply.id)", as: Principal.agent)
            try await service.program.sweep.sweep()

            #expect(removed.status == .noContent)
            #expect(try await service.download(file.id).code == "attachment.notFound")
            #expect(try await service.download(copy.id).bytes == Samples.pdf)
            _ = try await service.takeBack(sent.sequence, in: id)
            try await service.program.sweep.sweep()
            #expect(service.files.isEmpty)
            #expect(try await service.usage() == 5)
        }
    }

    @Test func `is taken off by whoever may change the reply, and stays with what was sent`() async throws {
        try await withReply { service, id, reply in
            let file = try await service.attach(to: reply.id).decode(WireModel.Attachment.self)
            let sent = try await service.send("", 1, to: id, attachments: [file.id]).decode(Message.self)
            let copy = try #require(sent.extras?.attachments?.first)
            func detach(_ file: AttachmentID, as caller: Principal = .agent) async throws -> TestAnswer {
                try await service.call(.delete, "/v1/replies/\(reply.id)/attachments/\(file)", as: caller)
            }

            #expect(try await detach(file.id, as: .owner).code == "reply.notFound")
            #expect(try await detach(copy.id).code == "attachment.notFound")
            #expect(try await detach(file.id).status == .noContent)
            try await service.program.sweep.sweep()

            #expect(try await service.replies().map(\.attachments) == [nil])
            #expect(try await service.send("", 2, to: id, attachments: [file.id]).code == "attachment.notFound")
            #expect(try await service.download(copy.id).bytes == Samples.pdf)
        }
    }

    @Test func `stands in the draft that names it, and nobody else's does`() async throws {
        try await withReply { service, id, reply in
            let file = try await service.attach(to: reply.id).decode(WireModel.Attachment.self)
            let change = ReplyDraftChange(body: "x", attachments: [file.id])

            #expect(try await service.keep(change, in: id).decode(ReplyDraft.self).attachments == [file])
            let other = try await service.keep(change, in: id, as: .owner).decode(ReplyDraft.self)
            #expect(other.attachments == nil)
        }
    }
}

extension TestService where Program == Conversations {
    fileprivate func attach(
        _ name: String = "a.pdf", to reply: CannedReplyID, as caller: Principal = .agent
    ) async throws -> TestAnswer {
        let name = PercentEncoding.encode(name)
        return try await send(.post, "/v1/replies/\(reply)/attachments?name=\(name)", bytes: Samples.pdf, as: caller)
    }

    /// What lies in the folder.
    fileprivate var files: [String] {
        folder.names(in: "files").filter { $0 != "incoming" }.flatMap { folder.names(in: "files/\($0)") }
    }
}
