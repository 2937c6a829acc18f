import HTTP
import TestKit
import Testing
import WireModel

extension Journey {
    @Suite struct `Under traffic` {
        @Test(arguments: Name.allCases)
        func `nothing is lost, doubled or reordered when one service is killed and comes back`(name: Name) async throws
        {
            try await Deployment.run { deployment in
                let talk = try await Talk(in: deployment)

                try await talk.go { try await deployment.restart(name) }

                try await talk.expectAgreement()
                await talk.stop()
            }
        }

        @Test func `pages whose gateway was gone come back and resume where they stopped`() async throws {
            try await Deployment.run { deployment in
                let talk = try await Talk(in: deployment)

                await deployment.kill(.gateway)
                let question = await talk.visitor.send("هل وصلت؟")
                try deployment.start(.gateway)
                try await eventually("the message has arrived") {
                    await talk.agent.shown.contains { $0.clientId == question }
                }

                try await talk.expectAgreement()
                #expect(await talk.agent.hellos >= 2)
                await talk.stop()
            }
        }

        @Test func `talk goes on while only contacts and notifications are gone`() async throws {
            try await Deployment.run { deployment in
                let talk = try await Talk(in: deployment)

                await deployment.kill(.contacts)
                await deployment.kill(.notifications)
                try await talk.go {}

                try await talk.expectAgreement()
                await talk.stop()
            }
        }

        @Test func `a service that is gone is said to be unavailable, and nothing hangs`() async throws {
            try await Deployment.run { deployment in
                let (owner, customer, _) = try await deployment.conversation()

                await deployment.kill(.contacts)
                let contacts = try await owner.call(.get, "contacts")
                let start = WidgetStart(
                    details: VisitorDetails(name: "Huda", email: "huda@example.com"), language: .arabic,
                    message: MessageDraft(clientId: 2, body: "مرحبًا"))
                let started = try await customer.call(.post, "conversations", body: start)

                #expect(contacts.status == .serviceUnavailable)
                #expect(contacts.headers["Retry-After"] != nil)
                #expect(try contacts.failure.code == "contacts.unavailable")
                #expect(started.status == .serviceUnavailable)
            }
        }
    }
}
