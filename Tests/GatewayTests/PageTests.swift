import HTTP
import Server
import TestKit
import Testing
import WireModel

@testable import Gateway

@Suite struct `The pages` {
    private static let pages = [
        "/inbox", "/sign-in", "/sign-up", "/join", "/settings", "/forgot", "/reset", "/confirm", "/two-factor",
        "/help/verified-visitors", "/help/roles",
    ]

    @Test(arguments: pages)
    func `of the team run our scripts only, and stand in nobody's frame`(path: String) async throws {
        try await House.open { house in
            let answer = try await house.gateway.call(.get, path)

            #expect(answer.status == .ok)
            #expect(answer.headers["Content-Type"]?.hasPrefix("text/html") == true)
            let policy = try #require(answer.headers["Content-Security-Policy"])
            #expect(policy.contains("default-src 'self'"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe"))
            #expect(answer.headers["Cross-Origin-Opener-Policy"] == "same-origin")
            #expect(answer.headers["Cross-Origin-Resource-Policy"] == "same-origin")
            #expect(answer.headers["Referrer-Policy"] == "same-origin")
        }
    }

    @Test(arguments: pages + ["/widget/frame"])
    func `hold no script or style that the policy would refuse, and name no other host`(path: String) async throws {
        try await House.open { house in
            let text = try await house.gateway.call(.get, path).text

            #expect(text.firstMatch(of: #/<script(?![^>]*\bsrc=)[^>]*>/#) == nil)
            #expect(text.firstMatch(of: #/<style|\sstyle=|\son[a-z]+=/#) == nil)
            #expect(text.firstMatch(of: #/(src|href)="(https?:)?\/\//#) == nil)
        }
    }

    @Test func `of the widget stand in anybody's frame until its inbox names its pages`() async throws {
        try await House.open { house in
            let inbox = try await TeamBrowser.signUp(house.gateway).inbox()
            for path in ["/widget/frame?inbox=\(inbox.id)", "/widget.js"] {
                let answer = try await house.gateway.call(.get, path)

                #expect(answer.status == .ok)
                #expect(answer.headers["Content-Security-Policy"]?.contains("frame-ancestors *") == true)
                #expect(answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin")
                #expect(answer.headers["Cross-Origin-Opener-Policy"] == nil)
            }
        }
    }

    @Test func `are found from the front door`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)

            let stranger = try await house.gateway.call(.get, "/")
            let member = try await house.gateway.call(.get, "/", headers: owner.headers)

            #expect((stranger.status, stranger.headers["Location"]) == (.seeOther, "/sign-in"))
            #expect((member.status, member.headers["Location"]) == (.seeOther, "/inbox"))
        }
    }

    @Test(arguments: [
        "/assets/../Package.swift", "/assets/..%2f..%2f..%2fPackage.swift", "/assets/%2e%2e/%2e%2e/Package.swift",
        "/assets//etc/passwd", "/assets/common/", "/assets/", "/nothing", "/assets/common/nothing.css",
        "/assets/common/tokens.css%00",
    ])
    func `lead nowhere else`(path: String) async throws {
        try await House.open { house in
            let answer = try await house.gateway.call(.get, path)

            #expect((400...404).contains(answer.status.rawValue))
            #expect(answer.headers["Content-Type"] == "application/problem+json")
        }
    }

    @Test func `bring what they are made of, with their types`() async throws {
        try await House.open { house in
            for (path, type) in [
                ("/assets/common/tokens.css", "text/css"), ("/assets/common/socket.js", "text/javascript"),
                ("/favicon.ico", "image/svg+xml"),
            ] {
                let answer = try await house.gateway.call(.get, path)
                let known = try await house.gateway.call(
                    .get, path, headers: ["If-None-Match": answer.headers["ETag"] ?? ""])

                #expect(answer.status == .ok)
                #expect(answer.headers["Content-Type"]?.hasPrefix(type) == true, "\(path)")
                #expect(known.status == .notModified)
            }
        }
    }
}

@Suite struct `Every answer` {
    @Test func `tells browsers to keep it safe`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let inbox = try await owner.inbox().id
            let paths = [
                "/", "/inbox", "/widget.js", "/widget/frame", "/assets/common/tokens.css", "/assets/none",
                "/favicon.ico", "/nothing", "/healthz", "/readyz", "/metrics", "/api/v1/openapi.json",
                "/api/v1/widget/\(inbox)",
                "/api/v1/inboxes", "/api/v1/contacts?query=%", "/api/v1/conversations/none", "/api/v1/socket",
            ]

            for path in paths {
                for headers in [owner.headers, [:]] {
                    let answer = try await house.gateway.call(.get, path, headers: headers)

                    #expect(answer.headers["X-Content-Type-Options"] == "nosniff", "\(path)")
                    #expect(answer.headers["Permissions-Policy"]?.contains("camera=()") == true, "\(path)")
                    #expect(answer.headers["Referrer-Policy"] != nil, "\(path)")
                    #expect(answer.headers["Cross-Origin-Resource-Policy"] != nil, "\(path)")
                    #expect(answer.headers["Strict-Transport-Security"] == nil, "\(path)")
                    #expect(answer.headers.values(of: "Content-Security-Policy").count == 1, "\(path)")
                }
            }
        }
    }

    @Test(arguments: [
        "/api/v1/inboxes", "/api/v1/openapi.json", "/api/v1/nothing", "/healthz", "/assets/none", "/widget/none",
    ])
    func `of the API runs nothing and stands in no frame`(path: String) async throws {
        try await House.open { house in
            let answer = try await house.gateway.call(.get, path)

            #expect(answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'")
            #expect(answer.headers["Cross-Origin-Resource-Policy"] == "same-origin")
            #expect(answer.headers["Access-Control-Allow-Origin"] == nil)
        }
    }

    @Test(arguments: ["/inbox", "/widget.js", "/assets/common/tokens.css", "/api/v1/openapi.json"])
    func `that nothing has changed says the same as the one before`(path: String) async throws {
        try await House.open { house in
            let first = try await house.gateway.call(.get, path)

            let known: Headers = ["If-None-Match": try #require(first.headers["ETag"])]
            let second = try await house.gateway.call(.get, path, headers: known)

            #expect(second.status == .notModified)
            for name in ["Content-Security-Policy", "Cross-Origin-Resource-Policy", "Referrer-Policy"] {
                #expect(second.headers[name] == first.headers[name], "\(name)")
            }
        }
    }

    @Test func `is for TLS only where we are reached by it`() async throws {
        try await House.open(settings: ["MAJLIS_PUBLIC_URL": "https://chat.example.com"]) { house in
            for path in ["/inbox", "/api/v1/inboxes", "/widget/frame", "/nothing"] {
                let answer = try await house.gateway.call(.get, path)

                #expect(answer.headers["Strict-Transport-Security"] == "max-age=31536000")
            }
        }
    }
}

@Suite struct `The edge` {
    @Test func `takes no client's word for where it is, and tells the services what it saw`() async throws {
        let mirror = try TestServer { router in
            router.get("/v1/contacts") { request in
                .text(request.headers.filter { $0.name.hasPrefix("Majlis-Client") }.map(\.value).joined(separator: " "))
            }
        }
        try await House.open(settings: ["MAJLIS_CONTACTS_URL": mirror.address]) { house in
            var headers = try await TeamBrowser.signUp(house.gateway).headers
            let spoofed: Headers = [
                "Majlis-Client-Address": "6.6.6.6", "Majlis-Client-Device": "spoofed", "User-Agent": " Mozilla ",
                "X-Forwarded-For": "6.6.6.6, 203.0.113.7",
            ]
            headers.append(contentsOf: spoofed)

            let told = try await house.gateway.call(.get, "/api/v1/contacts", headers: headers).text
            headers.set("Majlis-Service", "x")
            let again = try await house.gateway.call(.get, "/api/v1/contacts", headers: headers).text

            #expect(told == "203.0.113.7 Mozilla")
            #expect(again == told)
        }
        await mirror.stop()
    }

    @Test(arguments: [
        "/internal/events", "/internal/inboxes/inb_0000000000001", "/internal/sessions/resolution",
        "/api/internal/events", "/api/v1/../internal/events", "/api/v1/inboxes/../../internal/events",
        "/api/v1/inboxes/..%2f..%2finternal%2fevents", "/api/v1//internal/events", "/v1/inboxes",
    ])
    func `shows nothing of the services' own routes, not even to a service`(path: String) async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)

            let asService = try await house.gateway.call(.get, path, internal: true, headers: owner.headers)
            let asOwner = try await house.gateway.call(.get, path, internal: false, headers: owner.headers)

            #expect([401, 404].contains(asOwner.status.rawValue))
            #expect(asService.status == .notFound)
        }
    }

    @Test func `passes failures on as the services told them`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)

            let missing = try await owner.call(.get, "/conversations/cnv_0000000000001")
            let invalid = try await owner.call(.post, "/inboxes", body: InboxDraft(name: " "))
            let unread = try await house.gateway.send(
                .post, "/api/v1/inboxes", bytes: Array(#"{"name":"x","y":1}"#.utf8), headers: owner.headers)
            let method = try await owner.call(.delete, "/inboxes/inb_0000000000001")

            #expect((missing.status, missing.code) == (.notFound, "conversation.notFound"))
            #expect(try invalid.failure.fields.map { [$0.field, $0.code] } == [["name", "required"]])
            #expect((unread.status, unread.code) == (.badRequest, "json.unknownField"))
            #expect((method.status, method.headers["Allow"]) == (.methodNotAllowed, "GET, PATCH, HEAD"))
            for answer in [missing, invalid, unread, method] {
                #expect(answer.headers["Content-Type"] == "application/problem+json")
                #expect(answer.headers["Cache-Control"] == "no-store")
            }
        }
    }

    @Test func `says which service does not answer, and when to come back`() async throws {
        try await House.open(settings: ["MAJLIS_CONTACTS_URL": "http://127.0.0.1:1"]) { house in
            let owner = try await TeamBrowser.signUp(house.gateway)

            let answer = try await owner.call(.get, "/contacts")

            #expect((answer.status, answer.code) == (.serviceUnavailable, "contacts.unavailable"))
            #expect(answer.headers["Retry-After"] == "1")
            #expect(try await owner.call(.get, "/inboxes").status == .ok)
        }
    }

    @Test func `understands a request that names the whole address`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)

            let answer = try await house.gateway.call(
                .get, "\(house.gateway.address)/api/v1/conversations?limit=1", headers: owner.headers)

            #expect(answer.status == .ok)
        }
    }

    @Test func `hands the request id through all services`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            var headers = owner.headers
            headers.set("Majlis-Request-ID", "trace-7")

            let answer = try await house.gateway.call(.get, "/api/v1/inboxes", headers: headers)

            #expect(answer.headers["Majlis-Request-ID"] == "trace-7")
        }
    }

    @Test func `bounds the bodies that it passes on`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)

            let answer = try await house.gateway.send(
                .post, "/api/v1/inboxes", bytes: [UInt8](repeating: 32, count: (1 << 20) + 1), headers: owner.headers)

            #expect((answer.status, answer.code) == (.contentTooLarge, "body.tooLarge"))
        }
    }

    @Test func `keeps the workspaces of two owners apart`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let stranger = try await TeamBrowser.signUp(
                house.gateway, email: "stranger@example.com", workspace: "Other")
            let visitor = try await VisitorBrowser(house.gateway, inbox: try await owner.inbox().id)
            let id = try await visitor.conversation()

            #expect(try await stranger.call(.get, "/conversations/\(id)").status == .notFound)
            #expect(try await stranger.call(.get, "/conversations").decode(Page<Conversation>.self).items.isEmpty)
            #expect(try await stranger.call(.get, "/members/\(owner.member)").status == .notFound)
            #expect(try await owner.call(.get, "/conversations/\(id)").status == .ok)
        }
    }
}
