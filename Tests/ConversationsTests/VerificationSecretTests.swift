import Foundation
import HTTP
import JSON
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `An inbox's secrets` {
    @Test func `are two at most, told once, and revoked one by one`() async throws {
        try await TestService.start(Conversations.self) { service in
            let path = "/v1/inboxes/\(try await service.inbox().id)/secrets"

            let first = try await service.call(.post, path, as: .owner).decode(VerificationSecretGrant.self)
            let second = try await service.call(.post, path, as: .owner).decode(VerificationSecretGrant.self)
            let third = try await service.call(.post, path, as: .owner)
            let listed = try await service.call(.get, path, as: .owner)
            let revoked = try await service.call(.delete, "\(path)/\(first.secret.id)", as: .owner)
            let twice = try await service.call(.delete, "\(path)/\(first.secret.id)", as: .owner)

            #expect(first.value != second.value && first.value.hasPrefix("vsk_") && first.value.utf8.count == 47)
            #expect((third.status, third.code) == (.conflict, "secret.limit"))
            #expect(try listed.decode(Page<VerificationSecret>.self).items == [first.secret, second.secret])
            #expect(first.secret.ending == String(first.value.suffix(4)))
            #expect(!listed.text.contains(first.value.dropLast(4)))
            #expect((revoked.status, twice.status, twice.code) == (.noContent, .notFound, "secret.notFound"))
            #expect(
                try await service.call(.get, path, as: .owner).decode(Page<VerificationSecret>.self).items == [
                    second.secret
                ])
        }
    }

    @Test func `stand at the door by their ids, and every change of them is told`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let path = "/v1/inboxes/\(inbox.id)/secrets"

            let grant = try await service.call(.post, path, as: .owner).decode(VerificationSecretGrant.self)
            let door = try await service.call(.get, "/internal/inboxes/\(inbox.id)").decode(InboxDoor.self)
            _ = try await service.call(.delete, "\(path)/\(grant.secret.id)", as: .owner)

            #expect(door.secrets == [grant.secret.id])
            #expect(testKey.verificationSecret(grant.secret.id, of: inbox.id) == grant.value)
            let told = try await service.events().filter { $0.type == .inboxChanged }
            #expect(told.count == 3)
            #expect(told.allSatisfy { !String(decoding: $0.bytes, as: UTF8.self).contains("vsk_") })
        }
    }

    @Test func `stand in no file`() async throws {
        let folder = TemporaryFolder()
        let value = try await TestService.start(Conversations.self, folder: folder) { service in
            let path = "/v1/inboxes/\(try await service.inbox().id)/secrets"
            return try await service.call(.post, path, as: .owner).decode(VerificationSecretGrant.self).value
        }

        let secret = Array(value.dropFirst(4).utf8)
        let bytes = try #require(Base64URL.decode(value.dropFirst(4)))
        for name in folder.names() where name != "files" {
            let file = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)"))
            #expect(file.range(of: Data(secret)) == nil && file.range(of: Data(bytes)) == nil, "\(name)")
        }
    }

    @Test func `are for owners and admins`() async throws {
        try await TestService.start(Conversations.self) { service in
            let path = "/v1/inboxes/\(try await service.inbox().id)/secrets"
            for method in [Method.get, .post] {
                #expect(try await service.call(method, path, as: .agent).code == "permission.denied")
                #expect(try await service.call(method, path).code == "session.required")
            }
            let id = VerificationSecretID(rawValue: 1)
            #expect(try await service.call(.delete, "\(path)/\(id)", as: .agent).code == "permission.denied")
        }
    }
}

@Suite struct `An inbox's pages and proof` {
    @Test func `are changed apart from its looks`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let path = "/v1/inboxes/\(inbox.id)"
            let pages = InboxChange(origins: ["HTTPS://shop.example/", "https://*.shop.example"])

            let named = try await service.call(.patch, path, body: pages, as: .owner).decode(Inbox.self)
            let proven = try await service.call(.patch, path, body: InboxChange(verification: .required), as: .owner)
            let wrong = try await service.call(.patch, path, body: InboxChange(origins: ["shop.example"]), as: .owner)

            #expect(inbox.origins == ["*"] && inbox.verification == .optional)
            #expect(named.origins == ["https://shop.example", "https://*.shop.example"])
            #expect(named.widget == inbox.widget && named.name == inbox.name)
            #expect(try wrong.failure.fields.map { [$0.field, $0.code] } == [["origins[0]", "origin"]])
            var expected = named
            expected.verification = .required
            #expect(try proven.decode(Inbox.self) == expected)
            #expect(try await service.call(.get, path, as: .owner).decode(Inbox.self) == expected)
        }
    }

    @Test func `leave their trace in a conversation`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let start = ConversationStart(
                contact: ContactID(rawValue: 1), contactName: "Sara", verified: true, language: .arabic,
                message: MessageDraft(clientId: 1, body: "Hello"))
            let proven = try await service.call(
                .post, "/v1/widget/conversations", body: start, as: .visitor(1, of: inbox)
            ).decode(WidgetConversationWithMessages.self).conversation.id
            let other = try await service.conversation(of: .visitor(2, of: inbox))

            try await service.send("answer", 2, to: proven)

            #expect(try await service.find(proven).verified)
            #expect(try await !service.find(other).verified)
            #expect(try await service.list().items.map(\.verified) == [false, true])
        }
    }
}
