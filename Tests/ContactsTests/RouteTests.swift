import HTTP
import JSON
import Testing
import WireModel

@testable import Contacts

@Suite struct `The team's contacts` {
    private func create(
        _ running: Running, _ name: String, email: String? = nil, phone: String? = nil
    ) async throws -> Contact {
        try await running.call(
            .post, "/v1/contacts", body: ContactDraft(name: name, email: email, phone: phone), as: Running.member,
            expecting: Contact.self)
    }

    private func find(_ running: Running, _ query: String) async throws -> [String] {
        let escaped = query.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return try await running.call(
            .get, "/v1/contacts?query=\(escaped)", as: Running.member, expecting: Page<Contact>.self
        ).items.map(\.name)
    }

    @Test func `are found by name, e-mail and number, folded`() async throws {
        let running = try await Running.start()
        _ = try await create(running, "أحمد الفُلاني", email: "Ahmad@Example.com", phone: "0501234567")
        _ = try await create(running, "Sara 100%", email: "sara@example.com")

        #expect(try await find(running, "احمد") == ["أحمد الفُلاني"])
        #expect(try await find(running, "الفلانى") == ["أحمد الفُلاني"])
        #expect(try await find(running, "AHMAD@") == ["أحمد الفُلاني"])
        #expect(try await find(running, "٠٥٠ ١٢٣") == ["أحمد الفُلاني"])
        #expect(try await find(running, "+96650") == ["أحمد الفُلاني"])
        #expect(try await find(running, "100%") == ["Sara 100%"])
        #expect(try await find(running, "%") == ["Sara 100%"])
        #expect(try await find(running, "_") == [])
        #expect(try await find(running, "example.com").count == 2)
        await running.stop()
    }

    @Test func `come page by page, each once`() async throws {
        let running = try await Running.start()
        for number in 1...7 { _ = try await create(running, "C\(number)") }

        var names: [String] = []
        var cursor: String? = ""
        while let place = cursor {
            let rest = place.isEmpty ? "" : "&cursor=\(place)"
            let page = try await running.call(
                .get, "/v1/contacts?limit=3\(rest)", as: Running.member, expecting: Page<Contact>.self)
            names += page.items.map(\.name)
            cursor = page.nextCursor
        }

        #expect(names == (1...7).reversed().map { "C\($0)" })
        await running.stop()
    }

    @Test(arguments: ["limit=0", "limit=101", "limit=x", "cursor=abc", "cursor="])
    func `a list's bounds are told`(query: String) async throws {
        let running = try await Running.start()

        let answer = try await running.send(.get, "/v1/contacts?\(query)", as: Running.member)

        #expect(answer.status == 422)
        await running.stop()
    }

    @Test func `a member's e-mail or number counts as verified, and empty takes away`() async throws {
        let running = try await Running.start()
        let contact = try await running.match(1, name: "Sara", email: "sara@example.com", phone: "0501234567")
        let path = "/v1/contacts/\(contact.id)"

        let renamed = try await running.call(
            .patch, path, body: ContactChange(name: " سارة  علي "), as: Running.member, expecting: Contact.self)
        let verified = try await running.call(
            .patch, path, body: ContactChange(email: "sara.ali@example.com", phone: ""), as: Running.member,
            expecting: Contact.self)

        #expect(renamed.name == "سارة علي" && renamed.unverified)
        #expect(verified.email == "sara.ali@example.com" && verified.phone == nil && !verified.unverified)
        #expect(try await running.contact(contact.id) == verified)
        #expect(try await find(running, "سارة") == ["سارة علي"])
        #expect(try await find(running, "0501") == [])
        await running.stop()
    }

    @Test func `another contact's e-mail or number is refused`() async throws {
        let running = try await Running.start()
        _ = try await create(running, "Sara", email: "sara@example.com", phone: "0501234567")
        let other = try await create(running, "Omar")

        let failure = await #expect(throws: Failure.self) {
            try await running.call(
                .patch, "/v1/contacts/\(other.id)",
                body: ContactChange(email: "SARA@example.com", phone: "+966 50 123 4567"), as: Running.member,
                expecting: Contact.self)
        }

        #expect(failure?.kind == .conflict && failure?.code == "contact.duplicate")
        #expect(failure?.fields.map(\.field) == ["email", "phone"])
        #expect(failure?.fields.map(\.code) == ["taken", "taken"])
        await #expect(throws: Failure.self) { try await create(running, "Sara 2", email: "sara@example.com") }
        await running.stop()
    }

    @Test func `a contact may keep its own e-mail`() async throws {
        let running = try await Running.start()
        let sara = try await create(running, "Sara", email: "sara@example.com")

        let changed = try await running.call(
            .patch, "/v1/contacts/\(sara.id)", body: ContactChange(email: "Sara@example.com"), as: Running.member,
            expecting: Contact.self)

        #expect(changed.email == "Sara@example.com")
        await running.stop()
    }

    @Test func `a draft of nothing and a wrong field are refused`() async throws {
        let running = try await Running.start()

        #expect(
            try await running.send(.post, "/v1/contacts", body: ContactDraft(name: "  "), as: Running.member).status
                == 422)
        #expect(
            try await running.send(.post, "/v1/contacts", body: ContactDraft(name: "S", email: "s"), as: Running.member)
                .status == 422)
        #expect(try await running.send(.post, "/v1/contacts", body: ["title": "Dr"], as: Running.member).status == 400)
        await running.stop()
    }

    @Test(arguments: [("GET", "/v1/contacts"), ("POST", "/v1/contacts"), ("GET", "one"), ("PATCH", "one")])
    func `are not for visitors, nor for anybody without a name`(method: String, path: String) async throws {
        let running = try await Running.start()
        let contact = try await running.match(5, name: "Sara")
        let target = path == "one" ? "/v1/contacts/\(contact.id)" : path
        let method: HTTP.Method = method == "GET" ? .get : method == "POST" ? .post : .patch

        #expect(try await running.send(method, target, as: Running.visitor).status == 403)
        #expect(try await running.send(method, target).status == 401)
        await running.stop()
    }

    @Test func `of another workspace do not exist`() async throws {
        let running = try await Running.start()
        let contact = try await running.match(1, name: "Sara")
        let path = "/v1/contacts/\(contact.id)"

        #expect(try await running.send(.get, path, as: Running.stranger).status == 404)
        #expect(
            try await running.send(.patch, path, body: ContactChange(name: "X"), as: Running.stranger).status == 404)
        #expect(
            try await running.call(.get, "/v1/contacts", as: Running.stranger, expecting: Page<Contact>.self).items
                .isEmpty)
        await running.stop()
    }

    @Test func `every change is told once, and what changes nothing is not`() async throws {
        let running = try await Running.start()
        let contact = try await create(running, "Sara", email: "sara@example.com")
        for _ in 1...2 {
            _ = try await running.call(
                .patch, "/v1/contacts/\(contact.id)", body: ContactChange(name: "Sara A."), as: Running.member,
                expecting: Contact.self)
        }
        _ = try await running.match(1, name: "S.", email: "sara@example.com")
        _ = try await running.match(1, name: "S.", email: "sara@example.com")

        let events = try await running.events()

        #expect(events.map(\.type) == [.contactChanged, .contactChanged, .contactChanged])
        #expect(events.allSatisfy { $0.audience == .agents })
        let names = try events.map { try $0.data(as: ContactReference.self).name }
        #expect(names == ["Sara", "Sara A.", "Sara A."])
        await running.stop()
    }
}
