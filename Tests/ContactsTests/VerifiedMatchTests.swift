import HTTP
import Testing
import WireModel

@testable import Contacts

@Suite struct `Matching a verified visitor` {
    private static let sara = VisitorIdentity(
        subject: "42", name: "Sara", email: "sara@example.com", phone: "0501234567")
    private static let otherInbox = InboxID(rawValue: 71)

    @Test func `makes a verified contact, and finds it again by the subject in any browser`() async throws {
        let running = try await Running.start()

        let first = try await running.match(1, as: Self.sara)
        let again = try await running.match(1, as: Self.sara)
        let renamed = VisitorIdentity(subject: "42", name: "Sara", email: "new@example.com")
        let elsewhere = try await running.match(2, as: renamed)

        #expect((first.name, first.email, first.phone) == ("Sara", "sara@example.com", "+966501234567"))
        #expect(!first.unverified)
        #expect(again == first)
        #expect(try await running.events().count == 2)
        #expect(elsewhere.id == first.id && elsewhere.email == "sara@example.com" && !elsewhere.unverified)
        #expect(elsewhere.claims.map(\.email) == ["new@example.com"])
        await running.stop()
    }

    @Test func `takes a subject for that shop's alone`() async throws {
        let running = try await Running.start()
        let here = try await running.match(1, as: VisitorIdentity(subject: "42", name: "Sara"))

        let other = try await running.match(2, as: VisitorIdentity(subject: "42", name: "Huda"), at: Self.otherInbox)
        let workspace = try await running.match(1, as: Self.sara, in: WorkspaceID(rawValue: 8))

        #expect(Set([here.id, other.id, workspace.id]).count == 3)
        #expect((here.name, other.name) == ("Sara", "Huda"))
        await running.stop()
    }

    @Test func `finds the record that the team made, verifies it and fills what is blank`() async throws {
        let running = try await Running.start()
        let made = try await running.call(
            .post, "/v1/contacts", body: ContactDraft(name: "أم خالد", email: "sara@example.com"), as: Running.member,
            expecting: Contact.self)

        let found = try await running.match(1, as: Self.sara)

        #expect(found.id == made.id && !found.unverified)
        #expect((found.name, found.email, found.phone) == ("أم خالد", "sara@example.com", "+966501234567"))
        #expect(found.claims.map(\.name) == ["Sara"])
        await running.stop()
    }

    @Test func `takes the place of what was only typed, which is kept as a claim`() async throws {
        let running = try await Running.start()
        let typed = try await running.match(1, name: "Mallory", email: "sara@example.com", phone: "0559999999")

        let proven = try await running.match(
            2, as: VisitorIdentity(subject: "42", name: "Sara", email: "Sara@example.com"))

        #expect(proven.id == typed.id && !proven.unverified)
        #expect((proven.name, proven.email, proven.phone) == ("Sara", "Sara@example.com", nil))
        #expect(proven.claims.map(\.visitor) == [VisitorID(rawValue: 1)])
        #expect(proven.claims.map(\.phone) == ["+966559999999"])
        #expect(proven.claims.map(\.name) == ["Mallory"])
        await running.stop()
    }

    @Test func `leaves whoever typed the record first no hand in it`() async throws {
        let running = try await Running.start()
        _ = try await running.match(1, email: "sara@example.com")
        let proven = try await running.match(2, as: VisitorIdentity(subject: "42", email: "sara@example.com"))

        let after = try await running.match(1, name: "Mallory", email: "mallory@example.com", phone: "0559999999")

        #expect(after.id == proven.id && !after.unverified)
        #expect((after.name, after.email, after.phone) == ("", "sara@example.com", nil))
        #expect(after.claims.map(\.name) == ["Mallory"])
        await running.stop()
    }

    @Test func `leaves a stranger who types the same e-mail or phone with a claim at most`() async throws {
        let running = try await Running.start()
        let proven = try await running.match(1, as: Self.sara)

        let byEmail = try await running.match(2, email: "sara@example.com")
        let byPhone = try await running.match(3, name: "Mallory", email: "m@example.com", phone: "0501234567")

        #expect(byEmail == proven)
        var claimed = byPhone
        claimed.claims = []
        #expect(claimed == proven)
        #expect(byPhone.claims.map(\.visitor) == [VisitorID(rawValue: 3)])
        await running.stop()
    }

    @Test func `finds nobody by what a verified visitor only types`() async throws {
        let running = try await Running.start()
        let proven = try await running.match(1, as: Self.sara)

        let other = try await running.match(
            2, name: "Mallory", email: "sara@example.com", phone: "0501234567", as: VisitorIdentity(subject: "66"))
        let again = try await running.match(2, phone: "0557777777", as: VisitorIdentity(subject: "66"))

        #expect(other.id != proven.id && other.email == nil && other.phone == nil)
        #expect((again.name, again.phone, again.unverified) == ("Mallory", "+966557777777", true))
        #expect(try await running.contact(proven.id) == proven)
        await running.stop()
    }

    @Test func `lets nobody have an e-mail or phone that is another contact's`() async throws {
        let running = try await Running.start()
        let huda = try await running.match(1, as: VisitorIdentity(subject: "1", email: "huda@example.com"))
        let sara = try await running.match(2, as: VisitorIdentity(subject: "2", phone: "0501234567"))

        let both = VisitorIdentity(subject: "2", email: "huda@example.com", phone: "0501234567")
        let after = try await running.match(2, as: both)

        #expect(after.id == sara.id && after.email == nil && after.claims.map(\.email) == ["huda@example.com"])
        #expect(try await running.contact(huda.id) == huda)
        await running.stop()
    }

    @Test func `passes over what a shop's server gives that cannot be kept`() async throws {
        let running = try await Running.start()
        let long = String(repeating: "ن", count: 500)

        let contact = try await running.match(
            1, as: VisitorIdentity(subject: "42", name: long, email: "sara@", phone: "none"))

        #expect(contact.name == String(long.prefix(80)))
        #expect(contact.email == nil && contact.phone == nil && !contact.unverified)
        await running.stop()
    }

    @Test func `at the same moment from many browsers is one contact`() async throws {
        let running = try await Running.start()

        let ids = try await withThrowingTaskGroup(of: ContactID.self) { group in
            for _ in 1...20 { group.addTask { try await running.match(1, as: Self.sara).id } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }

        #expect(ids.count == 1)
        await running.stop()
    }
}
