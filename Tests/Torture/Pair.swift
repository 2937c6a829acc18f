import HTTP
import TestKit
import WireModel

/// A customer and a member of the team who hold one conversation after another.
actor Pair {
    /// One conversation, as the two pages knew it.
    struct Talk: Sendable {
        let conversation: ConversationID
        let first: Message
        let agent: LiveClient
        let visitor: LiveClient
        /// What each side wrote, by the message's name.
        var agentSaid: [Int64: String] = [:]
        var visitorSaid: [Int64: String] = [:]
        /// Whether it was closed, at its last message.
        var isClosed = false
    }

    private static let length = 5...30
    private static let pauseMilliseconds = 250
    /// How many messages may wait in a page's outbox before its writer stops to look.
    private static let outboxLimit = 8
    /// An address gets only so many summaries a day; the customer takes another one in time.
    private static let talksPerAddress = 40
    /// Past it something hangs.
    private static let patience = Duration.seconds(90)

    nonisolated let number: Int
    nonisolated let owner: Teammate
    nonisolated let customer: Customer
    private(set) var talks: [Talk] = []
    private(set) var problems: [String] = []
    private var dice: Dice
    private var isFinishing = false
    /// Messages acknowledged in talks that are over.
    private var settled: [Message] = []

    init(_ number: Int, owner: Teammate, customer: Customer, dice: Dice) {
        self.number = number
        self.owner = owner
        self.customer = customer
        self.dice = dice
    }

    /// Talks until it is told to finish; then everything said is acknowledged and seen.
    func talk() async {
        while !isFinishing { await hold() }
    }

    func finish() { isFinishing = true }

    /// Every message that its sender knows to be stored.
    func acknowledged() async -> [Message] {
        var messages = settled
        guard let talk = talks.last else { return messages }
        messages.append(talk.first)
        messages += await talk.agent.acknowledged.values
        messages += await talk.visitor.acknowledged.values
        return messages
    }

    private func hold() async {
        guard var talk = await begin() else { return await pause() }
        talks.append(talk)
        let place = talks.count - 1
        for turn in 0..<Int.random(in: Self.length, using: &dice) {
            await say("\(number).\(place).\(turn) كيف الحال؟", &talk)
            await pause()
            if isFinishing { break }
        }
        await settle(talk)
        // Half of the last ones stay open. (Before the last it would go on where it was left.)
        if !isFinishing || Bool.random(using: &dice) { talk.isClosed = await close(talk) }
        talks[place] = talk
        await talk.agent.stop()
        await talk.visitor.stop()
        settled = await acknowledged()
    }

    /// The customer's first message; sent again, under the same name, until it is answered.
    private func begin() async -> Talk? {
        let start = WidgetStart(
            details: VisitorDetails(name: "ليلى \(number)", email: address), language: .arabic,
            message: MessageDraft(clientId: Int64(talks.count) + 1, body: "\(number).\(talks.count) السلام عليكم"))
        let answer = await insist("start") { [customer] in
            try await customer.call(.post, "conversations", body: start)
        }
        guard let answer, let started = try? answer.decode(WidgetConversationWithMessages.self),
            let first = started.messages.first
        else { return nil }
        let conversation = started.conversation.id
        return Talk(
            conversation: conversation, first: first, agent: await .team(owner, in: conversation),
            visitor: await .visitor(customer, in: conversation))
    }

    private var address: String { "layla-\(number)-\(talks.count / Self.talksPerAddress)@example.com" }

    private func say(_ body: String, _ talk: inout Talk) async {
        switch Int.random(in: 0..<10, using: &dice) {
        case 0..<5:
            if await talk.visitor.unacknowledged < Self.outboxLimit {
                talk.visitorSaid[await talk.visitor.send(body)] = body
            }
        case 5..<9:
            if await talk.agent.unacknowledged < Self.outboxLimit {
                talk.agentSaid[await talk.agent.send(body)] = body
            }
        default:
            if await talk.agent.unacknowledged < Self.outboxLimit {
                talk.agentSaid[await talk.agent.send("note \(body)", kind: .note)] = "note \(body)"
            }
        }
    }

    /// Waits until everything is acknowledged and each side has seen what the other one said.
    private func settle(_ talk: Talk) async {
        let (agent, visitor) = (talk.agent, talk.visitor)
        await wait("\(talk.conversation): everything is acknowledged") {
            await agent.unacknowledged + visitor.unacknowledged == 0
        }
        let all = await Array(agent.acknowledged.values) + visitor.acknowledged.values
        await wait("\(talk.conversation): both have seen everything") {
            let seen = await (Set(agent.shown.map(\.id)), Set(visitor.shown.map(\.id)))
            return all.allSatisfy { seen.0.contains($0.id) && (seen.1.contains($0.id) || $0.kind == .note) }
        }
    }

    private func close(_ talk: Talk) async -> Bool {
        let answer = await insist("close") { [owner] in
            try await owner.call(
                .put, "conversations/\(talk.conversation)/status", body: StatusChange(status: .closed))
        }
        return answer != nil
    }

    /// Calls again and again while the other side is away, as a page does; nil for what failed for good.
    private func insist(_ what: String, _ call: () async throws -> TestAnswer) async -> TestAnswer? {
        let end = ContinuousClock.now + Self.patience
        while ContinuousClock.now < end {
            if let answer = try? await call() {
                if answer.status.rawValue < 300 { return answer }
                guard answer.status == .serviceUnavailable || answer.status == .tooManyRequests else {
                    problems.append("pair \(number), \(what): \(answer.status.rawValue) \(answer.text)")
                    return nil
                }
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
        problems.append("pair \(number), \(what): nothing but failures for \(Self.patience)")
        return nil
    }

    private func wait(_ what: String, _ condition: () async -> Bool) async {
        do {
            try await eventually("\(what)", within: Self.patience, condition)
        } catch {
            problems.append("pair \(number): \(error)")
        }
    }

    private func pause() async {
        try? await Task.sleep(for: dice.milliseconds(upTo: Self.pauseMilliseconds))
    }
}
