import HTTP
import Loop
import Server
import ServiceKit
import Synchronization
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `A file on its way in` {
    @Test func `goes with a message, and the other side gets it byte by byte`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)
            let picture = Samples.png(640, 480, padding: 300_000)

            let uploaded = try await service.upload(picture, "صورة.png", to: id, as: visitor)
            let file = try uploaded.file
            let sent = try await service.send("انظر", 2, to: id, as: visitor, attachments: [file.id])

            #expect(uploaded.status == .created)
            #expect(
                file
                    == WireModel.Attachment(
                        id: file.id, name: "صورة.png", type: "image/png", bytes: picture.count, width: 640, height: 480)
            )
            #expect(try sent.decode(Message.self).extras?.attachments == [file])
            #expect(try await service.messages(id).items.last?.extras?.attachments == [file])
            let told = try await service.events().last { $0.type == .messageCreated }
            #expect(try told?.data(as: MessageCreated.self).message.extras?.attachments == [file])
            #expect(try await service.download(file.id).bytes == picture)
            #expect(try await service.download(file.id, as: visitor).bytes == picture)
        }
    }

    @Test func `may be large, and comes in many pieces`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            let film = Samples.mp4 + (0..<(20 << 20) - Samples.mp4.count).map { UInt8(truncatingIfNeeded: $0 &* 31) }

            let answer = try await service.upload(film, "film.mp4", to: id)

            let file = try answer.file
            #expect((file.bytes, file.type) == (20 << 20, "video/mp4"))
            #expect(try await service.download(file.id).bytes == film)
        }
    }

    @Test func `of every bad kind is refused, and leaves nothing`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)
            let small = AttachmentPolicy(maxBytes: 2_000)
            _ = try await service.set(WorkspaceSettings(attachments: small))
            let bad: [(name: String?, bytes: [UInt8], status: Status, code: String)] = [
                ("empty.txt", [], .unprocessableContent, "attachment.empty"),
                (
                    "large.pdf", Samples.pdf + [UInt8](repeating: 0, count: 2_000), .contentTooLarge,
                    "attachment.tooLarge"
                ),
                ("photo.png", Samples.program, .unprocessableContent, "attachment.mismatch"),
                ("photo.png", Samples.svg, .unprocessableContent, "attachment.mismatch"),
                ("a.exe", Samples.program, .unsupportedMediaType, "attachment.type"),
                ("a\u{202E}gnp.exe", Samples.png(), .unsupportedMediaType, "attachment.type"),
                ("bomb.png", Samples.png(60_000, 60_000), .unprocessableContent, "attachment.picture"),
                ("cut.jpg", [0xFF, 0xD8, 0xFF, 0xE0], .unprocessableContent, "attachment.picture"),
                (nil, Samples.pdf, .unprocessableContent, "attachment.name"),
                ("///", Samples.pdf, .unprocessableContent, "attachment.name"),
                ("\u{202E}\u{2066}", Samples.pdf, .unprocessableContent, "attachment.name"),
            ]

            for (name, bytes, status, code) in bad {
                for caller in [Principal.agent, visitor] {
                    let answer = try await service.upload(bytes, name, to: id, as: caller)
                    #expect((answer.status, answer.code) == (status, code), "\(name ?? "nameless")")
                }
            }

            #expect(service.folder.names(in: "files") == ["incoming"])
            #expect(service.folder.names(in: "files/incoming") == [])
            #expect(try await service.usage() == 5)
        }
    }

    @Test func `past the limit is refused by what was announced, and else by what comes`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            _ = try await service.set(WorkspaceSettings(attachments: AttachmentPolicy(maxBytes: 100_000)))
            let text = [UInt8](repeating: UInt8(ascii: "a"), count: 50_000)

            for length in [150_000, nil] {
                let answer = try await service.stream([text, text, text], to: id, length: length)
                #expect((answer.status, answer.code) == (.contentTooLarge, "attachment.tooLarge"))
            }
            let fits = try await service.stream([text, text], to: id, length: nil)
            #expect(fits.status == .created)
            #expect(service.folder.names(in: "files/incoming") == [])
        }
    }

    @Test func `that breaks off leaves nothing`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            let begun = Gate()

            let sending = Task {
                let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 300_000)
                _ = try await service.stream([piece], to: id, length: 1_000_000) {
                    await begun.pass()
                    throw StreamFault.closed
                }
            }
            try await eventually("the file is begun") { service.folder.names(in: "files/incoming").count == 1 }
            begun.open()

            await #expect(throws: StreamFault.self) { try await sending.value }
            try await eventually("it is gone") { service.folder.names(in: "files/incoming").isEmpty }
            #expect(service.folder.names(in: "files") == ["incoming"])
        }
    }

    @Test func `is for those who may write there`() async throws {
        try await TestService.start(Conversations.self) { service in
            let (sales, support) = (try await service.inbox("Sales"), try await service.inbox("Support"))
            let id = try await service.conversation(of: .visitor(1, of: sales))
            let reader = Rights(role: nil, grants: Grants([.conversationsView: [.inbox]]), inboxes: .all)
            func code(_ caller: Principal) async throws -> String {
                try await service.upload(Samples.pdf, "a.pdf", to: id, as: caller).code
            }

            #expect(try await code(.member(3, reader)) == "permission.denied")
            #expect(try await code(.member(3, .agent, inboxes: .only([support.id]))) == "conversation.notFound")
            #expect(try await code(.visitor(2, of: sales)) == "conversation.notFound")
            #expect(try await code(.member(3, .light)) == "")
            let path = "/v1/conversations/\(id)/attachments?name=a.pdf"
            #expect(try await service.send(.post, path, bytes: Samples.pdf).code == "session.required")
            #expect(
                try await service.send(.post, path, bytes: Samples.pdf, as: .visitor(1, of: sales)).code
                    == "permission.denied")
        }
    }

    @Test func `that nobody sends fills no disk`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)
            var files: [AttachmentID] = []
            for _ in 0..<UploadRules.waitingLimit {
                files.append(
                    try await service.upload(Samples.pdf, "a.pdf", to: id, as: visitor).file.id)
            }

            let refused = try await service.upload(Samples.pdf, "a.pdf", to: id, as: visitor)
            let other = try await service.upload(Samples.pdf, "a.pdf", to: id)
            try await service.send("", 2, to: id, as: visitor, attachments: [files[0]])
            let again = try await service.upload(Samples.pdf, "a.pdf", to: id, as: visitor)

            #expect((refused.status, refused.code) == (.conflict, "attachment.waiting"))
            #expect((other.status, again.status) == (.created, .created))
        }
    }

    @Test func `counts on the plan, which a customer is not told of`() async throws {
        let bytes = Samples.pdf.count
        try await withShop("{\"name\": \"small\", \"storageBytes\": \(5 + 2 * bytes)}") { shop in
            let visitor = Principal.visitor(1, of: shop.inbox, workspace: shop.number)
            let id = try await shop.service.conversation(of: visitor)

            let first = try await shop.service.upload(Samples.pdf, "a.pdf", to: id, as: visitor)
            let second = try await shop.service.upload(Samples.pdf, "a.pdf", to: id, as: shop.owner)
            let team = try await shop.service.upload(Samples.pdf, "a.pdf", to: id, as: shop.owner)
            let customer = try await shop.service.upload(Samples.pdf, "a.pdf", to: id, as: visitor)

            #expect((first.status, second.status) == (.created, .created))
            #expect((team.status, team.code) == (.forbidden, "plan.storage"))
            #expect((customer.status, customer.code) == (.forbidden, "attachment.noRoom"))
            #expect(!customer.text.contains("small"))
            #expect(try await shop.usage().storageBytes == Int64(5 + 2 * bytes))
            #expect(try await shop.service.send("Hello", 2, to: id, as: visitor).status == .created)
        }
    }
}

extension TestService where Program == Conversations {
    @discardableResult
    func set(_ settings: WorkspaceSettings, as caller: Principal = .owner) async throws -> TestAnswer {
        try await call(.put, "/v1/workspace-settings", body: settings, as: caller)
    }

    /// Bytes that workspace 1 uses.
    func usage() async throws -> Int64 {
        try await call(.get, "/internal/workspaces/\(WorkspaceID(rawValue: 1))/usage").decode(ConversationUsage.self)
            .storageBytes
    }

    /// Sends a text file piece by piece, and then does `last`.
    fileprivate func stream(
        _ pieces: [[UInt8]], to id: ConversationID, length: Int?,
        _ last: @escaping @Sendable () async throws -> Void = {}
    ) async throws -> TestAnswer {
        let left = Mutex(pieces)
        return try await client.send(
            .post, "/v1/conversations/\(id)/attachments?name=a.txt", as: .agent,
            streaming: ClientBody(length: length) {
                if let piece = left.withLock({ $0.popLast() }) { return piece }
                try await last()
                return nil
            })
    }
}
