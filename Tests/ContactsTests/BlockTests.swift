import HTTP
import JSON
import TestKit
import Testing
import WireModel

@testable import Contacts

@Suite struct `A contact who is blocked` {
    private static let manager = Principal.member(3, .supervisor, workspace: 7)

    private func contact(_ running: Running) async throws -> Contact {
        try await running.call(
            .post, "/v1/contacts", body: ContactDraft(name: "Sara", email: "sara@example.com"), as: Self.manager,
            expecting: Contact.self)
    }

    @Test func `says so, is told once with who did it, and may write again`() async throws {
        let running = try await Running.start()
        let path = "/v1/contacts/\(try await contact(running).id)"
        func ask(_ method: HTTP.Method) async throws -> Contact {
            try await running.call(method, "\(path)/block", as: Self.manager, expecting: Contact.self)
        }

        for _ in 1...2 { #expect(try await ask(.put).blocked) }
        #expect(try await running.call(.get, path, as: Self.manager, expecting: Contact.self).blocked)
        let page = try await running.call(.get, "/v1/contacts", as: Self.manager, expecting: Page<Contact>.self)
        #expect(page.items.map(\.blocked) == [true])
        for _ in 1...2 { #expect(try await ask(.delete).blocked == false) }

        let told = try await running.events().map { try $0.data(as: ContactReference.self) }
        #expect(told.map(\.blocked) == [nil, true, nil])
        #expect(told.map(\.by) == [nil, Self.manager.author, Self.manager.author])
        await running.stop()
    }

    @Test func `stays so when their name changes, and is found again by e-mail`() async throws {
        let running = try await Running.start()
        let path = "/v1/contacts/\(try await contact(running).id)"
        _ = try await running.send(.put, "\(path)/block", as: Self.manager)

        let renamed = try await running.call(
            .patch, path, body: ContactChange(name: "S."), as: Self.manager, expecting: Contact.self)
        let matched = try await running.match(9, email: "sara@example.com")

        #expect(renamed.blocked && matched.blocked)
        #expect(try await running.events().last?.data(as: ContactReference.self).blocked == true)
        await running.stop()
    }

    @Test func `is blocked by who may, where they are`() async throws {
        let running = try await Running.start()
        let path = "/v1/contacts/\(try await contact(running).id)/block"
        let light = Principal.member(4, .light, workspace: 7)

        for method in [HTTP.Method.put, .delete] {
            #expect(try await running.send(method, path, as: light).status == 403)
            #expect(try await running.send(method, path, as: Running.visitor).status == 403)
            #expect(try await running.send(method, path, as: Running.stranger).status == 404)
            #expect(try await running.send(method, path).status == 401)
            #expect(try await running.send(method, "/v1/contacts/ctc_1/block", as: Self.manager).status == 404)
        }
        #expect(try await running.events().count == 1)
        await running.stop()
    }
}
