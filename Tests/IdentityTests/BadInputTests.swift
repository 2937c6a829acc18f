import HTTP
import JSON
import TestKit
import Testing
import WireModel

@testable import Identity

struct BadInputTests {
    private static let bodies: [(HTTP.Method, String)] = [
        (.post, "/internal/sign-up"), (.post, "/internal/sessions"), (.post, "/internal/sessions/resolution"),
        (.post, "/internal/sessions/end"), (.post, "/internal/keys/resolution"),
        (.post, "/internal/invitations/acceptance"), (.patch, "/v1/workspace"), (.post, "/v1/invitations"),
        (.post, "/v1/invitations/preview"), (.post, "/v1/api-keys"), (.post, "/internal/account/password"),
        (.post, "/v1/account/email"), (.post, "/internal/account/two-factor/confirmation"),
        (.post, "/v1/account/two-factor/backup-codes"), (.delete, "/v1/account/two-factor"),
        (.post, "/v1/tickets/preview"), (.post, "/internal/tickets/confirmation"),
        (.post, "/internal/tickets/password"), (.post, "/internal/password-reset"), (.post, "/internal/workspaces"),
        (.put, "/internal/session/workspace"), (.patch, "/v1/profile"), (.put, "/v1/workspace/security"),
    ]

    @Test func `what is no JSON, of another shape, or too large is refused on every route`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            for (method, path) in Self.bodies + [(.patch, "/v1/members/\(owner.member!)")] {
                for body in ["", "{", "nonsense", "{} {}", #"{"a":1,"a":2}"#, "\u{0}"] {
                    let answer = try await harness.call(method, path, body, as: owner)
                    #expect(answer.status == 400, "\(path) \(body)")
                    #expect(answer.code.hasPrefix("json."), "\(path) \(body)")
                }
                let list = try await harness.call(method, path, "[]", as: owner)
                #expect(list.code == "json.wrongType", "\(path)")
                let unknown = try await harness.call(method, path, #"{"surprise":1}"#, as: owner)
                #expect(unknown.status == 400, "\(path)")
                let large = "{\"name\":\"" + String(repeating: "a", count: 70_000) + "\"}"
                #expect(try await harness.call(method, path, large, as: owner).status == 413, "\(path)")
            }
        }
    }

    @Test func `an unknown field is named`() async throws {
        try await Harness.run { harness in
            let body = #"{"email":"a@b.co","password":"x","remember":true}"#

            let answer = try await harness.call(.post, "/internal/sessions", body)

            #expect(answer.status == 400)
            #expect(answer.code == "json.unknownField")
            #expect(answer.fields == ["remember unknown"])
        }
    }

    @Test(arguments: [
        (#"{"email":1,"password":"x"}"#, "json.wrongType", "email invalid"),
        (#"{"email":"a@b.co"}"#, "json.missingField", "password required"),
        (#"{"email":"a@b.co","password":null}"#, "json.", "password"),
        (#"{"email":"a@b.co","password":"x","workspace":"mbr_0000000000001"}"#, "json.wrongType", "workspace invalid"),
    ])
    func `a field of the wrong kind is named`(body: String, code: String, field: String) async throws {
        try await Harness.run { harness in
            let answer = try await harness.call(.post, "/internal/sessions", body)

            #expect(answer.status == 400)
            #expect(answer.code.hasPrefix(code))
            #expect(answer.fields.count == 1)
            #expect(answer.fields.first?.hasPrefix(field) == true)
        }
    }

    @Test(arguments: [
        #"{"role":"emperor"}"#, #"{"role":1}"#, #"{"inboxes":"some"}"#, #"{"inboxes":["wsp_0000000000001"]}"#,
        #"{"inboxes":[1]}"#, #"{"inboxes":{}}"#, #"{"name":"x"}"#, #"{"id":"mbr_0000000000001"}"#,
    ])
    func `a member's change is of known words only`(body: String) async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()

            #expect(try await harness.call(.patch, "/v1/members/\(owner.member!)", body, as: owner).status == 400)
        }
    }

    @Test(arguments: [
        "x", "mbr_1", "wsp_0000000000001", "mbr_zzzzzzzzzzzzz", "mbr_0000000000001", "..%2F..", "%00", "1 OR 1=1",
    ])
    func `what is no member's id names nobody`(id: String) async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let path = "/v1/members/" + id.split(separator: " ").joined(separator: "%20")

            #expect(try await harness.call(.get, path, as: owner).status == 404)
            #expect(try await harness.call(.delete, path, as: owner).status == 404)
        }
    }

    @Test(arguments: [
        "limit=0", "limit=201", "limit=x", "limit=-1", "limit=99999999999999999999", "cursor=x", "cursor=",
        "cursor=wsp_0000000000001",
    ])
    func `a page that cannot be is refused`(query: String) async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            for list in ["members", "invitations", "api-keys"] {
                let answer = try await harness.call(.get, "/v1/\(list)?\(query)", as: owner)

                #expect(answer.status == 422)
                #expect(answer.code == "input.invalid")
            }
        }
    }

    @Test func `text that could be SQL is text`() async throws {
        try await Harness.run { harness in
            let name = "'); DROP TABLE members; --"
            let grant = try await harness.signUp(workspace: name)

            #expect(grant.session.workspace.name == name)
            #expect(try await harness.signIn("' OR 1=1 --", Harness.password).status == 401)
            #expect(try await harness.signIn("sara@example.com").status == 201)
        }
    }

    @Test func `internal routes are for services`() async throws {
        try await Harness.run { harness in
            let workspace = "internal/workspaces/\(try await harness.owner().workspace)"
            #expect(try await harness.unsigned(.get, "/\(workspace)") == 401)
            #expect(try await harness.unsigned(.post, "/internal/sessions") == 401)
            // A path that only looks different is no way around the proof.
            for path in ["//\(workspace)", "/./\(workspace)", "/%69\(workspace.dropFirst())", "/v1/../\(workspace)"] {
                #expect(try await harness.unsigned(.get, path) == 404)
            }
        }
    }

    @Test func `an address that takes another method says so`() async throws {
        try await Harness.run { harness in
            let method = try await harness.call(.put, "/v1/workspace")
            let address = try await harness.call(.get, "/v1/nothing")

            #expect(method.status == 405)
            #expect(address.code == "route.notFound")
        }
    }
}
