import HTTP
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Contacts
@testable import Conversations
@testable import Identity

@Suite struct `Assigning a conversation` {
    @Test func `to a member who sees its inbox puts it in progress`() async throws {
        try await withTeam { service, team in
            let id = try await service.start(.visitor(1, of: team.inbox, workspace: team.number)).conversation.id

            let taken = try await service.assign(team.agent, id, as: team.owner)

            #expect(taken.status == .ok)
            #expect(try taken.decode(Conversation.self).assignee == team.agent)
            #expect(try taken.decode(Conversation.self).status == .inProgress)
            #expect(try await service.list("?assignee=\(team.agent)", as: team.owner).items.map(\.id) == [id])
            #expect(try await service.list("?assignee=none", as: team.owner).items.isEmpty)
            let given = try await service.assign(nil, id, as: team.owner).decode(Conversation.self)
            #expect((given.assignee, given.status) == (nil, .open))
        }
    }

    @Test func `to a member who does not see its inbox is refused`() async throws {
        try await withTeam { service, team in
            let other = try await service.inbox("Support", as: team.owner)
            let id = try await service.start(.visitor(1, of: other, workspace: team.number)).conversation.id

            let answer = try await service.assign(team.agent, id, as: team.owner)

            #expect((answer.status, answer.code) == (.unprocessableContent, "assignee.noAccess"))
            #expect(try answer.failure.fields.map(\.field) == ["member"])
            #expect(try await service.find(id, as: team.owner).assignee == nil)
        }
    }

    @Test func `to somebody of another workspace is refused like to nobody`() async throws {
        try await withTeam { service, team in
            let id = try await service.start(.visitor(1, of: team.inbox, workspace: team.number)).conversation.id

            let stranger = try await service.assign(team.stranger, id, as: team.owner)
            let nobody = try await service.assign(MemberID(rawValue: 1), id, as: team.owner)

            #expect((stranger.status, stranger.code) == (.unprocessableContent, "assignee.unknown"))
            #expect(stranger.bytes == nobody.bytes)
        }
    }

    @Test func `waits for no identity that does not answer`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))

            let answer = try await service.assign(MemberID(rawValue: 2), id)

            #expect((answer.status, answer.code) == (.serviceUnavailable, "identity.unavailable"))
            #expect(answer.headers["Retry-After"] != nil)
            #expect(try await service.find(id).assignee == nil)
        }
    }
}

@Suite struct `Whoever is gone` {
    @Test func `leaves their open conversations to nobody`() async throws {
        try await withTeam { service, team in
            let open = try await service.start(.visitor(1, of: team.inbox, workspace: team.number)).conversation.id
            let done = try await service.start(.visitor(2, of: team.inbox, workspace: team.number)).conversation.id
            for id in [open, done] { _ = try await service.assign(team.agent, id, as: team.owner) }
            try await service.set(.closed, done, as: team.owner)

            let change = MemberChange(active: false)
            let answer = try await team.identity.call(
                .patch, "/v1/members/\(team.agent)", body: change, as: team.owner)

            #expect(answer.status == .ok)
            try await eventually("it is handed back") {
                try await service.find(open, as: team.owner).assignee == nil
            }
            #expect(try await service.find(open, as: team.owner).status == .open)
            // What is over stays in the history with who did it.
            #expect(try await service.find(done, as: team.owner).assignee == team.agent)
        }
    }

    @Test func `takes their own canned replies along`() async throws {
        try await withTeam { service, team in
            let agent = Principal.member(team.agent.rawValue, .agent, workspace: team.number)
            #expect(try await service.make("mine", as: agent).status == .created)
            #expect(try await service.make("ours", .workspace, as: team.owner).status == .created)

            _ = try await team.identity.call(
                .patch, "/v1/members/\(team.agent)", body: MemberChange(active: false), as: team.owner)

            try await eventually("their own is gone") {
                try await service.replies(as: agent).map(\.shortcut) == ["ours"]
            }
        }
    }

    @Test func `as a team gives back what it was handed`() async throws {
        try await withTeam { service, team in
            let id = try await service.start(.visitor(1, of: team.inbox, workspace: team.number)).conversation.id
            let sales = try await team.identity.call(
                .post, "/v1/teams", body: TeamDraft(name: "Sales"), as: team.owner
            ).decode(WireModel.Team.self)
            let path = "/v1/conversations/\(id)/team"
            let handed = try await service.call(
                .put, path, body: TeamAssignment(team: sales.id), as: team.owner
            ).decode(Conversation.self)
            let unknown = try await service.call(
                .put, path, body: TeamAssignment(team: TeamID(rawValue: 1)), as: team.owner)

            _ = try await team.identity.call(.delete, "/v1/teams/\(sales.id)", as: team.owner)

            #expect(handed.team == sales.id)
            #expect((unknown.status, unknown.code) == (.unprocessableContent, "team.unknown"))
            try await eventually("it is handed back") { try await service.find(id, as: team.owner).team == nil }
        }
    }
}

private struct Neighbours {
    var identity: TestService<Identity>
    var owner: Principal
    var number: Int64
    var inbox: Inbox
    var agent: MemberID
    var stranger: MemberID
}

/// Conversations beside a real identity: a workspace with an owner and an agent of one inbox, and another
/// workspace.
private func withTeam(_ body: (TestService<Conversations>, Neighbours) async throws -> Void) async throws {
    try await TestService.start(Identity.self) { identity in
        let settings = ["MAJLIS_IDENTITY_URL": identity.address]
        try await TestService.start(Conversations.self, settings: settings) { service in
            let session = try await identity.signUp("owner@example.com")
            let stranger = try await identity.signUp("stranger@example.com")
            let owner = Principal.member(
                session.member.id.rawValue, .owner, workspace: session.workspace.id.rawValue)
            let inbox = try await service.inbox("Sales", as: owner)
            let agent = try await identity.join("agent@example.com", inboxes: .only([inbox.id]), invitedBy: owner)
            try await body(
                service,
                Neighbours(
                    identity: identity,
                    owner: owner, number: session.workspace.id.rawValue, inbox: inbox, agent: agent.member.id,
                    stranger: stranger.member.id))
        }
    }
}

@Suite struct `A contact's name` {
    @Test func `flows into its conversations`() async throws {
        try await TestService.start(Contacts.self) { contacts in
            let settings = ["MAJLIS_CONTACTS_URL": contacts.address]
            try await TestService.start(Conversations.self, settings: settings) { service in
                let draft = ContactDraft(name: "Sara")
                let contact = try await contacts.call(.post, "/v1/contacts", body: draft, as: .owner).decode(
                    Contact.self)
                let visitor = Principal.visitor(1, of: try await service.inbox())
                let id = try await service.start(visitor, contact: contact.id.rawValue, name: "Sara").conversation.id
                let before = try await service.find(id)

                _ = try await contacts.call(
                    .patch, "/v1/contacts/\(contact.id)", body: ContactChange(name: "سارة"), as: .owner)

                try await eventually("the new name is there") { try await service.find(id).contactName == "سارة" }
                #expect(try await service.find(id).updatedAt == before.updatedAt)
                #expect(try await service.events().last?.type == .conversationChanged)
                #expect(try await service.events().last?.audience == .agents)
            }
        }
    }

    @Test func `changed while conversations was away flows in later`() async throws {
        let port = ReservedPort()
        let folder = TemporaryFolder()
        try await TestService.start(Contacts.self, port: port.number) { contacts in
            let settings = ["MAJLIS_CONTACTS_URL": port.address]
            let draft = ContactDraft(name: "Sara")
            let contact = try await contacts.call(.post, "/v1/contacts", body: draft, as: .owner).decode(Contact.self)
            let id = try await TestService.start(Conversations.self, settings: settings, folder: folder) { service in
                let visitor = Principal.visitor(1, of: try await service.inbox())
                return try await service.start(visitor, contact: contact.id.rawValue).conversation.id
            }
            _ = try await contacts.call(
                .patch, "/v1/contacts/\(contact.id)", body: ContactChange(name: "Nora"), as: .owner)

            try await TestService.start(Conversations.self, settings: settings, folder: folder) { service in
                try await eventually("the new name is there") { try await service.find(id).contactName == "Nora" }
            }
        }
    }
}

extension TestService where Program == Identity {
    fileprivate func signUp(_ email: String) async throws -> Session {
        let form = SignUp(
            workspaceName: "Shop", name: "Owner", email: email, password: "a long password", language: .arabic)
        return try await call(.post, "/internal/sign-up", body: form).decode(SessionGrant.self).session
    }

    fileprivate func join(_ email: String, inboxes: InboxAccess, invitedBy owner: Principal) async throws -> Session {
        let draft = InvitationDraft(role: .agent, inboxes: inboxes)
        let invitation = try await call(.post, "/v1/invitations", body: draft, as: owner).decode(InvitationGrant.self)
        let form = InvitationAcceptance(
            token: invitation.token, name: "Agent", email: email, password: "a long password", language: .arabic)
        return try await call(.post, "/internal/invitations/acceptance", body: form).decode(SessionGrant.self).session
    }
}
