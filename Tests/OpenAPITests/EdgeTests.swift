import HTTP
import TestKit
import Testing
import WireModel

@testable import Conversations

/// What fuzzing with the document found, held fast.
@Suite struct `The public edge` {
    @Test func `passes on a request whose line names the host before the path`() async throws {
        try await Town.start { town in
            let tour = try Tour(town)
            try await tour.visit("signUp", expecting: 201)
            let cookie = await tour.session

            let answer = try await town.gateway.call(
                .get, "http://chat.example.com/api/v1/members?limit=1", headers: ["Cookie": cookie])

            #expect(answer.status == .ok)
            #expect(try answer.decode(Page<Member>.self).items.count == 1)
        }
    }
}
