import TestKit
import Testing
import WireModel

/// A customer and a member of the team who write to each other while something happens to the services.
struct Talk: Sendable {
    let owner: Teammate
    let customer: Customer
    let conversation: ConversationID
    let agent: LiveClient
    let visitor: LiveClient

    /// Messages that each side writes: enough for a service to go and come back while they are under way.
    static let length = 60

    init(in deployment: Deployment) async throws {
        let owner = try await deployment.signUp()
        try await self.init(with: owner, at: try await deployment.inbox(of: owner), through: deployment.edge)
    }

    /// A customer of their own at an inbox that is there already.
    init(with owner: Teammate, at inbox: Inbox, through edge: TestClient) async throws {
        self.owner = owner
        customer = try await Customer(client: edge, inbox: inbox.id)
        conversation = try await customer.start("السلام عليكم").conversation.id
        agent = await LiveClient.team(owner, in: conversation)
        visitor = await LiveClient.visitor(customer, in: conversation)
        try await eventually("both are connected") { [agent, visitor] in
            let connected = await [agent.isConnected, visitor.isConnected]
            return !connected.contains(false)
        }
    }

    /// Both write all they have to say; once a quarter of it is acknowledged, `event` happens; returns when all of it
    /// is.
    func go(on event: () async throws -> Void) async throws {
        for number in 1...Self.length {
            await visitor.send("سؤال \(number)")
            await agent.send("جواب \(number)")
        }
        try await eventually("a quarter is acknowledged") {
            let counts = await [visitor.acknowledged.count, agent.acknowledged.count]
            return counts.min()! >= Self.length / 4
        }
        try await event()
        try await eventually("everything is acknowledged") {
            await visitor.unacknowledged + agent.unacknowledged == 0
        }
    }

    /// Nothing lost, nothing doubled, one order for everybody.
    func expectAgreement() async throws {
        let stored = try await owner.messages(of: conversation)
        try await eventually("both pages show everything") { [agent, visitor] in
            let shown = await (agent.shown.count, visitor.shown.count)
            return shown.0 >= stored.count - 1 && shown.1 >= stored.count - 1
        }
        #expect(stored.map(\.sequence) == Array(1...Int64(stored.count)))
        #expect(Set(stored.map { "\($0.author.kind) \($0.clientId)" }).count == stored.count)
        for client in [agent, visitor] {
            await expect(client, knows: stored)
        }
        #expect(try await customer.messages(of: conversation) == stored.filter { $0.kind == .reply })
    }

    private func expect(_ client: LiveClient, knows stored: [Message]) async {
        #expect(await client.problems == [])
        let places = Dictionary(uniqueKeysWithValues: stored.map { ($0.sequence, $0) })
        for message in await client.acknowledged.values { #expect(places[message.sequence] == message) }
        // The first message was there before the pages were.
        #expect(await client.shown.filter { $0.sequence > 1 } == stored.dropFirst().map { $0 })
        let heard = await client.events.compactMap(\.message)
        #expect(Set(heard.map(\.sequence)).count == heard.count)
    }

    func stop() async {
        await agent.stop()
        await visitor.stop()
    }
}

/// Every journey has five processes; one after another they leave the machine its breath.
@Suite(.serialized) struct Journey {}
