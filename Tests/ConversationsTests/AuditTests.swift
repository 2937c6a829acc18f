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
}
