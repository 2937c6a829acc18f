import HTTP
import ServiceKit
import Storage
import TestKit
import Testing
import WireModel

@testable import Gateway
@testable import Identity

@Suite struct `A person's account at the gateway` {
    private static let password = "a long password"
    private static let new = "another long password"

    @Test func `a new password changes the cookie; the old one is worthless at once, and the socket comes back`()
        async throws
    {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let thief = owner.moved(to: house.gateway)
            #expect(try await thief.call(.get, "/session").status == .ok)
            let line = try await owner.online()

            let answer = try await owner.call(
                .post, "/account/password", body: PasswordChange(current: Self.password, new: Self.new))

            #expect(answer.status == .noContent)
            #expect(owner.cookie != thief.cookie)
            #expect(try await owner.call(.get, "/session").status == .ok)
            #expect(try await thief.call(.get, "/session").status == .unauthorized)
            #expect(try await line.untilClosed() == .serviceRestart)
            _ = try await owner.online()
        }
    }

    @Test func `turning a second factor on changes the cookie, and the token is in no body`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let old = owner.cookie
            let person = try await house.identity.program.person(owner.member)
            _ = try await owner.call(.post, "/account/two-factor")
            let secret = testKey.secondFactor(of: person, generation: 1)
            let code = TOTP.code(secret, step: house.clock.now.milliseconds / 30_000)

            let answer = try await owner.call(.post, "/account/two-factor/confirmation", body: CodeBody(code: code))

            #expect(answer.status == .ok)
            #expect(try answer.decode(BackupCodes.self).backupCodes.count == 10)
            #expect(owner.cookie != old)
            #expect(!answer.text.contains(try #require(owner.cookie)))
            #expect(answer.headers["Cache-Control"] == "no-store")
            #expect(try await owner.call(.get, "/session").decode(Session.self).member.twoFactor)
        }
    }

    @Test func `another workspace has a first inbox, and the session goes over and back`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let home = owner.session!.workspace.id

            let made = try await owner.call(
                .post, "/workspaces", body: WorkspaceDraft(name: "Coffee", language: .english))
            let there = try made.decode(Session.self).workspace
            let inboxes = try await owner.call(.get, "/inboxes").decode(Page<Inbox>.self).items
            let back = try await owner.call(.put, "/session/workspace", body: WorkspaceChoice(workspace: home))

            #expect((made.status, back.status) == (.created, .ok))
            #expect(there.name == "Coffee")
            #expect(inboxes.map(\.name) == ["Coffee"])
            #expect(try await owner.call(.get, "/session").decode(Session.self).workspace.id == home)
        }
    }

    @Test(arguments: [
        ("/password-reset", #"{"email":"owner@example.com"}"#), ("/tickets/preview", #"{"ticket":"x"}"#),
        ("/tickets/confirmation", #"{"ticket":"x"}"#),
        ("/tickets/password", #"{"ticket":"x","password":"another long password"}"#),
    ])
    func `what nobody has to sign in for is for our own pages`(path: String, body: String) async throws {
        try await House.open { house in
            for headers: Headers in [["Origin": "https://evil.example"], ["Sec-Fetch-Site": "cross-site"]] {
                let answer = try await house.gateway.send(
                    .post, "/api/v1\(path)", bytes: Array(body.utf8), headers: headers)
                #expect((answer.status, answer.code) == (.forbidden, "origin.refused"))
            }
        }
    }

    @Test func `a forgotten password's mail knows nothing of the host that was asked`() async throws {
        try await House.open(settings: ["MAJLIS_PUBLIC_URL": "https://chat.example.com"]) { house in
            let form = SignUp(
                workspaceName: "Shop", name: "Owner", email: "owner@example.com", password: Self.password,
                language: .arabic)
            let ours: Headers = ["Origin": "https://chat.example.com"]
            let session = try await house.gateway.call(.post, "/api/v1/sign-up", body: form, headers: ours)
                .decode(Session.self)
            let headers: Headers = ["Host": "evil.example", "X-Forwarded-Host": "evil.example"]

            let answer = try await house.gateway.call(
                .post, "/api/v1/password-reset", body: PasswordResetRequest(email: form.email), headers: headers)

            #expect((answer.status, answer.bytes) == (.accepted, []))
            let log = try await house.identity.call(
                .get, "/internal/workspaces/\(session.workspace.id)/events?after=0"
            ).text
            #expect(log.contains("resetPassword"))
            #expect(!log.contains("evil"))
        }
    }

    @Test func `the list of sessions says which browser signed in, and from where`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let answer = try await house.gateway.call(
                .post, "/api/v1/session", body: SignIn(email: "owner@example.com", password: Self.password),
                headers: ["User-Agent": "Phone 1.0"])
            #expect(answer.status == .created)

            let list = try await owner.call(.get, "/account/sessions").decode([SessionEntry].self)

            #expect(list.map(\.device) == ["Phone 1.0", nil])
            #expect(list.map(\.address) == ["127.0.0.1", "127.0.0.1"])
            #expect(list.map(\.current) == [false, true])
        }
    }

    @Test func `a picture comes with the headers that keep it one`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
            let picture = signature + Array("IHDR".utf8) + [0, 0, 0, 9, 0, 0, 0, 9, 8, 6, 0, 0, 0, 0, 0, 0, 0]
            let member = try await house.gateway.send(
                .put, "/api/v1/profile/avatar", bytes: picture, headers: owner.headers
            ).decode(Member.self)

            let answer = try await house.gateway.call(.get, try #require(member.avatar), headers: owner.headers)

            #expect(answer.bytes == picture)
            #expect(answer.headers["Content-Type"] == "image/png")
            #expect(answer.headers["X-Content-Type-Options"] == "nosniff")
            #expect(answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'")
            #expect(answer.headers["Cache-Control"] == "private, max-age=31536000, immutable")
            #expect(try await owner.call(.get, "/members").headers["Cache-Control"] == "no-store")
        }
    }

    @Test func `a key has no account`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let grant = try await owner.call(.post, "/api-keys", body: APIKeyDraft(name: "Sync", role: .admin))
                .decode(APIKeyGrant.self)
            let headers: Headers = ["Authorization": "Bearer \(grant.secret)"]
            let requests: [(HTTP.Method, String, String)] = [
                (.post, "/account/password", #"{"current":"a long password","new":"another long password"}"#),
                (.get, "/account/sessions", ""), (.post, "/workspaces", #"{"name":"Mine","language":"en"}"#),
                (.post, "/account/two-factor/confirmation", #"{"code":"123456"}"#), (.patch, "/profile", "{}"),
            ]

            for (method, path, body) in requests {
                let answer = try await house.gateway.send(
                    method, "/api/v1\(path)", bytes: body.isEmpty ? nil : Array(body.utf8), headers: headers)
                #expect((answer.status, answer.code) == (.unauthorized, "session.required"), "\(path)")
            }
        }
    }
}

extension Identity {
    fileprivate func person(_ member: MemberID) async throws -> PersonID {
        try await database.read { connection in
            try #require(try connection.first("SELECT person FROM members WHERE id = ?1", member) { try $0[0] })
        }
    }
}
