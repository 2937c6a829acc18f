import HTTP
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Gateway

@Suite struct `Signing up` {
    @Test func `gives a session in a cookie that scripts cannot read, and a first inbox`() async throws {
        try await House.open { house in
            let browser = TeamBrowser(house.gateway)
            let form = SignUp(
                workspaceName: String(repeating: "متجر", count: 20), name: "Owner", email: "owner@example.com",
                password: "a long password", language: .arabic)

            let answer = try await browser.call(.post, "/sign-up", body: form)

            #expect(answer.status == .created)
            let cookie = try #require(answer.headers["Set-Cookie"])
            #expect(cookie.hasSuffix("; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax"))
            #expect(answer.headers["Cache-Control"] == "no-store")
            #expect(!answer.text.contains(try #require(browser.cookie)))
            #expect(try await browser.call(.get, "/inboxes").decode(Page<Inbox>.self).items.count == 1)
            #expect(try await browser.call(.get, "/session").decode(Session.self).id == answer.decode(Session.self).id)
        }
    }

    @Test func `marks the cookie as secure behind TLS`() async throws {
        try await House.open(settings: ["MAJLIS_PUBLIC_URL": "https://chat.example.com"]) { house in
            let form = SignUp(
                workspaceName: "Shop", name: "Owner", email: "owner@example.com", password: "a long password",
                language: .arabic)

            let answer = try await house.gateway.call(
                .post, "/api/v1/sign-up", body: form, headers: ["Origin": "https://chat.example.com"])

            let cookie = try #require(answer.headers["Set-Cookie"])
            #expect(cookie.hasPrefix("__Host-majlis_session="))
            #expect(cookie.hasSuffix("; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax; Secure"))
            let pair = String(cookie.prefix { $0 != ";" })
            let plain = String(pair.dropFirst("__Host-".count))
            func ask(_ cookie: String) async throws -> Status {
                try await house.gateway.call(.get, "/api/v1/session", headers: ["Cookie": cookie]).status
            }
            #expect(try await ask(pair) == .ok)
            #expect(try await ask(plain) == .unauthorized)
        }
    }

    @Test func `with an address that has another password is refused with the field`() async throws {
        try await House.open { house in
            _ = try await TeamBrowser.signUp(house.gateway)
            let form = SignUp(
                workspaceName: "Other", name: "Other", email: "OWNER@example.com", password: "another password",
                language: .arabic)

            let answer = try await TeamBrowser(house.gateway).call(.post, "/sign-up", body: form)

            #expect((answer.status, answer.code) == (.conflict, "email.taken"))
            #expect(try answer.failure.fields.map { [$0.field, $0.code] } == [["email", "taken"]])
            #expect(answer.headers["Content-Type"] == "application/problem+json")
            #expect(answer.headers["Set-Cookie"] == nil)
        }
    }
}

@Suite struct `Signing in and out` {
    @Test func `opens and ends a session`() async throws {
        try await House.open { house in
            _ = try await TeamBrowser.signUp(house.gateway)
            let browser = TeamBrowser(house.gateway)

            let signedIn = try await browser.call(
                .post, "/session", body: SignIn(email: "owner@example.com", password: "a long password"))
            let token = browser.cookie
            let seen = try await browser.call(.get, "/session")
            let signedOut = try await browser.call(.delete, "/session")
            browser.cookie = token
            let after = try await browser.call(.get, "/session")

            #expect((signedIn.status, seen.status, signedOut.status) == (.created, .ok, .noContent))
            #expect(signedOut.headers["Set-Cookie"] == "majlis_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
            #expect((after.status, after.code) == (.unauthorized, "session.required"))
        }
    }

    @Test func `with a wrong password says as little as with a wrong address`() async throws {
        try await House.open { house in
            _ = try await TeamBrowser.signUp(house.gateway)
            let browser = TeamBrowser(house.gateway)

            let wrong = try await browser.call(
                .post, "/session", body: SignIn(email: "owner@example.com", password: "another password"))
            let unknown = try await browser.call(
                .post, "/session", body: SignIn(email: "nobody@example.com", password: "another password"))

            #expect((wrong.status, wrong.code) == (.unauthorized, "session.wrong"))
            #expect(wrong.bytes == unknown.bytes)
        }
    }

    @Test func `works with a key in place of a cookie`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let grant = try await owner.call(.post, "/api-keys", body: APIKeyDraft(name: "Sync", role: .admin)).decode(
                APIKeyGrant.self)
            func ask(_ secret: String) async throws -> TestAnswer {
                try await house.gateway.call(.get, "/api/v1/inboxes", headers: ["Authorization": "Bearer \(secret)"])
            }

            #expect(try await ask(grant.secret).status == .ok)
            #expect(try await ask(grant.secret + "x").status == .unauthorized)
            #expect(try await owner.call(.delete, "/api-keys/\(grant.key.id)").status == .noContent)
            try await eventually("the key is worthless") { try await ask(grant.secret).status == .unauthorized }
        }
    }

    @Test(arguments: [
        "/inboxes", "/conversations", "/conversations/counts", "/contacts", "/members", "/workspace", "/session",
        "/api-keys", "/invitations",
    ])
    func `is needed before anything else`(path: String) async throws {
        try await House.open { house in
            let nobody = try await house.gateway.call(.get, "/api/v1\(path)")
            let forged = try await house.gateway.call(
                .get, "/api/v1\(path)", headers: ["Cookie": "majlis_session=\(Secret().text)"])
            let pretending = try await house.gateway.call(.get, "/api/v1\(path)", as: .owner)

            for answer in [nobody, forged, pretending] {
                #expect((answer.status, answer.code) == (.unauthorized, "session.required"))
            }
        }
    }
}

@Suite struct `A page of another site` {
    @Test func `changes nothing with our cookie`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let cookie = "majlis_session=\(try #require(owner.cookie))"
            func post(_ headers: Headers) async throws -> TestAnswer {
                var headers = headers
                headers.set("Cookie", cookie)
                return try await house.gateway.call(
                    .post, "/api/v1/inboxes", body: InboxDraft(name: "X"), headers: headers)
            }

            for origin in [
                "https://evil.example.com", "null", "http://127.0.0.1:1",
                "https://127.0.0.1:\(house.gateway.port).evil.com",
            ] {
                let answer = try await post(["Origin": origin])
                #expect((answer.status, answer.code) == (.forbidden, "origin.refused"), "\(origin)")
            }
            #expect(try await post(["Sec-Fetch-Site": "cross-site"]).code == "origin.refused")
            #expect(try await post(["Sec-Fetch-Site": "same-site"]).code == "origin.refused")
            #expect(try await post(["Origin": house.gateway.address]).status == .created)
            #expect(try await post(["Sec-Fetch-Site": "same-origin"]).status == .created)
            #expect(try await owner.call(.get, "/inboxes").decode(Page<Inbox>.self).items.count == 3)
        }
    }

    @Test(arguments: [
        ["Sec-Fetch-Site": ""], ["Sec-Fetch-Site": "same-origin, cross-site"], ["Origin": ""],
        ["Origin": "null", "Sec-Fetch-Site": "same-origin"], ["Origin": "OWN/"], ["Origin": "OWN, OWN"],
        ["Origin": "OWN", "Sec-Fetch-Site": "cross-site"], ["Origin": "OWN", "Sec-Fetch-Site": "same-site"],
        ["Origin": "https://evil.example.com", "Sec-Fetch-Site": "none"],
        ["Origin": "https://evil.example.com", "X-Forwarded-Host": "evil.example.com"],
        ["Origin": "https://evil.example.com", "Forwarded": "host=evil.example.com"],
        ["Origin": "https://evil.example.com", "X-HTTP-Method-Override": "GET"],
        ["Origin": "https://evil.example.com", "Upgrade": "websocket"],
    ])
    func `finds no hole beside it`(given: [String: String]) async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            var headers: Headers = ["Cookie": "majlis_session=\(try #require(owner.cookie))"]
            for (name, value) in given { headers.add(name, value.replacing("OWN", with: house.gateway.address)) }

            let answer = try await house.gateway.call(
                .post, "/api/v1/inboxes", body: InboxDraft(name: "X"), headers: headers)

            #expect((answer.status, answer.code) == (.forbidden, "origin.refused"))
            #expect(try await owner.call(.get, "/inboxes").decode(Page<Inbox>.self).items.count == 1)
        }
    }

    @Test func `is told nothing by a request that changes nothing, and may ask for no more`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let foreign: Headers = [
                "Origin": "https://evil.example.com", "Cookie": "majlis_session=\(try #require(owner.cookie))",
                "Access-Control-Request-Method": "DELETE", "Access-Control-Request-Headers": "authorization",
            ]

            for path in ["/session", "/inboxes", "/contacts", "/workspace"] {
                for method in [HTTP.Method.get, .head, .options] {
                    let answer = try await house.gateway.call(method, "/api/v1\(path)", headers: foreign)

                    // The browser hides it from the page, and puts it into no element of the page either.
                    #expect(!answer.headers.contains { $0.name.lowercased().hasPrefix("access-control-") }, "\(path)")
                    #expect(answer.headers["Cross-Origin-Resource-Policy"] == "same-origin", "\(path)")
                    #expect(answer.headers["X-Content-Type-Options"] == "nosniff", "\(path)")
                    #expect(answer.headers["Set-Cookie"] == nil, "\(path)")
                }
            }
        }
    }

    @Test func `is not ours for a second line that is`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            for origins in [[house.gateway.address, "https://evil.com"], ["https://evil.com", house.gateway.address]] {
                var headers: Headers = ["Cookie": "majlis_session=\(try #require(owner.cookie))"]
                for origin in origins { headers.add("Origin", origin) }

                let answer = try await house.gateway.call(
                    .post, "/api/v1/inboxes", body: InboxDraft(name: "X"), headers: headers)

                #expect(answer.code == "origin.refused")
            }
        }
    }

    @Test func `is known by the public address, whatever host was asked for`() async throws {
        try await House.open(settings: ["MAJLIS_PUBLIC_URL": "https://chat.example.com"]) { house in
            func ask(_ origin: String) async throws -> String {
                try await house.gateway.call(
                    .post, "/api/v1/session", body: SignIn(email: "a@b.co", password: "wrong"),
                    headers: ["Origin": origin]
                ).code
            }

            // The host that this test asks for, and the public name without TLS.
            let asked = try await ask(house.gateway.address)
            #expect(asked == "origin.refused")
            #expect(try await ask("http://chat.example.com") == "origin.refused")
            #expect(try await ask("https://chat.example.com") == "session.wrong")
        }
    }

    @Test func `signs nobody up, in or out`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let foreign: Headers = [
                "Origin": "https://evil.example.com", "Cookie": "majlis_session=\(try #require(owner.cookie))",
            ]
            let requests: [(HTTP.Method, String, any Encodable)] = [
                (.post, "/session", SignIn(email: "owner@example.com", password: "a long password")),
                (.delete, "/session", [String]()),
                (
                    .post, "/sign-up",
                    SignUp(
                        workspaceName: "X", name: "X", email: "x@example.com", password: "a long password",
                        language: .arabic)
                ),
                (
                    .post, "/invitations/acceptance",
                    InvitationAcceptance(
                        token: "t", name: "X", email: "x@example.com", password: "a long password", language: .arabic)
                ),
            ]

            for (method, path, body) in requests {
                let answer = try await house.gateway.call(method, "/api/v1\(path)", body: body, headers: foreign)
                #expect((answer.status, answer.code) == (.forbidden, "origin.refused"), "\(path)")
            }
            #expect(try await owner.call(.get, "/session").status == .ok)
        }
    }
}
