import HTTP
import TestKit
import Testing
import WireModel

@testable import Identity

struct SignUpTests {
    @Test func `signing up makes a workspace, its owner and a session`() async throws {
        try await Harness.run { harness in
            let signUp = SignUp.example(email: " Sara@Example.COM ", name: " سارة ", timeZone: "Asia/Riyadh")
            let grant: SessionGrant = try await harness.call(.post, "/internal/sign-up", sending: signUp).decoded()
            let session = grant.session

            #expect(session.workspace.name == "Dates & Co")
            #expect(session.workspace.timeZone == "Asia/Riyadh")
            #expect(session.member.name == "سارة")
            #expect(session.member.email == "Sara@example.com")
            #expect(session.member.role == .owner)
            #expect(session.member.inboxes == .all)
            #expect(session.workspaces == [session.workspace])
            #expect(session.expiresAt == harness.clock.now + .days(14))
            #expect(grant.token.utf8.count == 43)
        }
    }

    @Test func `the time zone is UTC unless one is named`() async throws {
        try await Harness.run { harness in
            let workspace = try await harness.signUp().session.workspace

            #expect(workspace.timeZone == "UTC")
        }
    }

    @Test(arguments: ["sara@example.com", "SARA@EXAMPLE.COM", " Sara@example.com "])
    func `an e-mail has one password`(email: String) async throws {
        try await Harness.run { harness in
            _ = try await harness.signUp("sara@example.com")

            let signUp = SignUp.example(email: email, password: "some other password")
            let second = try await harness.call(.post, "/internal/sign-up", sending: signUp)

            #expect(second.status == 409)
            #expect(second.code == "email.taken")
            #expect(second.fields == ["email taken"])
        }
    }

    @Test func `of many that sign up with one e-mail and passwords of their own at once, one succeeds`() async throws {
        try await Harness.run { harness in
            let statuses = try await together(6) {
                let signUp = SignUp.example(password: "a password, \(Int.random(in: 0...Int.max))")
                return try await harness.call(.post, "/internal/sign-up", sending: signUp).status
            }

            #expect(statuses == [201, 409, 409, 409, 409, 409])
        }
    }

    @Test func `every field that is wrong is named at once`() async throws {
        try await Harness.run { harness in
            let signUp = SignUp.example(
                email: "nobody", workspace: " ", name: "a\nb", password: "short", timeZone: "Asia/Atlantis")
            let answer = try await harness.call(.post, "/internal/sign-up", sending: signUp)

            #expect(answer.status == 422)
            #expect(answer.code == "input.invalid")
            #expect(
                answer.fields == [
                    "workspaceName required", "name invalid", "email email", "password tooShort", "timeZone unknown",
                ])
        }
    }

    @Test func `a refused sign-up stores nothing`() async throws {
        try await Harness.run { harness in
            _ = try await harness.call(.post, "/internal/sign-up", sending: SignUp.example(password: "short"))

            #expect(try await harness.call(.post, "/internal/sign-up", sending: SignUp.example()).status == 201)
        }
    }

    @Test func `the password is no part of any answer`() async throws {
        try await Harness.run { harness in
            let answer = try await harness.call(.post, "/internal/sign-up", sending: SignUp.example())

            #expect(!answer.text.contains(Harness.password))
            #expect(!answer.text.contains("$y$"))
        }
    }
}

/// What `count` calls side by side give, sorted.
func together<T: Comparable & Sendable>(_ count: Int, _ call: @escaping @Sendable () async throws -> T) async throws
    -> [T]
{
    try await withThrowingTaskGroup(of: T.self) { group in
        for _ in 0..<count { group.addTask { try await call() } }
        var results: [T] = []
        for try await result in group { results.append(result) }
        return results.sorted()
    }
}
