import HTTP
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Gateway

@Suite struct `A widget` {
    @Test func `learns how it looks before anybody has written`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway, workspace: "متجر الورد")
            let inbox = try await owner.inbox()

            let answer = try await house.gateway.call(.get, "/api/v1/widget/\(inbox.id)")

            #expect(
                try answer.decode(WidgetConfiguration.self)
                    == WidgetConfiguration(
                        inbox: inbox.id, settings: inbox.widget, workspaceName: "متجر الورد", teamOnline: false))
        }
    }

    @Test func `of no inbox is not found`() async throws {
        try await House.open { house in
            for id in ["inb_0000000000001", "inb_x", "cnv_0000000000001"] {
                let shown = try await house.gateway.call(.get, "/api/v1/widget/\(id)")
                let joined = try await house.gateway.call(.post, "/api/v1/widget/\(id)/visitor")

                #expect((shown.status, shown.code) == (.notFound, "inbox.notFound"))
                #expect((joined.status, joined.code) == (.notFound, "inbox.notFound"))
            }
        }
    }

    @Test func `shows what was changed of its inbox`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            var inbox = try await owner.inbox()
            _ = try await house.gateway.call(.get, "/api/v1/widget/\(inbox.id)")

            inbox.widget.title = "Changed"
            _ = try await owner.call(.patch, "/inboxes/\(inbox.id)", body: InboxChange(widget: inbox.widget))

            try await eventually("the widget shows the new title") {
                try await house.gateway.call(.get, "/api/v1/widget/\(inbox.id)").decode(WidgetConfiguration.self)
                    .settings.title == "Changed"
            }
        }
    }

    @Test func `of an archived inbox lets nobody new in, and those who were here before go on`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let inbox = try await owner.inbox()
            func join() async throws -> TestAnswer {
                try await house.gateway.call(.post, "/api/v1/widget/\(inbox.id)/visitor")
            }
            let before = try await join().decode(VisitorGrant.self)

            _ = try await owner.call(.patch, "/inboxes/\(inbox.id)", body: InboxChange(archived: true))

            try await eventually("the door is shut") { try await join().code == "inbox.archived" }
            #expect(try await join().status == .gone)
            let own = try await house.gateway.call(
                .get, "/api/v1/widget/conversations", headers: ["Authorization": "Bearer \(before.token)"])
            #expect(own.status == .ok)
        }
    }

    @Test func `shows its workspace's new name`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway, workspace: "Old")
            let inbox = try await owner.inbox()
            func name() async throws -> String {
                try await house.gateway.call(.get, "/api/v1/widget/\(inbox.id)").decode(WidgetConfiguration.self)
                    .workspaceName
            }
            #expect(try await name() == "Old")

            _ = try await owner.call(.patch, "/workspace", body: WorkspaceChange(name: "New"))

            try await eventually("the widget shows the new name") { try await name() == "New" }
        }
    }

    @Test func `takes a visitor from the first message to the answer`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let visitor = try await VisitorBrowser(house.gateway, inbox: try await owner.inbox().id)
            let details = VisitorDetails(name: "Sara", email: "sara@example.com")

            let started = try await visitor.start(details: details)
            let again = try await visitor.start(details: details)
            let id = try started.decode(WidgetConversationWithMessages.self).conversation.id
            _ = try await owner.call(
                .post, "/conversations/\(id)/messages", body: MessageDraft(clientId: 1, body: "Welcome"))
            let second = try await visitor.call(
                .post, "/conversations/\(id)/messages", body: MessageDraft(clientId: 2, body: "Thanks"))
            let read = try await visitor.call(.put, "/conversations/\(id)/read", body: ReadMark(sequence: 3))

            #expect((started.status, again.status) == (.created, .ok))
            #expect(started.bytes == again.bytes)
            #expect((second.status, read.status) == (.created, .noContent))
            #expect(
                try await visitor.call(.get, "/conversations/\(id)/messages").decode(Page<Message>.self).items.map(
                    \.body) == ["السلام عليكم", "Welcome", "Thanks"])
            let seen = try await owner.call(.get, "/conversations/\(id)").decode(Conversation.self)
            #expect((seen.contactName, seen.visitorRead) == ("Sara", 3))
            let contact = try await owner.call(.get, "/contacts/\(seen.contact)").decode(Contact.self)
            #expect((contact.email, contact.unverified) == ("sara@example.com", true))
        }
    }

    @Test func `asks again for what its form requires, field by field`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            var inbox = try await owner.inbox()
            inbox.widget.preChat = PreChat(name: .required, email: .required, phone: .hidden)
            _ = try await owner.call(.patch, "/inboxes/\(inbox.id)", body: InboxChange(widget: inbox.widget))
            let visitor = try await VisitorBrowser(house.gateway, inbox: inbox.id)

            try await eventually("the form requires an address") {
                try await house.gateway.call(.get, "/api/v1/widget/\(inbox.id)").decode(WidgetConfiguration.self)
                    .settings == inbox.widget
            }
            let missing = try await visitor.start(details: VisitorDetails(name: "Sara"))
            let wrong = try await visitor.start(details: VisitorDetails(name: "Sara", email: "not an address"))
            let good = try await visitor.start(
                details: VisitorDetails(name: "Sara", email: "sara@example.com", phone: "ignored"))

            #expect(missing.status == .unprocessableContent)
            #expect(try missing.failure.fields.map { [$0.field, $0.code] } == [["details.email", "required"]])
            #expect(wrong.status == .unprocessableContent)
            #expect(try wrong.failure.fields.map { [$0.field, $0.code] } == [["details.email", "email"]])
            #expect(good.status == .created)
        }
    }

    @Test func `leaves no contact behind when its first message is refused`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let visitor = try await VisitorBrowser(house.gateway, inbox: try await owner.inbox().id)
            let drafts = [
                MessageDraft(clientId: 1, body: " \n "), MessageDraft(clientId: 0, body: "Hello"),
                MessageDraft(clientId: 1, body: String(repeating: "x", count: Message.bodyLimitBytes + 1)),
                MessageDraft(clientId: 1, body: "a\0b"), MessageDraft(clientId: 1, body: "Hello", kind: .note),
            ]
            for draft in drafts {
                let start = WidgetStart(details: VisitorDetails(name: "Sara"), language: .arabic, message: draft)

                let refused = try await visitor.call(.post, "/conversations", body: start)

                #expect([403, 413, 422].contains(refused.status.rawValue))
                #expect(try refused.failure.fields.allSatisfy { $0.field.hasPrefix("message.") })
            }
            #expect(try await owner.call(.get, "/contacts").decode(Page<Contact>.self).items.isEmpty)
        }
    }

    @Test func `shows a second device with the same address nothing of the first`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let inbox = try await owner.inbox().id
            let first = try await VisitorBrowser(house.gateway, inbox: inbox)
            let second = try await VisitorBrowser(house.gateway, inbox: inbox)
            let email = "sara@example.com"
            let secret = try await first.start(
                "A secret order", details: VisitorDetails(name: "Sara the First", email: email)
            )
            .decode(WidgetConversationWithMessages.self).conversation.id
            let line = try await second.online()

            let started = try await second.start("Hello", details: VisitorDetails(name: "Mallory", email: email))
            _ = try await owner.call(
                .post, "/conversations/\(secret)/messages", body: MessageDraft(clientId: 1, body: "A secret answer"))
            let own = try started.decode(WidgetConversationWithMessages.self).conversation.id
            _ = try await owner.call(
                .post, "/conversations/\(own)/messages", body: MessageDraft(clientId: 2, body: "For you"))

            #expect(own != secret)
            #expect(!started.text.contains("First"))
            #expect(
                try await second.call(.get, "/conversations").decode(Page<WidgetConversation>.self).items.map(\.id) == [
                    own
                ])
            for path in ["/conversations/\(secret)", "/conversations/\(secret)/messages"] {
                #expect(try await second.call(.get, path).status == .notFound)
            }
            #expect(
                try await second.call(
                    .post, "/conversations/\(secret)/messages", body: MessageDraft(clientId: 9, body: "x")
                ).status == .notFound)
            #expect(try await line.messages(2) == ["Hello", "For you"])
            // For the team both are the same contact, with the name it had.
            let conversations = try await owner.call(.get, "/conversations").decode(Page<Conversation>.self).items
            #expect(Set(conversations.map(\.contact)).count == 1)
            #expect(Set(conversations.map(\.contactName)) == ["Sara the First"])
        }
    }

    @Test func `is closed to whoever has no token of ours`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let inbox = try await owner.inbox().id
            let visitor = try await VisitorBrowser(house.gateway, inbox: inbox)
            let other = DeploymentKey(Array("another-deployment's-key-0123456789".utf8))
            let pass = VisitorPass(
                workspace: try #require(owner.session).workspace.id, inbox: inbox, visitor: visitor.id,
                expiry: house.clock.now + .seconds(99))
            let old = VisitorPass(
                workspace: pass.workspace, inbox: inbox, visitor: visitor.id, expiry: house.clock.now)
            let tokens = [
                "", "x", "x.y", visitor.token + "A", try other.visitorToken(pass), try testKey.visitorToken(old),
                testKey.serviceAssertion(now: house.clock.now),
                try testKey.assertion(of: .visitor(1, inbox: inbox), now: house.clock.now),
                try #require(owner.cookie),
            ]

            for token in tokens {
                let answer = try await house.gateway.call(
                    .get, "/api/v1/widget/conversations", headers: ["Authorization": "Bearer \(token)"])
                #expect((answer.status, answer.code) == (.unauthorized, "visitor.unknown"), "\(token)")

                let line = Line(try await house.gateway.webSocket("/api/v1/widget/socket"))
                await #expect(throws: Failure.self) { _ = try await line.hello(token: token) }
                #expect(try await line.untilClosed()?.rawValue == 4401)
            }
            #expect(try await house.gateway.call(.get, "/api/v1/widget/conversations").code == "visitor.unknown")
        }
    }

    @Test func `is no way in for the team, nor the team's for a visitor`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let visitor = try await VisitorBrowser(house.gateway, inbox: try await owner.inbox().id)

            let asVisitor = try await house.gateway.call(
                .get, "/api/v1/conversations", headers: ["Authorization": "Bearer \(visitor.token)"])
            let asMember = try await owner.call(.get, "/widget/conversations")

            #expect(asVisitor.status == .unauthorized)
            #expect(asMember.status == .unauthorized)
        }
    }
}
