import HTTP
import TestKit
import WireModel

/// What everybody remembers, compared with what the services tell afterwards.
struct Books: Sendable {
    /// Counts follow a log.
    private static let countTime = Duration.seconds(20)
    /// A mail that could not go is tried again after 15 s, 30 s, a minute.
    private static let patience = Duration.seconds(240)

    let pairs: [Pair]
    let mails: MailDesk

    func check(_ report: inout Report) async throws {
        let end = ContinuousClock.now + Self.countTime
        for pair in pairs {
            for problem in await pair.problems { report.fault(problem) }
            var visitorMessages = 0
            for talk in await pair.talks {
                let stored = try await pair.owner.messages(of: talk.conversation)
                visitorMessages += stored.count { $0.author.kind == .visitor }
                await compare(talk, stored, &report)
                let heard = try await pair.customer.messages(of: talk.conversation)
                report.expect(
                    heard == stored.filter { $0.kind == .reply }, "\(talk.conversation): the visitor's list differs")
            }
            try await checkContact(of: pair, messages: visitorMessages, until: end, &report)
        }
        try await checkSummaries(&report)
    }

    private func compare(_ talk: Pair.Talk, _ stored: [Message], _ report: inout Report) async {
        let name = "\(talk.conversation)"
        let said = talk.agentSaid.count + talk.visitorSaid.count + 1
        report.count("conversations")
        report.count("messages said", said)
        report.expect(stored.count == said, "\(name): \(said) said, \(stored.count) stored")
        report.expect(stored.map(\.sequence) == Array(1...Int64(max(1, stored.count))), "\(name): a gap")
        let names = Set(stored.map { "\($0.author.kind) \($0.clientId)" })
        report.expect(names.count == stored.count, "\(name): a message is doubled")
        report.expect(stored.first == talk.first, "\(name): the first message differs")
        await compare(talk.agent, talk.agentSaid, "\(name), agent", stored, stored, &report)
        let replies = stored.filter { $0.kind == .reply }
        await compare(talk.visitor, talk.visitorSaid, "\(name), visitor", stored, replies, &report)
        let notes = await talk.visitor.events.count { $0.message?.kind == .note }
        report.expect(notes == 0, "\(name): \(notes) notes reached the visitor")
    }

    /// One page's record.
    /// - Parameter visible: What that side may see, in order.
    private func compare(
        _ client: LiveClient, _ said: [Int64: String], _ name: String, _ stored: [Message], _ visible: [Message],
        _ report: inout Report
    ) async {
        for problem in await client.problems { report.fault("\(name): \(problem)") }
        let acknowledged = await client.acknowledged
        report.count("messages acknowledged", acknowledged.count)
        report.count("connections", await client.hellos)
        report.count("pages told to fetch afresh", await client.resets)
        report.expect(
            acknowledged.mapValues(\.body) == said,
            "\(name): \(said.count) said, \(acknowledged.count) acknowledged")
        let places = Dictionary(stored.map { ($0.sequence, $0) }) { first, _ in first }
        for message in acknowledged.values {
            report.expect(places[message.sequence] == message, "\(name): \(message.id) acknowledged and not stored")
        }
        report.expect(await client.shown == visible, "\(name): saw other messages than are stored")
        let heard = await client.events.compactMap(\.message?.sequence)
        report.expect(heard == Set(heard).sorted(), "\(name): heard messages twice or out of order")
    }

    private func checkContact(
        of pair: Pair, messages: Int, until end: ContinuousClock.Instant, _ report: inout Report
    ) async throws {
        let talks = await pair.talks
        guard let talk = talks.last else { return }
        let conversation = try await pair.owner.call(
            .get, "conversations/\(talk.conversation)", expecting: Conversation.self)
        report.count("contacts")
        var last: Contact?
        do {
            try await eventually("the contact is counted", within: end - .now) {
                let contact = try await pair.owner.call(
                    .get, "contacts/\(conversation.contact)", expecting: Contact.self)
                last = contact
                return contact.messageCount == messages && contact.conversationCount == talks.count
            }
        } catch {
            let counted = last.map { "\($0.messageCount) messages, \($0.conversationCount) conversations" } ?? "nothing"
            report.fault("pair \(pair.number): \(messages) messages, \(talks.count) conversations; counted \(counted)")
        }
    }

    private func checkSummaries(_ report: inout Report) async throws {
        var closed: [String] = []
        var open: [String] = []
        for pair in pairs {
            for talk in await pair.talks {
                if talk.isClosed { closed.append("\(talk.conversation)") } else { open.append("\(talk.conversation)") }
            }
        }
        report.count("conversations closed", closed.count)
        note("Waiting for \(closed.count) summaries.")
        try? await eventually("all summaries", within: Self.patience) {
            let arrivals = mails.arrivals()
            return closed.allSatisfy { arrivals[$0] != nil }
        }
        let arrivals = mails.arrivals()
        report.count("summaries", arrivals.values.reduce(0) { $0 + $1.count })
        for name in closed {
            let found = arrivals[name] ?? []
            report.expect(!found.isEmpty, "\(name): closed and no summary")
            for (first, second) in zip(found, found.dropFirst()) {
                if mails.isExcused(first, second) {
                    report.count("summaries sent again, killed before the mark")
                } else {
                    report.fault("\(name): a summary was sent twice")
                }
            }
        }
        for name in open { report.expect(arrivals[name] == nil, "\(name): a summary of an open conversation") }
    }
}
