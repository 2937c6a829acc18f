import HTTP
import Server
import TestKit
import Testing
import WireModel

@testable import Conversations
@testable import Identity

@Suite struct `The audit log` {
    @Test func `tells of inboxes, by whom and from where, each once`() async throws {
        let folder = TemporaryFolder()
        try await withShop(#"{"name": "small"}"#, conversationsFolder: folder) { shop in
            _ = try await shop.service.call(
                .patch, "/v1/inboxes/\(shop.inbox.id)", body: InboxChange(name: "Support"), as: shop.owner,
                headers: ["Majlis-Client-Address": "203.0.113.9", "Majlis-Client-Device": "Firefox"])
            _ = try await shop.service.call(
                .patch, "/v1/inboxes/\(shop.inbox.id)", body: InboxChange(name: "Support"), as: shop.owner)

            try await eventually("both are there") { try await shop.inboxEntries().count == 2 }

            let entries = try await shop.inboxEntries()
            #expect(entries.map(\.action) == [.inboxChanged, .inboxCreated])
            #expect(entries[0].actor == AuditActor(shop.owner.member!, name: shop.owner.name))
            #expect(entries[0].target == AuditTarget(.inbox, shop.inbox.id, name: "Support"))
            #expect((entries[0].address, entries[0].device) == ("203.0.113.9", "Firefox"))
            #expect(entries[0].details == ["name": "Sales → Support"])
            let told = try await shop.service.events().filter { $0.type == .auditRecorded }
            #expect(told.map(\.audience) == [.services, .services])
        }
    }

    @Test func `tells of an inbox's secrets, by their ids alone`() async throws {
        try await withShop(#"{"name": "small"}"#) { shop in
            let path = "/v1/inboxes/\(shop.inbox.id)/secrets"
            let grant = try await shop.service.call(.post, path, as: shop.owner).decode(VerificationSecretGrant.self)
            _ = try await shop.service.call(.delete, "\(path)/\(grant.secret.id)", as: shop.owner)

            try await eventually("both are there") { try await shop.inboxEntries().count == 3 }

            let details = try await shop.inboxEntries().prefix(2).map(\.details)
            let id = grant.secret.id
            #expect(details == [["verificationSecret": "\(id) → –"], ["verificationSecret": "– → \(id)"]])
        }
    }
}
