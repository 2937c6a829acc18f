import HTTP
import TestKit
import Testing
import WireModel

@testable import Contacts
@testable import Conversations

/// Conversations beside real contacts, and one of them.
private func withContact(
    _ body: (TestService<Conversations>, TestService<Contacts>, Contact) async throws -> Void
) async throws {
    try await TestService.start(Contacts.self) { contacts in
        try await TestService.start(Conversations.self, settings: ["MAJLIS_CONTACTS_URL": contacts.address]) {
            let contact = try await contacts.call(.post, "/v1/contacts", body: ContactDraft(name: "Sara"), as: .owner)
                .decode(Contact.self)
            try await body($0, contacts, contact)
        }
    }
}

extension TestService where Program == Contacts {
    fileprivate func block(_ contact: Contact) async throws {
        #expect(try await call(.put, "/v1/contacts/\(contact.id)/block", as: .owner).status == .ok)
    }
}

extension TestService where Program == Conversations {
    /// Waits until the block is known. Each try is another message: one that was stored before is the answer to its
    /// repeat.
    fileprivate func isRefused(_ visitor: Principal, in id: ConversationID) async throws {
        var clientId: Int64 = 100
        try await eventually("the block is known") {
            clientId += 1
            return try await send("No", clientId, to: id, as: visitor).code == "contact.blocked"
        }
    }
}

@Suite struct `A customer who is blocked` {
    @Test func `neither goes on nor begins, and writes again once let in`() async throws {
        try await withContact { service, contacts, contact in
            let inbox = try await service.inbox()
            let (visitor, other) = (Principal.visitor(1, of: inbox), Principal.visitor(2, of: inbox))
            let number = contact.id.rawValue
            let id = try await service.start(visitor, contact: number).conversation.id
            let begin = ConversationStart(
                contact: contact.id, contactName: "Sara", language: .arabic,
                message: MessageDraft(clientId: 1, body: "Hello"))

            try await contacts.block(contact)
            try await service.isRefused(visitor, in: id)

            let refused = try await service.send("No", 3, to: id, as: visitor)
            let anew = try await service.call(.post, "/v1/widget/conversations", body: begin, as: other)
            #expect((refused.status, refused.code) == (.forbidden, "contact.blocked"))
            #expect((anew.status, anew.code) == (.forbidden, "contact.blocked"))
            // Another customer is another matter, and so is what the team writes.
            #expect(try await service.start(.visitor(3, of: inbox), contact: number + 1).status == .created)
            #expect(try await service.send("Sorry", 4, to: id).status == .created)
            // What was stored before is still the answer to its repeat.
            #expect(try await service.start(visitor, contact: number).status == .ok)

            _ = try await contacts.call(.delete, "/v1/contacts/\(contact.id)/block", as: .owner)
            try await eventually("it is known") {
                try await service.send("Yes", 5, to: id, as: visitor).status == .created
            }
        }
    }

    @Test func `was told of while conversations was away, and is remembered`() async throws {
        let port = ReservedPort()
        let folder = TemporaryFolder()
        let settings = ["MAJLIS_CONTACTS_URL": port.address]
        var (visitor, id) = (Principal.owner, ConversationID(rawValue: 1))
        try await TestService.start(Contacts.self, port: port.number) { contacts in
            let contact = try await contacts.call(.post, "/v1/contacts", body: ContactDraft(name: "Sara"), as: .owner)
                .decode(Contact.self)
            try await TestService.start(Conversations.self, settings: settings, folder: folder) { service in
                visitor = .visitor(1, of: try await service.inbox())
                id = try await service.start(visitor, contact: contact.id.rawValue).conversation.id
            }
            try await contacts.block(contact)
            try await TestService.start(Conversations.self, settings: settings, folder: folder) { service in
                try await service.isRefused(visitor, in: id)
            }
        }

        // The contacts are away now: what was learnt is kept.
        try await TestService.start(Conversations.self, settings: settings, folder: folder) { service in
            let answer = try await service.send("No", 3, to: id, as: visitor)
            #expect(answer.code == "contact.blocked", "\(answer.status.rawValue) \(answer.text)")
        }
    }
}
