import HTTP
import Loop
import Server
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Gateway

@Suite struct `A file through the gateway` {
    private static let film =
        [0, 0, 0, 24] + Array("ftypisom".utf8) + (0..<(20 << 20) - 12).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    private func upload(_ visitor: VisitorBrowser, _ id: ConversationID, _ bytes: [UInt8], _ name: String) async throws
        -> TestAnswer
    {
        try await visitor.gateway.send(
            .post, "/api/v1/widget/conversations/\(id)/attachments?name=\(name)", bytes: bytes,
            headers: ["Authorization": "Bearer \(visitor.token)"])
    }

    @Test func `goes from a customer to the team, however large, and is kept private on the way`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let visitor = try await VisitorBrowser(house.gateway, inbox: try await owner.inbox().id)
            let id = try await visitor.conversation()

            let sent = try await upload(visitor, id, Self.film, "film.mp4")
            let file = try sent.decode(WireModel.Attachment.self)
            _ = try await visitor.call(
                .post, "/conversations/\(id)/messages",
                body: MessageDraft(clientId: 9, body: "", attachments: [file.id]))
            let got = try await owner.call(.get, "/attachments/\(file.id)")
            let own = try await visitor.call(.get, "/attachments/\(file.id)")
            let head = try await house.gateway.call(.head, "/api/v1/attachments/\(file.id)", headers: owner.headers)

            #expect((sent.status, file.bytes) == (.created, 20 << 20))
            #expect(got.bytes == Self.film && own.bytes == Self.film)
            for answer in [got, own, head] {
                #expect(answer.status == .ok)
                #expect(answer.headers["Content-Type"] == "video/mp4")
                #expect(
                    answer.headers["Content-Disposition"]
                        == "attachment; filename=\"film.mp4\"; filename*=UTF-8''film.mp4")
                #expect(answer.headers["X-Content-Type-Options"] == "nosniff")
                #expect(answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox")
                #expect(answer.headers["Cross-Origin-Resource-Policy"] == "same-origin")
                #expect(answer.headers["Cache-Control"] == "private, max-age=3600")
                #expect(answer.headers["Vary"] == "Cookie, Authorization")
                #expect(answer.headers["Content-Length"] == String(20 << 20))
            }
        }
    }

    @Test func `goes from a canned reply to the customer, however large`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let visitor = try await VisitorBrowser(house.gateway, inbox: try await owner.inbox().id)
            let id = try await visitor.conversation()
            let draft = CannedReplyDraft(shortcut: "film", title: "Film", bodies: .init(en: "Here"), scope: .own)
            let reply = try await owner.call(.post, "/replies", body: draft).decode(CannedReply.self)

            let given = try await house.gateway.send(
                .post, "/api/v1/replies/\(reply.id)/attachments?name=film.mp4", bytes: Self.film,
                headers: owner.headers)
            let file = try given.decode(WireModel.Attachment.self)
            let sent = try await owner.call(
                .post, "/conversations/\(id)/messages",
                body: MessageDraft(clientId: 9, body: "", attachments: [file.id]))
            let copy = try #require(try sent.decode(Message.self).extras?.attachments?.first)

            #expect(given.status == .created)
            #expect(try await visitor.call(.get, "/attachments/\(copy.id)").bytes == Self.film)
            #expect(try await visitor.call(.get, "/attachments/\(file.id)").status == .notFound)
        }
    }

    @Test func `is refused with a problem, and other bodies are as bounded as they were`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let visitor = try await VisitorBrowser(house.gateway, inbox: try await owner.inbox().id)
            let id = try await visitor.conversation()
            let other = try await VisitorBrowser(house.gateway, inbox: try await owner.inbox().id)

            let lie = try await upload(visitor, id, Array("MZ program".utf8) + [0], "photo.png")
            let empty = try await upload(visitor, id, [], "a.txt")
            let foreign = try await upload(other, id, Self.film, "film.mp4")
            let nobody = try await house.gateway.send(
                .post, "/api/v1/conversations/\(id)/attachments?name=a.txt", bytes: Array("text".utf8))
            let missing = try await owner.call(.get, "/attachments/\(AttachmentID(rawValue: 1))")
            let large = try await house.gateway.send(
                .patch, "/api/v1/workspace", bytes: [UInt8](repeating: 32, count: 2 << 20), headers: owner.headers)

            #expect((lie.status, lie.code) == (.unprocessableContent, "attachment.mismatch"))
            #expect((empty.status, empty.code) == (.unprocessableContent, "attachment.empty"))
            #expect((foreign.status, foreign.code) == (.notFound, "conversation.notFound"))
            #expect((nobody.status, nobody.code) == (.unauthorized, "session.required"))
            #expect((missing.status, missing.code) == (.notFound, "attachment.notFound"))
            #expect(missing.headers["Cache-Control"] == "no-store")
            #expect((large.status, large.code) == (.contentTooLarge, "body.tooLarge"))
            #expect(house.conversations.folder.names(in: "files") == ["incoming"])
            #expect(house.conversations.folder.names(in: "files/incoming") == [])
        }
    }

    @Test func `past what any workspace may allow is not even begun`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let visitor = try await VisitorBrowser(house.gateway, inbox: try await owner.inbox().id)
            let id = try await visitor.conversation()

            let answer = try await house.gateway.client.send(
                .post, "/api/v1/widget/conversations/\(id)/attachments?name=a.mp4",
                headers: ["Authorization": "Bearer \(visitor.token)"],
                streaming: ClientBody(length: AttachmentPolicy.bytesRange.upperBound + 1) {
                    Issue.record("The body was asked for.")
                    return nil
                })

            #expect(answer.status == .contentTooLarge)
        }
    }

    @Test func `that its sender breaks off leaves nothing, and another may follow`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let visitor = try await VisitorBrowser(house.gateway, inbox: try await owner.inbox().id)
            let id = try await visitor.conversation()
            let (begun, token) = (Gate(), visitor.token)
            func names() -> [String] { house.conversations.folder.names(in: "files/incoming") }

            let sending = Task {
                try await house.send(as: token, to: id, length: 1_000_000) {
                    await begun.pass()
                    throw StreamFault.closed
                }
            }
            try await eventually("the file is begun") { names().count == 1 }
            begun.open()

            await #expect(throws: StreamFault.self) { try await sending.value }
            try await eventually("it is gone") { names().isEmpty }
            #expect(try await upload(visitor, id, Array("text".utf8), "a.txt").status == .created)
        }
    }

    @Test func `waits for its turn with its sender's others, and stands in nobody else's way`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let inbox = try await owner.inbox().id
            let (slow, quick) = (
                try await VisitorBrowser(house.gateway, inbox: inbox),
                try await VisitorBrowser(house.gateway, inbox: inbox)
            )
            let (id, other) = (try await slow.conversation(), try await quick.conversation())
            let (held, token) = (Gate(), slow.token)

            try await withThrowingTaskGroup(of: Status.self) { group in
                for _ in 0..<Uploads.senderLimit {
                    group.addTask {
                        try await house.send(as: token, to: id, length: 300_001) {
                            await held.pass()
                        }.status
                    }
                }
                try await eventually("all are begun") {
                    house.conversations.folder.names(in: "files/incoming").count == Uploads.senderLimit
                }

                let fifth = try await upload(slow, id, Array("text".utf8), "a.txt")
                let others = try await upload(quick, other, Array("text".utf8), "a.txt")
                let message = try await slow.call(
                    .post, "/conversations/\(id)/messages", body: MessageDraft(clientId: 9, body: "Hello"))
                held.open()

                #expect((fifth.status, fifth.code) == (.tooManyRequests, "limit.uploads"))
                #expect((others.status, message.status) == (.created, .created))
                for try await status in group { #expect(status == .created) }
            }
            #expect(try await upload(slow, id, Array("text".utf8), "a.txt").status == .created)
        }
    }

    @Test func `says that the service is away when it is`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let id = try await VisitorBrowser(house.gateway, inbox: try await owner.inbox().id).conversation()
            await house.conversations.stop()

            let answer = try await house.gateway.send(
                .post, "/api/v1/conversations/\(id)/attachments?name=a.txt", bytes: Array("text".utf8),
                headers: owner.headers)

            #expect((answer.status, answer.code) == (.serviceUnavailable, "conversations.unavailable"))
        }
    }

    @Test func `is one of those that the widget is told of, as soon as that changes`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let inbox = try await owner.inbox().id
            func policy() async throws -> AttachmentPolicy {
                try await house.gateway.call(.get, "/api/v1/widget/\(inbox)").decode(WidgetConfiguration.self)
                    .attachments
            }
            let before = try await policy()
            let wish = WorkspaceSettings(attachments: AttachmentPolicy(maxCount: 0))

            let changed = try await owner.call(.put, "/workspace-settings", body: wish)

            #expect(before == AttachmentPolicy())
            #expect(try changed.decode(WorkspaceSettings.self) == wish)
            try await eventually("the widget is told") { try await policy() == wish.attachments }
            #expect(try await owner.call(.get, "/workspace-settings").decode(WorkspaceSettings.self) == wish)
        }
    }
}

extension House {
    /// Sends 300,000 letters, waits for `last`, and sends one more where more was announced.
    fileprivate func send(
        as token: String, to id: ConversationID, length: Int,
        _ last: @escaping @Sendable () async throws -> Void
    ) async throws -> TestAnswer {
        let pieces = Pieces(last)
        return try await gateway.client.send(
            .post, "/api/v1/widget/conversations/\(id)/attachments?name=a.txt",
            headers: ["Authorization": "Bearer \(token)"],
            streaming: ClientBody(length: length) { try await pieces.next() })
    }
}

private actor Pieces {
    private var place = 0
    private let last: @Sendable () async throws -> Void

    init(_ last: @escaping @Sendable () async throws -> Void) {
        self.last = last
    }

    func next() async throws -> [UInt8]? {
        place += 1
        switch place {
        case 1: return [UInt8](repeating: UInt8(ascii: "a"), count: 300_000)
        case 2:
            try await last()
            return [UInt8(ascii: "b")]
        default: return nil
        }
    }
}
