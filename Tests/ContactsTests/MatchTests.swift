import HTTP
import Testing
import WireModel

@testable import Contacts

@Suite struct `Matching a visitor` {
    @Test func `the same visitor always gets the same contact`() async throws {
        let running = try await Running.start()

        let first = try await running.match(1, name: "Sara", email: "sara@example.com")
        let second = try await running.match(1, name: "Sara", email: "sara@example.com")
        let third = try await running.match(1)

        #expect(first == second)
        #expect(third == first)
        #expect(try await running.events().count == 1)
        await running.stop()
    }

    @Test func `an e-mail or phone that was typed is unverified`() async throws {
        let running = try await Running.start()

        #expect(try await running.match(1, email: "sara@example.com").unverified)
        #expect(try await running.match(2, phone: "0501234567").unverified)
        #expect(try await !running.match(3, name: "Sara").unverified)
        await running.stop()
    }

    @Test func `the same e-mail in any case is the same contact, and nothing of it is overwritten`() async throws {
        let running = try await Running.start()
        let first = try await running.match(1, name: "Sara", email: "sara@example.com", phone: "0501234567")

        let second = try await running.match(2, name: "سارة", email: "SARA@example.com", phone: "0559999999")

        #expect(second.id == first.id)
        #expect(second.name == "Sara" && second.email == "sara@example.com" && second.phone == "+966501234567")
        #expect(second.unverified)
        #expect(second.claims.map(\.visitor) == [VisitorID(rawValue: 2)])
        #expect(second.claims.map(\.name) == ["سارة"])
        #expect(second.claims.map(\.email) == [nil])
        #expect(second.claims.map(\.phone) == ["+966559999999"])
        await running.stop()
    }

    @Test func `the same number in another writing is the same contact`() async throws {
        let running = try await Running.start()
        let first = try await running.match(1, phone: "+966 50 123 4567")

        let second = try await running.match(2, phone: "٠٥٠١٢٣٤٥٦٧")

        #expect(second.id == first.id)
        #expect(second.claims.isEmpty)
        await running.stop()
    }

    @Test func `an e-mail's match wins over a phone's`() async throws {
        let running = try await Running.start()
        let byEmail = try await running.match(1, email: "sara@example.com")
        let byPhone = try await running.match(2, phone: "0501234567")

        let found = try await running.match(3, email: "sara@example.com", phone: "0501234567")

        #expect(byEmail.id != byPhone.id)
        #expect(found.id == byEmail.id)
        #expect(found.phone == nil && found.claims.first?.phone == "+966501234567")
        await running.stop()
    }

    @Test func `a record that the team verified stays as it is when a stranger matches it`() async throws {
        let running = try await Running.start()
        let made = try await running.call(
            .post, "/v1/contacts", body: ContactDraft(name: "Sara", email: "sara@example.com"), as: Running.member,
            expecting: Contact.self)

        let found = try await running.match(1, email: "sara@example.com")

        #expect(!made.unverified)
        #expect(found == made)
        await running.stop()
    }

    @Test func `who made the record may fill in what was blank`() async throws {
        let running = try await Running.start()
        let anonymous = try await running.match(1)
        _ = try await running.match(2, email: "taken@example.com")

        let named = try await running.match(1, name: "Sara", email: "sara@example.com")
        let again = try await running.match(1, email: "taken@example.com", phone: "0501234567")

        #expect(named.id == anonymous.id && named.name == "Sara" && named.email == "sara@example.com")
        #expect(named.unverified)
        #expect(again.email == "sara@example.com" && again.phone == "+966501234567")
        #expect(again.claims.map(\.email) == ["taken@example.com"])
        await running.stop()
    }

    @Test func `who was matched to a record fills in nothing`() async throws {
        let running = try await Running.start()
        let first = try await running.match(1, email: "sara@example.com")

        let second = try await running.match(2, email: "sara@example.com")
        let third = try await running.match(2, name: "Mallory", phone: "0501234567")

        #expect(third.id == first.id && third.name == "" && third.phone == nil)
        #expect(second.claims.isEmpty && third.claims.count == 1)
        await running.stop()
    }

    @Test func `the ten newest claims are kept, and a repeated one counts once`() async throws {
        let running = try await Running.start()
        let first = try await running.match(1, name: "Sara", email: "sara@example.com")

        for visitor in Int64(2)...13 {
            _ = try await running.match(visitor, name: "N\(visitor)", email: "sara@example.com")
        }
        _ = try await running.match(13, name: "N13", email: "sara@example.com")

        let claims = try await running.contact(first.id).claims
        #expect(claims.map(\.name) == (4...13).reversed().map { "N\($0)" })
        await running.stop()
    }

    @Test func `what is no e-mail and no number is told field by field`() async throws {
        let running = try await Running.start()

        let failure = await #expect(throws: Failure.self) {
            try await running.match(1, name: String(repeating: "ن", count: 81), email: "sara@", phone: "none")
        }

        #expect(failure?.kind == .invalid)
        #expect(failure?.fields.map(\.field) == ["details.name", "details.email", "details.phone"])
        #expect(failure?.fields.map(\.code) == ["tooLong", "email", "phone"])
        await running.stop()
    }

    @Test func `another workspace has contacts of its own`() async throws {
        let running = try await Running.start()
        let other = WorkspaceID(rawValue: 8)
        let here = try await running.match(1, email: "sara@example.com")

        let there = try await running.match(1, email: "sara@example.com", in: other)

        #expect(here.id != there.id)
        await #expect(throws: Failure.notFound("contact")) { try await running.contact(here.id, in: other) }
        await running.stop()
    }

    @Test func `visitors who come at the same moment with one e-mail are one contact`() async throws {
        let running = try await Running.start()

        let ids = try await withThrowingTaskGroup(of: ContactID.self) { group in
            for visitor in Int64(1)...20 {
                group.addTask { try await running.match(visitor, email: "sara@example.com").id }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }

        #expect(ids.count == 1)
        await running.stop()
    }

    @Test func `it is for services only`() async throws {
        let running = try await Running.start()
        let contact = try await running.match(1)

        let answer = try await running.send(.get, "/v1/contacts/\(contact.id)")

        #expect(answer.status == 401)
        await running.stop()
    }
}
