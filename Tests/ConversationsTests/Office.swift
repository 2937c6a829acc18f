import HTTP
import Server
import TestKit
import WireModel

@testable import Contacts
@testable import Conversations
@testable import Identity

/// Conversations beside a real identity and real contacts: a workspace with an owner, a second member and an inbox.
struct Office {
    var service: TestService<Conversations>
    var identity: TestService<Identity>
    var contacts: TestService<Contacts>
    var owner: Principal
    /// An agent who sees the first inbox only.
    var agent: Principal
    var inbox: Inbox

    var clock: TestClock { service.clock }
    var visitor: Principal { .visitor(1, of: inbox, workspace: owner.workspace.rawValue) }

    func team(_ name: String) async throws -> TeamID {
        try await identity.call(.post, "/v1/teams", body: TeamDraft(name: name), as: owner).decode(Team.self).id
    }
}

func withOffice(_ body: (Office) async throws -> Void) async throws {
    let (port, contactsPort) = (ReservedPort(), ReservedPort())
    let clock = TestClock()
    try await TestService.start(
        Identity.self, settings: ["MAJLIS_CONVERSATIONS_URL": port.address], clock: clock
    ) { identity in
        let peers = ["MAJLIS_IDENTITY_URL": identity.address, "MAJLIS_CONTACTS_URL": contactsPort.address]
        try await TestService.start(
            Conversations.self, settings: peers, clock: clock, port: port.number
        ) { service in
            let settings = peers.merging(["MAJLIS_CONVERSATIONS_URL": service.address]) { $1 }
            try await TestService.start(
                Contacts.self, settings: settings, clock: clock, port: contactsPort.number
            ) { contacts in
                let owner = try await identity.signUp()
                let inbox = try await service.inbox("Sales", as: owner)
                let agent = try await identity.join("Noura", .only([inbox.id]), in: owner)
                try await body(
                    Office(
                        service: service, identity: identity, contacts: contacts, owner: owner, agent: agent,
                        inbox: inbox))
            }
        }
    }
}

extension TestService where Program == Identity {
    func signUp() async throws -> Principal {
        let form = SignUp(
            workspaceName: "Shop", name: "Owner", email: "owner@example.com", password: "a long password",
            language: .arabic)
        let session = try await call(.post, "/internal/sign-up", body: form).decode(SessionGrant.self).session
        var owner = Principal.member(session.member.id.rawValue, .owner, workspace: session.workspace.id.rawValue)
        owner.name = "Owner"
        return owner
    }

    func join(
        _ name: String, _ inboxes: InboxAccess, as role: Role = .agent, in owner: Principal
    ) async throws -> Principal {
        let invitation = InvitationDraft(role: role, inboxes: inboxes)
        let grant = try await call(.post, "/v1/invitations", body: invitation, as: owner).decode(InvitationGrant.self)
        let form = InvitationAcceptance(
            token: grant.token, name: name, email: "\(name)@example.com", password: "a long password",
            language: .arabic)
        let session = try await call(.post, "/internal/invitations/acceptance", body: form)
            .decode(SessionGrant.self).session
        var member = Principal.member(
            session.member.id.rawValue, role, workspace: owner.workspace.rawValue, inboxes: inboxes)
        member.name = name
        return member
    }
}

extension TestService where Program == Conversations {
    func changes(_ id: ConversationID, _ query: String = "", as caller: Principal = .agent) async throws
        -> Page<Change>
    {
        try await call(.get, "/v1/conversations/\(id)/changes\(query)", as: caller).decode(Page<Change>.self)
    }

    /// The newest line of the change log.
    func lastChange(_ id: ConversationID, as caller: Principal = .agent) async throws -> Change? {
        try await changes(id, as: caller).items.first
    }

    func put(
        _ path: String, of id: ConversationID, _ body: (any Encodable)? = nil, as caller: Principal = .agent
    ) async throws -> TestAnswer {
        try await call(.put, "/v1/conversations/\(id)/\(path)", body: body, as: caller)
    }

    func delete(_ path: String, of id: ConversationID, as caller: Principal = .agent) async throws -> TestAnswer {
        try await call(.delete, "/v1/conversations/\(id)/\(path)", as: caller)
    }

    func edit(
        _ id: ConversationID, _ change: ConversationChange, as caller: Principal = .agent
    ) async throws -> TestAnswer {
        try await call(.patch, "/v1/conversations/\(id)", body: change, as: caller)
    }

    func tag(_ name: String, as caller: Principal = .owner) async throws -> Tag {
        try await call(.post, "/v1/tags", body: TagDraft(name: name), as: caller).decode(Tag.self)
    }

    func tags(as caller: Principal = .agent) async throws -> [Tag] {
        try await call(.get, "/v1/tags", as: caller).decode(Page<Tag>.self).items
    }
}
