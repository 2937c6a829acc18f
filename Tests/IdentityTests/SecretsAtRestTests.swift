import HTTP
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Identity

struct SecretsAtRestTests {
    @Test func `sessions and keys outlive a restart, and no secret stands in the file`() async throws {
        let folder = TemporaryFolder()
        let (secrets, hash) = try await TestService.start(Identity.self, folder: folder) { service in
            let harness = Harness(service: service)
            let grant = try await harness.signUp()
            let owner = try await harness.principal(grant)
            let draft = APIKeyDraft(name: "Shop sync", role: .agent)
            let key: APIKeyGrant = try await harness.call(.post, "/v1/api-keys", sending: draft, as: owner).decoded()
            let invitation = try await harness.invite(by: owner)
            return ([grant.token, key.secret, invitation.token, Harness.password], Secret.hash(grant.token))
        }

        let stored = folder.names().flatMap { folder.bytes(of: $0) ?? [] }

        #expect(stored.contains(hash))
        for secret in secrets { #expect(!stored.contains(Array(secret.utf8))) }
        try await TestService.start(Identity.self, folder: folder) { service in
            let harness = Harness(service: service)
            let session = try await harness.resolve(secrets[0])
            let key = try await harness.resolveKey(secrets[1])
            let acceptance = try await harness.accept(secrets[2], email: "omar@example.com")
            let signIn = try await harness.signIn("sara@example.com")
            #expect([session.status, key.status, acceptance.status, signIn.status] == [200, 200, 201, 201])
        }
    }
}
