import HTTP
import JSON
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Gateway

extension TeamBrowser {
    /// A secret of the inbox, which every gateway knows by the time that this returns.
    func secret(of inbox: InboxID) async throws -> VerificationSecretGrant {
        let grant = try await call(.post, "/inboxes/\(inbox)/secrets").decode(VerificationSecretGrant.self)
        let token = Token.signed(Token.claims("probe", now: gateway.clock.now), with: grant.value)
        try await eventually("the gateway knows the secret") {
            try await self.gateway.call(
                .post, "/api/v1/widget/\(inbox)/visitor", body: VisitorProof(token: token)
            ).status == .created
        }
        return grant
    }
}

@Suite struct `A verified visitor` {
    private func visitor(
        _ subject: String, _ fields: String = "", secret: String, at inbox: InboxID, of house: House
    ) async throws -> VisitorBrowser {
        let token = Token.signed(Token.claims(subject, now: house.clock.now, fields), with: secret)
        return try await VisitorBrowser(house.gateway, inbox: inbox, proof: token)
    }

    @Test func `finds the same conversations in every browser, and nobody else does`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let inbox = try await owner.inbox().id
            let secret = try await owner.secret(of: inbox).value
            let phone = try await visitor("42", #","email":"sara@example.com""#, secret: secret, at: inbox, of: house)
            let id = try await phone.conversation()

            let laptop = try await visitor("42", secret: secret, at: inbox, of: house)
            let other = try await visitor("43", #","email":"sara@example.com""#, secret: secret, at: inbox, of: house)

            #expect(laptop.id == phone.id && other.id != phone.id)
            #expect(
                try await laptop.call(.get, "/conversations").decode(Page<WidgetConversation>.self).items[0].id == id)
            #expect(try await other.call(.get, "/conversations").decode(Page<WidgetConversation>.self).items.isEmpty)
            #expect(try await other.call(.get, "/conversations/\(id)/messages").status == .notFound)
            #expect(try await owner.call(.get, "/conversations/\(id)").decode(Conversation.self).verified)
        }
    }

    @Test func `is told what was proven, and need not type it`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let inbox = try await owner.inbox().id
            let secret = try await owner.secret(of: inbox).value
            let claims = Token.claims("42", now: house.clock.now, #","name":"Sara","email":"sara@example.com""#)
            let proof = VisitorProof(token: Token.signed(claims, with: secret))

            let grant = try await house.gateway.call(.post, "/api/v1/widget/\(inbox)/visitor", body: proof)
                .decode(VisitorGrant.self)
            let visitor = try await visitor(
                "42", #","name":"Sara","email":"sara@example.com""#, secret: secret, at: inbox, of: house)
            let started = try await visitor.start(details: VisitorDetails(name: "Somebody else"))

            #expect(grant.identity == VisitorIdentity(subject: "42", name: "Sara", email: "sara@example.com"))
            #expect(started.status == .created)
            let contact = try await owner.call(.get, "/contacts?query=sara").decode(Page<Contact>.self).items[0]
            #expect((contact.name, contact.email, contact.unverified) == ("Sara", "sara@example.com", false))
            #expect(contact.claims.isEmpty)
        }
    }

    @Test func `shows an unverified one with the same e-mail nothing, and keeps the record`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let inbox = try await owner.inbox().id
            let secret = try await owner.secret(of: inbox).value
            let sara = try await visitor(
                "42", #","name":"Sara the First","email":"sara@example.com""#, secret: secret, at: inbox, of: house)
            let past = try await sara.conversation()
            let path =
                "/contacts/\(try await owner.call(.get, "/conversations/\(past)").decode(Conversation.self).contact)"
            let before = try await owner.call(.get, path).decode(Contact.self)
            let mallory = try await VisitorBrowser(house.gateway, inbox: inbox)
            let line = try await mallory.online()

            let started = try await mallory.start(
                "Hello", details: VisitorDetails(name: "Mallory", email: "sara@example.com", phone: "0559999999"))
            let own = try started.decode(WidgetConversationWithMessages.self).conversation.id
            _ = try await owner.call(
                .post, "/conversations/\(past)/messages", body: MessageDraft(clientId: 1, body: "A secret answer"))
            _ = try await owner.call(
                .post, "/conversations/\(own)/messages", body: MessageDraft(clientId: 2, body: "For you"))

            #expect(!started.text.contains("First"))
            #expect(try await line.messages(2) == ["Hello", "For you"])
            let seen = try await mallory.call(.get, "/conversations")
            #expect(try seen.decode(Page<WidgetConversation>.self).items.map(\.id) == [own])
            #expect(try await mallory.call(.get, "/conversations/\(past)/messages").status == .notFound)
            let conversation = try await owner.call(.get, "/conversations/\(own)").decode(Conversation.self)
            #expect(!conversation.verified && conversation.contact == before.id)
            let after = try await owner.call(.get, path).decode(Contact.self)
            #expect((after.name, after.email, after.phone) == (before.name, before.email, before.phone))
            #expect(!after.unverified)
        }
    }

    @Test func `is refused with a secret of another inbox, or with one that was revoked`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let inbox = try await owner.inbox().id
            let second = try await owner.call(.post, "/inboxes", body: InboxDraft(name: "Second")).decode(Inbox.self).id
            let grant = try await owner.secret(of: inbox)
            let token = Token.signed(Token.claims(now: house.clock.now), with: grant.value)
            func ask(_ inbox: InboxID) async throws -> TestAnswer {
                try await house.gateway.call(
                    .post, "/api/v1/widget/\(inbox)/visitor", body: VisitorProof(token: token))
            }

            let elsewhere = try await ask(second)
            let here = try await ask(inbox)
            _ = try await owner.call(.delete, "/inboxes/\(inbox)/secrets/\(grant.secret.id)")

            #expect((elsewhere.status, elsewhere.code) == (.unauthorized, "token.signature"))
            #expect(here.status == .created)
            try await eventually("the revoked secret proves nothing") { try await ask(inbox).code == "token.signature" }
        }
    }

    @Test func `is one for a day, then needs the shop's word again`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let inbox = try await owner.inbox().id
            let visitor = try await visitor(
                "42", secret: try await owner.secret(of: inbox).value, at: inbox, of: house)

            house.clock.advance(by: .seconds(86_399))
            let late = try await visitor.call(.get, "/conversations")
            house.clock.advance(by: .seconds(1))
            let tooLate = try await visitor.call(.get, "/conversations")

            #expect(late.status == .ok)
            #expect((tooLate.status, tooLate.code) == (.unauthorized, "visitor.unknown"))
        }
    }

    @Test func `is the only one let in where proof is required`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let inbox = try await owner.inbox().id
            let secret = try await owner.secret(of: inbox).value
            let anonymous = try await VisitorBrowser(house.gateway, inbox: inbox)
            let line = try await anonymous.online()
            let id = try await anonymous.conversation()

            _ = try await owner.call(.patch, "/inboxes/\(inbox)", body: InboxChange(verification: .required))
            let path = "/api/v1/widget/\(inbox)"
            try await eventually("the widget says that proof is required") {
                try await house.gateway.call(.get, path).decode(WidgetConfiguration.self).verification == .required
            }

            #expect(try await line.untilClosed()?.rawValue == 1012)
            let draft = MessageDraft(clientId: 9, body: "x")
            for answer in [
                try await house.gateway.call(.post, "\(path)/visitor"), try await anonymous.start(clientId: 5),
                try await anonymous.call(.get, "/conversations"),
                try await anonymous.call(.post, "/conversations/\(id)/messages", body: draft),
            ] {
                #expect((answer.status, answer.code) == (.unauthorized, "visitor.unverified"))
            }
            let back = try await anonymous.socket()
            let failure = await #expect(throws: Failure.self) { _ = try await back.hello(token: anonymous.token) }
            #expect(failure?.code == "visitor.unverified")
            #expect(try await back.untilClosed()?.rawValue == 4401)
            let verified = try await visitor("42", secret: secret, at: inbox, of: house)
            #expect(try await verified.start().status == .created)
            _ = try await verified.online()
        }
    }
}
