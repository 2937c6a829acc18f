import HTTP
import Server
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `A message with files` {
    @Test func `needs no text, and lists show their names`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)
            let first = try await service.upload(Samples.pdf, "عقد.pdf", to: id, as: visitor).file
            let second = try await service.upload(Samples.png(), "b.png", to: id, as: visitor).file

            let sent = try await service.send("", 2, to: id, as: visitor, attachments: [second.id, first.id])
            let blank = try await service.send(" ", 3, to: id, as: visitor, attachments: [])

            #expect(sent.status == .created)
            #expect(try sent.decode(Message.self).extras?.attachments == [second, first])
            #expect(try await service.find(id).lastMessage?.body == "📎 b.png · عقد.pdf")
            #expect(try blank.failure.fields.map(\.field) == ["body"])
        }
    }

    @Test func `takes only what its author sent to this conversation, and once`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let (sara, omar) = (Principal.visitor(1, of: inbox), Principal.visitor(2, of: inbox))
            let (here, there) = (try await service.conversation(of: sara), try await service.conversation(of: omar))
            func upload(_ id: ConversationID, _ caller: Principal) async throws -> AttachmentID {
                try await service.upload(Samples.pdf, "a.pdf", to: id, as: caller).file.id
            }
            let mine = try await upload(here, .agent)
            let others = [
                try await upload(here, .member(3, .agent)), try await upload(here, sara),
                try await upload(there, .agent), AttachmentID(rawValue: 5),
            ]

            for (place, id) in others.enumerated() {
                let answer = try await service.send("x", Int64(10 + place), to: here, attachments: [mine, id])
                #expect((answer.status, answer.code) == (.notFound, "attachment.notFound"))
            }
            let first = try await service.send("x", 20, to: here, attachments: [mine])
            let second = try await service.send("x", 21, to: here, attachments: [mine])

            #expect((first.status, second.code) == (.created, "attachment.notFound"))
            #expect(try await service.messages(here).items.map(\.body) == ["Hello", "x"])
        }
    }

    @Test func `sent again is the same message, and takes nothing else`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            let file = try await service.upload(Samples.pdf, "a.pdf", to: id).file.id
            let other = try await service.upload(Samples.pdf, "b.pdf", to: id).file.id

            let first = try await service.send("x", 1, to: id, attachments: [file])
            let again = try await service.send("x", 1, to: id, attachments: [file])
            let changed = try await service.send("x", 1, to: id, attachments: [other])
            try await service.set(.closed, id)
            let closed = try await service.send("x", 1, to: id, attachments: [file])

            #expect(first.status == .created)
            for answer in [again, changed, closed] { #expect((answer.status, answer.bytes) == (.ok, first.bytes)) }
            try await service.set(.open, id)
            #expect(try await service.send("y", 2, to: id, attachments: [other]).status == .created)
        }
    }

    @Test func `has as many as the workspace allows`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            var files: [AttachmentID] = []
            for _ in 0..<3 {
                files.append(try await service.upload(Samples.pdf, "a.pdf", to: id).file.id)
            }
            _ = try await service.set(WorkspaceSettings(attachments: AttachmentPolicy(maxCount: 2)))

            let three = try await service.send("x", 1, to: id, attachments: files)
            let twice = try await service.send("x", 1, to: id, attachments: [files[0], files[0]])
            let two = try await service.send("x", 1, to: id, attachments: Array(files.prefix(2)))

            #expect((three.status, three.code) == (.unprocessableContent, "attachment.tooMany"))
            #expect(try three.failure.fields.map(\.field) == ["attachments"])
            #expect(try twice.failure.fields.map(\.field) == ["attachments"])
            #expect(two.status == .created)
        }
    }

    @Test func `refused for another reason leaves its files waiting`() async throws {
        try await withShop(#"{"name": "small", "messagesPerMonth": 1}"#) { shop in
            let id = try await shop.service.start(.visitor(1, of: shop.inbox, workspace: shop.number)).conversation.id
            let file = try await shop.service.upload(Samples.pdf, "a.pdf", to: id, as: shop.owner).file.id

            let refused = try await shop.service.send("x", 1, to: id, as: shop.owner, attachments: [file])
            shop.clock.advance(by: .seconds(30 * 86_400))
            let sent = try await shop.service.send("x", 1, to: id, as: shop.owner, attachments: [file])

            #expect((refused.code, sent.status) == ("plan.messages", .created))
        }
    }
}

@Suite struct `A file on its way out` {
    @Test func `is never run by a browser`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            func headers(_ bytes: [UInt8], _ name: String) async throws -> Headers {
                let file = try await service.upload(bytes, name, to: id).file.id
                return try await service.download(file).headers
            }
            let kinds: [([UInt8], String, String, String)] = [
                (Samples.png(), "a.png", "image/png", "inline"), (Samples.jpeg(), "a.jpg", "image/jpeg", "inline"),
                (Samples.gif(), "a.gif", "image/gif", "inline"), (Samples.webp(), "a.webp", "image/webp", "inline"),
                (Samples.pdf, "a.pdf", "application/pdf", "attachment"),
                (Samples.svg, "a.svg", "application/octet-stream", "attachment"),
                (Array("<html><script>1</script>".utf8), "a.html", "application/octet-stream", "attachment"),
                (Array("<script>1</script>".utf8), "a.txt", "text/plain; charset=utf-8", "attachment"),
                (Samples.docx, "a.zip", "application/zip", "attachment"),
            ]

            for (bytes, name, type, disposition) in kinds {
                let told = try await headers(bytes, name)
                #expect(told["Content-Type"] == type, "\(name)")
                #expect(told["Content-Disposition"] == "\(disposition); filename=\"\(name)\"; filename*=UTF-8''\(name)")
                #expect(told["X-Content-Type-Options"] == "nosniff")
                #expect(told["Content-Security-Policy"] == "default-src 'none'; sandbox")
                #expect(told["Cache-Control"] == "private, max-age=3600")
                #expect(told["Content-Length"] == String(bytes.count))
            }
        }
    }

    @Test func `keeps its name in every letter, and says nothing else with it`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            let name = "فاتورة \"٥\"\r\nSet-Cookie: a=b; 100%.pdf"
            let file = try await service.upload(Samples.pdf, name, to: id).file

            let answer = try await service.download(file.id)

            #expect(file.name == "فاتورة \"٥\"  Set-Cookie: a=b; 100%.pdf")
            #expect(answer.headers["Set-Cookie"] == nil)
            #expect(
                answer.headers["Content-Disposition"]
                    == "attachment; filename=\"______ ___  Set-Cookie: a=b; 100_.pdf\"; filename*=UTF-8''"
                    + PercentEncoding.encode(file.name))
        }
    }

    @Test func `of a note goes to the team alone, and one that waits to its sender`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let visitor = Principal.visitor(1, of: inbox)
            let id = try await service.conversation(of: visitor)
            let file = try await service.upload(Samples.pdf, "a.pdf", to: id).file.id
            let colleague = Principal.member(3, .agent)
            func codes() async throws -> [String] {
                var codes: [String] = []
                for caller in [.agent, colleague, visitor] {
                    codes.append(try await service.download(file, as: caller).code)
                }
                return codes
            }

            let waiting = try await codes()
            try await service.send("For us", 1, to: id, kind: .note, attachments: [file])
            let noted = try await codes()

            #expect(waiting == ["", "attachment.notFound", "attachment.notFound"])
            #expect(noted == ["", "", "attachment.notFound"])
            let told = try await service.events().filter { $0.type == .messageCreated }.last
            #expect(told?.audience == .agents)
        }
    }

    @Test func `is for whoever sees the conversation`() async throws {
        try await TestService.start(Conversations.self) { service in
            let (sales, support) = (try await service.inbox("Sales"), try await service.inbox("Support"))
            let visitor = Principal.visitor(1, of: sales)
            let id = try await service.conversation(of: visitor)
            let file = try await service.upload(Samples.pdf, "a.pdf", to: id, as: visitor).file.id
            try await service.send("x", 2, to: id, as: visitor, attachments: [file])

            #expect(try await service.download(file, as: .member(3, .agent, inboxes: .only([sales.id]))).status == .ok)
            for stranger in [
                .member(3, .agent, inboxes: .only([support.id])), .visitor(2, of: sales),
                .member(1, .owner, workspace: 2), Principal.visitor(1, of: sales, workspace: 2),
            ] {
                #expect(try await service.download(file, as: stranger).code == "attachment.notFound")
            }
            #expect(try await service.call(.get, "/v1/attachments/\(file)").code == "session.required")
            #expect(try await service.call(.get, "/v1/attachments/\(file)", as: visitor).code == "permission.denied")
            #expect(try await service.call(.get, "/v1/attachments/../x", as: .agent).status == .notFound)
        }
    }
}
