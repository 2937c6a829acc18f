import HTTP
import JSON
import TestKit
import Testing
import WireModel

@testable import Identity

struct PreferencesTests {
    @Test func `somebody's pages begin as everybody's do, and change one by one, in this workspace alone`()
        async throws
    {
        try await Harness.run { harness in
            let dates = try await harness.signedUp(workspace: "Dates")
            let coffee = try await harness.signedUp(workspace: "Coffee")
            func change(_ preferences: String) async throws -> Preferences {
                let answer = try await harness.call(
                    .patch, "/v1/profile", #"{"preferences":\#(preferences)}"#, as: coffee.principal)
                #expect(answer.status == 200)
                return try await harness.signedSession(coffee).preferences
            }

            #expect(try await harness.signedSession(coffee).preferences == Preferences())
            #expect(try await change(#"{"undoSeconds":0}"#) == Preferences(undoSeconds: 0))
            #expect(
                try await change(#"{"undoSeconds":30,"enterSends":false}"#)
                    == Preferences(undoSeconds: 30, enterSends: false))
            #expect(
                try await change(#"{"sound":false,"desktop":true}"#)
                    == Preferences(undoSeconds: 30, enterSends: false, sound: false, desktop: true))
            #expect(try await change("{}").undoSeconds == 30)
            #expect(try await harness.signedSession(dates).preferences == Preferences())
        }
    }

    @Test func `somebody's other pages hear of their preferences once, and nobody else does`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            let before = try await harness.events(of: sara.workspace).count

            for _ in 1...2 {
                let body = #"{"preferences":{"undoSeconds":3}}"#
                #expect(try await harness.call(.patch, "/v1/profile", body, as: sara.principal).status == 200)
            }

            let told = try await harness.events(of: sara.workspace).dropFirst(before)
            #expect(told.map(\.type) == [.preferencesChanged])
            #expect(told.first?.member == sara.member)
            #expect(try told.first?.data(as: Preferences.self) == Preferences(undoSeconds: 3))
        }
    }

    @Test(arguments: [
        (#"{"undoSeconds":31}"#, 422), (#"{"undoSeconds":-1}"#, 422), (#"{"undoSeconds":1.5}"#, 400),
        (#"{"undoSeconds":"5"}"#, 400), (#"{"undoSeconds":9223372036854775808}"#, 400), (#"{"sound":1}"#, 400),
        (#"{"volume":11}"#, 400), ("[]", 400),
    ])
    func `a preference that is none is refused and changes nothing`(preferences: String, status: Int) async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()

            let body = #"{"name":"Other","preferences":\#(preferences)}"#
            let answer = try await harness.call(.patch, "/v1/profile", body, as: sara.principal)

            #expect(answer.status == status)
            if status == 422 { #expect(answer.fields == ["preferences.undoSeconds range"]) }
            let session = try await harness.signedSession(sara)
            #expect((session.preferences, session.member.name) == (Preferences(), "سارة"))
        }
    }
}
