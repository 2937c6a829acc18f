import HTTP
import TestKit
import Testing
import WireModel

extension Journey {
    @Suite struct `A team and a customer` {
        @Test func `sign up, find a first inbox, invite and join`() async throws {
            try await Deployment.run { deployment in
                let owner = try await deployment.signUp()
                let inboxes = try await owner.call(.get, "inboxes", expecting: Page<Inbox>.self).items
                let draft = InvitationDraft(email: "salem@palm.example", role: .agent, inboxes: .all)
                let grant = try await owner.call(.post, "invitations", body: draft, expecting: InvitationGrant.self)

                let acceptance = InvitationAcceptance(
                    token: grant.token, name: "سالم", email: "salem@palm.example", password: "another password",
                    language: .arabic)
                let answer = try await deployment.edge.call(.post, "/api/v1/invitations/acceptance", body: acceptance)
                let agent = try Teammate(client: deployment.edge, answer: answer)
                let again = try await deployment.edge.call(.post, "/api/v1/invitations/acceptance", body: acceptance)

                #expect(inboxes.count == 1)
                #expect(agent.workspace == owner.workspace)
                #expect(agent.session.member.role == .agent)
                #expect(again.status == .gone)
            }
        }

        @Test func `write to each other and see the same`() async throws {
            try await Deployment.run { deployment in
                let talk = try await Talk(in: deployment)

                try await talk.go {}

                try await talk.expectAgreement()
                #expect(await talk.agent.hellos == 1)
                await talk.stop()
            }
        }

        @Test func `see each other type, and notes stay with the team`() async throws {
            try await Deployment.run { deployment in
                let talk = try await Talk(in: deployment)

                await talk.visitor.type(active: true)
                await talk.agent.type(active: true)
                let note = await talk.agent.send("A note", kind: .note)
                let reply = await talk.agent.send("A reply")

                try await eventually("each hears of the other") {
                    let heard = await (talk.agent.events, talk.visitor.events)
                    return heard.0.contains { $0.type == "typing" } && heard.1.contains { $0.type == "typing" }
                        && heard.1.contains { $0.message?.clientId == reply }
                        && heard.0.contains { $0.message?.clientId == note }
                }
                #expect(await !talk.visitor.events.contains { $0.message?.kind == .note })
                #expect(try await !talk.customer.messages(of: talk.conversation).contains { $0.kind == .note })
                await talk.stop()
            }
        }

        @Test func `find the customer among the contacts from the first message`() async throws {
            try await Deployment.run { deployment in
                let (owner, customer, conversation) = try await deployment.conversation()
                let second = try await Customer(client: deployment.edge, inbox: customer.inbox)

                let later = try await second.start("مرة أخرى", name: "Somebody", email: "LAYLA@example.com")

                let contacts = try await owner.call(.get, "contacts", expecting: Page<Contact>.self).items
                #expect(contacts.map(\.name) == ["Layla"])
                #expect(contacts.first?.unverified == true)
                let ids = [conversation, later.conversation.id]
                for id in ids {
                    let known = try await owner.call(.get, "conversations/\(id)", expecting: Conversation.self)
                    #expect(known.contact == contacts.first?.id)
                }
                let own = try await second.call(.get, "conversations").decode(Page<WidgetConversation>.self)
                #expect(own.items.map(\.id) == [later.conversation.id])
                #expect(try await second.call(.get, "conversations/\(conversation)").status == .notFound)
            }
        }
    }
}
