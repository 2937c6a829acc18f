import HTTP
import JSON
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Identity

struct TwoFactorTests {
    @Test func `it is on when a code was shown, and from then on a code is asked for`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            let secret = try await harness.setUp(sara)
            #expect(try await harness.signIn(code: nil).status == 201)

            let wrong = try await harness.confirm(harness.code(secret, steps: 5), as: sara)
            #expect((wrong.status, wrong.code, wrong.fields) == (422, "session.wrongCode", ["code wrong"]))
            let grant: TwoFactorGrant = try await harness.confirm(harness.code(secret), as: sara).decoded()

            #expect(Set(grant.backupCodes).count == 10)
            let asked = try await harness.signIn(code: nil)
            #expect((asked.status, asked.code) == (401, "session.codeRequired"))
            harness.clock.advance(by: .seconds(30))
            let session: SessionGrant = try await harness.signIn(code: harness.code(secret)).decoded()
            #expect(session.session.member.twoFactor)
        }
    }

    @Test func `turning it on gives the session another token and tells the team and the person`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()

            let (_, _, token) = try await harness.enrol(sara)

            #expect(try await harness.resolve(sara.token).status == 401)
            let after = try await harness.resolve(token).decoded(as: ResolvedPrincipal.self).principal
            #expect(after.session == sara.principal.session)
            let types = try await harness.events(of: sara.workspace).map(\.type)
            #expect(types.contains(.rightsChanged))
            let changed = try await harness.events(of: sara.workspace).last { $0.type == .memberChanged }
            #expect(try changed?.data(as: Member.self).twoFactor == true)
            let mail = try await harness.mails(.twoFactorChanged, of: sara.workspace)
            #expect(mail.map { $0.detail?.twoFactor } == [.on])
        }
    }

    @Test func `a code is accepted once, also by many at the same moment`() async throws {
        try await Harness.run { harness in
            let (secret, _, _) = try await harness.enrol(try await harness.signedUp())
            let code = harness.code(secret)

            let together = try await together(4) { try await harness.signIn(code: code).status }
            let later = try await harness.signIn(code: code)

            #expect(together == [201, 401, 401, 401])
            #expect(later.code == "session.wrongCode")
        }
    }

    @Test(arguments: [(-2, false), (-1, false), (0, true), (1, true), (2, false)])
    func `a clock may be half a minute off`(steps: Int, isRight: Bool) async throws {
        try await Harness.run { harness in
            // The step before was used to turn it on.
            let (secret, _, _) = try await harness.enrol(try await harness.signedUp())

            let answer = try await harness.signIn(code: harness.code(secret, steps: Int64(steps)))

            #expect(answer.status == (isRight ? 201 : 401))
        }
    }

    @Test func `a backup code lets in once, also of many at the same moment`() async throws {
        try await Harness.run { harness in
            let (_, codes, _) = try await harness.enrol(try await harness.signedUp())

            let together = try await together(4) { try await harness.signIn(code: codes[0]).status }

            #expect(together == [201, 401, 401, 401])
            #expect(try await harness.signIn(code: codes[0]).code == "session.wrongCode")
            #expect(try await harness.signIn(code: codes[1].uppercased()).status == 201)
        }
    }

    @Test func `codes are of one person`() async throws {
        try await Harness.run { harness in
            let (secret, codes, _) = try await harness.enrol(try await harness.signedUp("sara@example.com"))
            _ = try await harness.enrol(try await harness.signedUp("omar@example.com"))

            for code in [harness.code(secret), codes[0]] {
                #expect(try await harness.signIn("omar@example.com", code: code).code == "session.wrongCode")
            }
        }
    }

    @Test func `guessing codes is slowed down, and asking without one in between does not help`() async throws {
        try await Harness.run { harness in
            let (secret, _, _) = try await harness.enrol(try await harness.signedUp())
            for _ in 1...10 {
                #expect(try await harness.signIn(code: "0000000000").status == 401)
                #expect(try await [401, 429].contains(harness.signIn(code: nil).status))
            }

            let answer = try await harness.signIn(code: harness.code(secret))

            #expect((answer.status, answer.code) == (429, "signIn.tooMany"))
        }
    }

    @Test func `a code does not help who has no password`() async throws {
        try await Harness.run { harness in
            let (secret, codes, _) = try await harness.enrol(try await harness.signedUp())
            for code in [nil, harness.code(secret), codes[0], "nonsense"] {
                let answer = try await harness.call(
                    .post, "/internal/sessions",
                    sending: SignIn(email: "sara@example.com", password: "not the password", code: code))
                #expect(answer.code == "session.wrong")
            }
            // And was not used up by trying.
            #expect(try await harness.signIn(code: codes[0]).status == 201)
        }
    }

    @Test func `turning it off needs the password, and new backup codes too`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            let (_, codes, _) = try await harness.enrol(sara)
            let (right, wrong) = (PasswordBody(password: Harness.password), PasswordBody(password: "wrong"))
            let paths: [(HTTP.Method, String)] = [
                (.post, "/v1/account/two-factor/backup-codes"), (.delete, "/v1/account/two-factor"),
            ]
            for (method, path) in paths {
                let refused = try await harness.call(method, path, sending: wrong, as: sara.principal)
                #expect((refused.status, refused.code) == (422, "password.wrong"))
                #expect(refused.fields == ["password wrong"])
            }

            let renewed: BackupCodes = try await harness.call(
                .post, "/v1/account/two-factor/backup-codes", sending: right, as: sara.principal
            ).decoded()
            #expect(try await harness.signIn(code: codes[0]).status == 401)
            #expect(try await harness.signIn(code: renewed.backupCodes[9]).status == 201)

            let off = try await harness.call(.delete, "/v1/account/two-factor", sending: right, as: sara.principal)
            #expect(off.status == 204)
            #expect(try await harness.signIn(code: nil).status == 201)
            for (method, path) in paths {
                let again = try await harness.call(method, path, sending: right, as: sara.principal)
                #expect(again.code == "twoFactor.off")
            }
            let mails = try await harness.mails(.twoFactorChanged, of: sara.workspace)
            #expect(mails.map { $0.detail?.twoFactor } == [.on, .newBackupCodes, .off])
        }
    }

    @Test func `an app set up anew has another secret, and the old one is worthless`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            let first = try await harness.setUp(sara)
            let second = try await harness.setUp(sara)

            #expect(first != second)
            #expect(try await harness.confirm(harness.code(first), as: sara).code == "session.wrongCode")
            #expect(try await harness.confirm(harness.code(second), as: sara).status == 200)
            let again = try await harness.call(.post, "/v1/account/two-factor", as: sara.principal)
            #expect((again.status, again.code) == (409, "twoFactor.on"))
            #expect(try await harness.confirm(harness.code(second), as: sara).code == "twoFactor.on")
        }
    }

    @Test func `nothing is confirmed that was not begun, nor with a backup code`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()

            #expect(try await harness.confirm("123456", as: sara).code == "twoFactor.notStarted")
            _ = try await harness.setUp(sara)
            for code in ["", "nonsense", "7k3m2-x9q4t", String(repeating: "1", count: 1000)] {
                #expect(try await harness.confirm(code, as: sara).code == "session.wrongCode")
            }
        }
    }

    @Test func `neither secrets nor backup codes stand in the file`() async throws {
        let folder = TemporaryFolder()
        let (secret, codes) = try await TestService.start(Identity.self, folder: folder) { service in
            let harness = Harness(service: service)
            let (secret, codes, _) = try await harness.enrol(try await harness.signedUp())
            return (secret, codes)
        }

        let stored = folder.names().flatMap { folder.bytes(of: $0) ?? [] }

        #expect(!stored.contains(secret))
        for code in codes {
            let plain = Array(code.utf8.filter { $0 != UInt8(ascii: "-") })
            #expect(!stored.contains(plain))
            #expect(!stored.contains(SHA256.hash(plain)))
        }
    }

    @Test func `a key and a visitor have no second factor`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            var key = sara.principal
            key.subject = .key(APIKeyID(rawValue: 5), Rights(.owner))
            key.session = nil
            let visitor = Principal.visitor(1, inbox: InboxID(rawValue: 1))

            for principal in [key, visitor] {
                #expect(try await harness.call(.post, "/v1/account/two-factor", as: principal).status == 401)
            }
            #expect(try await harness.call(.post, "/v1/account/two-factor").status == 401)
        }
    }
}
