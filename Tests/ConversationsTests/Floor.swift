import HTTP
import JSON
import Server
import ServiceKit
import TestKit
import WireModel

@testable import Conversations
@testable import Identity

/// A workspace with an owner, three agents and an inbox, whose conversations can be stopped and started again beside a
/// real identity.
struct Floor {
    var service: TestService<Conversations>
    var identity: TestService<Identity>
    var owner: Principal
    /// In the order of their ids; the last one sees no inbox.
    var agents: [Principal]
    var inbox: Inbox

    var clock: TestClock { service.clock }
    var workspace: WorkspaceID { owner.workspace }
    var assigner: Assigner { service.program.assigner }

    /// The members who could be given something in the inbox, in the order of the turn.
    var members: [MemberID] { ([owner] + agents.dropLast()).compactMap(\.member).sorted() }

    func set(_ assignment: InboxAssignment, of inbox: InboxID? = nil) async throws {
        let path = "/v1/inboxes/\(inbox ?? self.inbox.id)"
        let answer = try await service.call(.patch, path, body: InboxChange(assignment: assignment), as: owner)
        guard answer.status == .ok else { throw NeverHappened(description: answer.text) }
    }

    /// A new conversation of customer `number`, once everything was assigned that can be.
    func begin(_ number: Int64, clientId: Int64 = 1, in inbox: Inbox? = nil) async throws -> Conversation {
        let visitor = visitor(number, in: inbox)
        let id = try await service.start(visitor, clientId: clientId, contact: number).conversation.id
        return try await settled(id)
    }

    func visitor(_ number: Int64, in inbox: Inbox? = nil) -> Principal {
        .visitor(number, of: inbox ?? self.inbox, workspace: workspace.rawValue)
    }

    func settled(_ id: ConversationID) async throws -> Conversation {
        await assigner.look()
        return try await service.find(id, as: owner)
    }

    func close(_ id: ConversationID) async throws {
        try await service.set(.closed, id, as: owner)
    }

    /// What the change log says of who has it, oldest first.
    func assignments(_ id: ConversationID) async throws -> [Change] {
        try await service.changes(id, as: owner).items.filter { $0.action == .assigned }.reversed()
    }

    /// A gateway says who is there.
    func come(_ members: MemberID?..., gateway: String = "gateway") async throws {
        try await signal(PresenceLease(gateway: gateway, members: members.compactMap(\.self)))
    }

    func go(_ members: MemberID?..., gateway: String = "gateway") async throws {
        try await signal(PresenceLease(gateway: gateway, goneMembers: members.compactMap(\.self)))
    }

    private func signal(_ lease: PresenceLease) async throws {
        let event = Event(
            log: .conversations, type: .presenceLease, audience: .services, workspace: workspace, at: clock.now,
            data: RawJSON(bytes: try JSON.encode(lease)))
        let answer = try await service.send(.post, "/internal/signals", bytes: try event.ephemeralLine())
        guard answer.status == .noContent else { throw NeverHappened(description: answer.text) }
    }
}

/// - Parameter again: What is done after the conversations were stopped and started again.
func withFloor(
    _ body: (Floor) async throws -> Void, again: ((Floor) async throws -> Void)? = nil
) async throws {
    let (port, folder, clock) = (ReservedPort(), TemporaryFolder(), TestClock())
    try await TestService.start(
        Identity.self, settings: ["MAJLIS_CONVERSATIONS_URL": port.address], clock: clock
    ) { identity in
        func run<Output>(_ body: (TestService<Conversations>) async throws -> Output) async throws -> Output {
            try await TestService.start(
                Conversations.self, settings: ["MAJLIS_IDENTITY_URL": identity.address], clock: clock, folder: folder,
                port: port.number, body)
        }
        let floor = try await run { service in
            let owner = try await identity.signUp()
            let inbox = try await service.inbox("Sales", as: owner)
            var agents: [Principal] = []
            for (name, inboxes) in [("Noura", InboxAccess.all), ("Salem", .only([inbox.id])), ("Huda", .only([]))] {
                agents.append(try await identity.join(name, inboxes, in: owner))
            }
            let floor = Floor(service: service, identity: identity, owner: owner, agents: agents, inbox: inbox)
            try await body(floor)
            return floor
        }
        guard let again else { return }
        try await run { service in
            var floor = floor
            floor.service = service
            try await again(floor)
        }
    }
}
