import HTTP
import JSON
import Server
import TestKit
import WireModel

@testable import Contacts
@testable import Conversations
@testable import Gateway
@testable import Identity

/// The real services beside one another, as browsers and programs meet them: by the gateway.
struct Town: Sendable {
    let gateway: TestService<Gateway>
    let conversations: TestService<Conversations>
    let contacts: TestService<Contacts>
    let identity: TestService<Identity>

    /// The routers behind the gateway.
    var services: [Router] {
        [conversations.program.router, contacts.program.router, identity.program.router]
    }

    static let operatorKey = "the operator's key of every test, long"

    /// - Parameter settings: Of the gateway, beside those that it needs.
    static func start<Result>(settings own: [String: String] = [:], _ body: (Town) async throws -> Result) async throws
        -> Result
    {
        let clock = TestClock()
        // These follow each other's logs.
        let (place, conversationsPlace) = (ReservedPort(), ReservedPort())
        let identitySettings = ["MAJLIS_CONVERSATIONS_URL": conversationsPlace.address]
        return try await TestService.start(Identity.self, settings: identitySettings, clock: clock) { identity in
            var settings = ["MAJLIS_IDENTITY_URL": identity.address, "MAJLIS_CONTACTS_URL": place.address]
            let conversationsPort = conversationsPlace.number
            return try await TestService.start(
                Conversations.self, settings: settings, clock: clock, port: conversationsPort
            ) { conversations in
                settings["MAJLIS_CONVERSATIONS_URL"] = conversations.address
                settings["MAJLIS_WEB"] = Document.web
                settings["MAJLIS_OPERATOR_KEY"] = operatorKey
                let port = place.number
                return try await TestService.start(
                    Contacts.self, settings: settings, clock: clock, port: port
                ) { contacts in
                    let settings = settings.merging(own) { $1 }
                    return try await TestService.start(Gateway.self, settings: settings, clock: clock) { gateway in
                        try await body(
                            Town(gateway: gateway, conversations: conversations, contacts: contacts, identity: identity)
                        )
                    }
                }
            }
        }
    }
}
