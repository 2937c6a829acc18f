import HTTP
import JSON
import Server
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Conversations
@testable import Identity

@Suite struct `A workspace's plan` {
    @Test func `refuses the team past its messages, and never a customer`() async throws {
        try await withShop(#"{"name": "small", "messagesPerMonth": 3}"#) { shop in
            let visitor = Principal.visitor(1, of: shop.inbox, workspace: shop.number)
            let id = try await shop.service.start(visitor).conversation.id
            try await shop.service.send("Hello", 2, to: id, as: visitor)

            let last = try await shop.service.send("At the limit", 1, to: id, as: shop.owner)
            let refused = try await shop.service.send("Over it", 2, to: id, as: shop.owner)
            let note = try await shop.service.send("A note", 3, to: id, as: shop.owner, kind: .note)
            let customer = try await shop.service.send("Still there?", 3, to: id, as: visitor)
            let again = try await shop.service.send("At the limit", 1, to: id, as: shop.owner)

            #expect(last.status == .created)
            #expect((refused.status, refused.code) == (.forbidden, "plan.messages"))
            #expect(try refused.failure.message == "The plan “small” allows 3 messages a month.")
            #expect((note.status, note.code) == (.forbidden, "plan.messages"))
            #expect(customer.status == .created)
            #expect((again.status, again.bytes) == (.ok, last.bytes))
            let bodies = try await shop.service.messages(id, as: shop.owner).items.map(\.body)
            #expect(bodies == ["Hello", "Hello", "At the limit", "Still there?"])
            #expect(try await shop.usage().messagesThisMonth == 4)
        }
    }

    @Test func `begins anew with each month`() async throws {
        try await withShop(#"{"name": "small", "messagesPerMonth": 1}"#) { shop in
            let id = try await shop.service.start(.visitor(1, of: shop.inbox, workspace: shop.number)).conversation.id
            #expect(try await shop.service.send("Hello", 1, to: id, as: shop.owner).code == "plan.messages")

            shop.clock.advance(by: .seconds(30 * 86_400))

            #expect(try await shop.usage().messagesThisMonth == 0)
            #expect(try await shop.service.send("Hello", 1, to: id, as: shop.owner).status == .created)
            #expect(try await shop.service.send("Hello", 2, to: id, as: shop.owner).code == "plan.messages")
            #expect(try await shop.usage().storageBytes == 10)
        }
    }

    @Test func `refuses the team past its storage, and never a customer`() async throws {
        try await withShop(#"{"name": "small", "storageBytes": 10}"#) { shop in
            let visitor = Principal.visitor(1, of: shop.inbox, workspace: shop.number)
            let id = try await shop.service.start(visitor).conversation.id

            let fits = try await shop.service.send("12345", 1, to: id, as: shop.owner)
            let refused = try await shop.service.send("6", 2, to: id, as: shop.owner)
            let customer = try await shop.service.send("Hello", 2, to: id, as: visitor)

            #expect(fits.status == .created)
            #expect((refused.status, refused.code) == (.forbidden, "plan.storage"))
            #expect(try refused.failure.message == "The plan “small” allows 10 bytes of messages.")
            #expect(customer.status == .created)
            #expect(try await shop.usage().storageBytes == 15)
        }
    }

    @Test func `refuses one of many messages in a request, and stores the others`() async throws {
        try await withShop(#"{"name": "small", "messagesPerMonth": 2}"#) { shop in
            let visitor = Principal.visitor(1, of: shop.inbox, workspace: shop.number)
            let id = try await shop.service.start(visitor).conversation.id
            func line(_ caller: Principal, _ clientId: Int64) throws -> [UInt8] {
                MessageLine(
                    principal: try testKey.assertion(of: caller, now: shop.clock.now), conversation: id,
                    draft: MessageDraft(clientId: clientId, body: "Hello")
                ).encoded()
            }
            let body = try line(shop.owner, 1) + line(shop.owner, 2) + line(visitor, 2)

            let answer = try await shop.service.send(.post, "/internal/messages", bytes: body)

            let outcomes = try answer.bytes.split(separator: UInt8(ascii: "\n")).map {
                try MessageOutcome(line: Array($0))
            }
            let codes = outcomes.map { outcome in
                if case .failure(let failure) = outcome { failure.code } else { "stored" }
            }
            #expect(codes == ["stored", "plan.messages", "stored"])
            #expect(try await shop.usage().messagesThisMonth == 3)
        }
    }

    @Test func `is raised by the operator, and heard of at once`() async throws {
        try await withShop(#"{"name": "small", "messagesPerMonth": 1, "inboxes": 1}"#) { shop in
            let id = try await shop.service.start(.visitor(1, of: shop.inbox, workspace: shop.number)).conversation.id
            #expect(try await shop.service.send("Hello", 1, to: id, as: shop.owner).code == "plan.messages")

            _ = try await shop.identity.call(
                .put, "/internal/workspaces/\(shop.owner.workspace)/plan", body: PlanAssignment(plan: "unlimited"))

            try await eventually("the team may write") {
                try await shop.service.send("Hello", 1, to: id, as: shop.owner).status == .created
            }
            #expect(
                try await shop.service.call(.post, "/v1/inboxes", body: InboxDraft(name: "Second"), as: shop.owner)
                    .status == .created)
        }
    }

    @Test func `limits inboxes, and nothing is made past it`() async throws {
        try await withShop(#"{"name": "small", "inboxes": 2}"#) { shop in
            _ = try await shop.service.inbox("Second", as: shop.owner)

            let refused = try await shop.service.call(
                .post, "/v1/inboxes", body: InboxDraft(name: "Third"), as: shop.owner)

            #expect((refused.status, refused.code) == (.forbidden, "plan.inboxes"))
            #expect(try refused.failure.message == "The plan “small” has room for 2 inboxes.")
            #expect(try await shop.usage().inboxes == 2)
        }
    }

    @Test func `and what it uses is told by identity`() async throws {
        try await withShop(#"{"name": "small", "inboxes": 2, "members": 4}"#) { shop in
            try await shop.service.start(.visitor(1, of: shop.inbox, workspace: shop.number))

            let usage = try await shop.identity.call(.get, "/v1/workspace/usage", as: shop.owner)
                .decode(WorkspaceUsage.self)

            #expect(
                usage
                    == WorkspaceUsage(
                        plan: Plan(name: "small", members: 4, inboxes: 2), members: 1, inboxes: 1, storageBytes: 5,
                        messagesThisMonth: 1))
            let outsider = Principal.visitor(1, of: shop.inbox, workspace: shop.number)
            #expect(try await shop.identity.call(.get, "/v1/workspace/usage", as: outsider).status == .forbidden)
        }
    }
}
