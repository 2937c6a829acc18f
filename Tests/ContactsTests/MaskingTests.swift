import HTTP
import TestKit
import Testing
import WireModel

@testable import Contacts

@Suite struct `Who does not see e-mail and telephone` {
    private let masked = Principal.member(
        5, Rights(role: nil, grants: Grants([.contactsView: [.all], .contactsEdit: [.all]]), inboxes: .all))

    @Test func `sees that they are there, and finds nobody by them`() async throws {
        try await TestService.start(Contacts.self) { contacts in
            let draft = ContactDraft(name: "Layla", email: "layla@example.com", phone: "0501234567")
            let made = try await contacts.call(.post, "/v1/contacts", body: draft, as: masked).decode(Contact.self)
            let path = "/v1/contacts/\(made.id)"

            let seen = try await contacts.call(.get, path, as: masked).decode(Contact.self)
            let listed = try await contacts.call(.get, "/v1/contacts", as: masked).decode(Page<Contact>.self).items
            let whole = try await contacts.call(.get, path, as: .agent).decode(Contact.self)

            for contact in [made, seen] + listed {
                #expect((contact.name, contact.email) == ("Layla", "l•••@•••.com"))
                #expect(contact.phone?.hasPrefix("•••") == true)
            }
            #expect(whole.email == "layla@example.com")
            for query in ["layla@example", "0501234567", "1234567", "example.com"] {
                let found = "/v1/contacts?query=\(query)"
                #expect(try await contacts.call(.get, found, as: masked).decode(Page<Contact>.self).items.isEmpty)
                #expect(try await contacts.call(.get, found, as: .agent).decode(Page<Contact>.self).items.count == 1)
            }
            let byName = try await contacts.call(.get, "/v1/contacts?query=LAYLA", as: masked)
            #expect(try byName.decode(Page<Contact>.self).items.count == 1)
        }
    }

    @Test func `does not find somebody without a name by what stands in its place`() async throws {
        try await TestService.start(Contacts.self) { contacts in
            let draft = ContactDraft(name: "", email: "layla@example.com")
            _ = try await contacts.call(.post, "/v1/contacts", body: draft, as: .agent)

            let found = try await contacts.call(.get, "/v1/contacts?query=layla", as: masked)

            #expect(try found.decode(Page<Contact>.self).items.isEmpty)
        }
    }

    @Test func `overwrites neither`() async throws {
        try await TestService.start(Contacts.self) { contacts in
            let draft = ContactDraft(name: "Layla", email: "layla@example.com")
            let made = try await contacts.call(.post, "/v1/contacts", body: draft, as: .agent).decode(Contact.self)
            let path = "/v1/contacts/\(made.id)"

            let email = try await contacts.call(.patch, path, body: ContactChange(email: "x@example.com"), as: masked)
            let name = try await contacts.call(.patch, path, body: ContactChange(name: "Leila"), as: masked)

            #expect((email.status, name.status) == (.forbidden, .ok))
            #expect(try name.decode(Contact.self).email == "l•••@•••.com")
            #expect(try await contacts.call(.get, path, as: .agent).decode(Contact.self).email == "layla@example.com")
        }
    }

    @Test(arguments: [
        ("layla@example.com", "l•••@•••.com"), ("l@b.co", "l•••@•••.co"), ("no address", "•••"), ("a.b@c", "•••"),
    ])
    func `of an e-mail sees its ends`(email: String, seen: String) {
        #expect(Masking.email(email) == seen)
    }

    @Test(arguments: [("+966501234567", "•••67"), ("٠٥٠١٢٣٤٥٦٧", "•••٦٧"), ("12345", "•••"), ("ask my wife", "•••")])
    func `of a number sees its end`(phone: String, seen: String) {
        #expect(Masking.phone(phone) == seen)
    }
}
