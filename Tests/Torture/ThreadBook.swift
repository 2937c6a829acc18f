import HTTP
import TestKit
import WireModel

/// Every conversation as its writers remember it, as the team and the customer are told it, and as the log told it.
struct ThreadBook: Sendable {
    /// Counts and the index follow a log: so long after everything is said, for all of them together.
    private static let countTime = Duration.seconds(30)
    private static let searchSample = 100

    let people: People
    let replay: Replay

    func check(_ report: inout Report) async throws {
        var sample: [(Firm, Message)] = []
        let end = ContinuousClock.now + Self.countTime
        for pair in people.pairs {
            for chapter in await pair.chapters where !chapter.said.isEmpty {
                let threads = try await threads(of: chapter, in: pair.firm, &report)
                await compare(chapter, threads, &report)
                try await checkReaders(chapter, threads, &report)
                try await checkContact(chapter, in: pair.firm, threads, until: end, &report)
                if let message = threads.flatMap(\.messages).filter({ $0.deletedAt == nil }).randomElement() {
                    sample.append((pair.firm, message))
                }
            }
        }
        for (firm, message) in sample.shuffled().prefix(Self.searchSample) {
            await search(message, in: firm, until: end, &report)
        }
    }

    private struct Thread {
        var conversation: Conversation
        var messages: [Message]
    }

    /// As the owner sees them.
    private func threads(of chapter: Chapter, in firm: Firm, _ report: inout Report) async throws -> [Thread] {
        var threads: [Thread] = []
        let owner = firm.owner.teammate
        for (id, standing) in chapter.standing {
            guard let found = try? await owner.call(.get, "conversations/\(id)", expecting: Conversation.self) else {
                report.fault("\(id) is nowhere", .lost)
                continue
            }
            if let target = standing.mergedInto {
                let last = chapter.last(after: target)
                report.expect(found.id == last, "\(id) was merged into \(last) and leads to \(found.id)")
                report.count("conversations merged")
                continue
            }
            report.expect(found.id == id, "\(id) leads to \(found.id)")
            let messages = try await owner.messages(of: id)
            threads.append(Thread(conversation: found, messages: messages))
            report.count("conversations")
            report.expect(
                messages.map(\.sequence) == Array(1...Int64(max(1, messages.count))), .misordered, "\(id): a gap")
            report.expect(
                found.lastSequence == messages.count, "\(id): counts \(found.lastSequence), holds \(messages.count)")
            check(found, standing, messages, &report)
            checkReplay(of: found, messages, &report)
        }
        return threads
    }

    /// Whatever was acknowledged has its effect, and nothing else has happened.
    private func check(
        _ found: Conversation, _ standing: Chapter.Standing, _ messages: [Message], _ report: inout Report
    ) {
        let (id, base) = (found.id, standing.conversation)
        report.expect(found.assignee == base.assignee, "\(id): assigned otherwise than acknowledged")
        report.expect(found.tags == base.tags, "\(id): tagged otherwise than acknowledged")
        report.expect(found.priority == base.priority, "\(id): another priority than acknowledged")
        report.expect(found.inbox == base.inbox, "\(id): in another inbox than acknowledged")
        report.expect(found.spam == base.spam, "\(id): spam otherwise than acknowledged")
        report.expect(found.titled == base.titled && found.title == base.title, "\(id): another title")
        var (status, snooze) = (base.status, base.snooze)
        for message in messages where message.sequence > base.lastSequence && message.kind == .reply {
            if message.author.kind != .visitor {
                status = .waiting
            } else {
                snooze = nil
                if status == .waiting || status == .closed { status = .open }
            }
        }
        report.expect(found.status == status, "\(id): is \(found.status), what was said makes it \(status)")
        report.expect(found.snooze == snooze, "\(id): snoozed otherwise than acknowledged")
        report.expect(found.teamRead <= found.lastSequence && found.visitorRead <= found.lastSequence, "\(id): marks")
        guard !standing.isRenumbered else { return }
        let replies = messages.filter { $0.kind == .reply }
        let ours = replies.last { $0.author.kind != .visitor }?.sequence ?? 0
        let theirs = replies.last { $0.author.kind == .visitor }?.sequence ?? 0
        report.expect(found.teamRead >= max(ours, standing.teamRead), "\(id): the team's mark is behind")
        report.expect(
            found.visitorRead == max(theirs, standing.visitorRead),
            "\(id): the visitor's mark is \(found.visitorRead), not \(max(theirs, standing.visitorRead))")
    }

    /// What the log told is what is stored.
    private func checkReplay(of found: Conversation, _ messages: [Message], _ report: inout Report) {
        guard let told = replay.threads[found.id] else {
            return report.fault("\(found.id): the log knows nothing of it")
        }
        report.expect(told.status == found.status, "\(found.id): the log says \(String(describing: told.status))")
        if let last = told.conversation {
            let same = last.place == found.place && last.tags == found.tags && last.priority == found.priority
            report.expect(same && last.spam == found.spam, "\(found.id): the log's last word of it is another")
        }
        if !told.isRenumbered {
            let heard = told.messages.values.sorted { $0.sequence < $1.sequence }
            report.expect(heard == messages, .lost, "\(found.id): the log tells other messages than are stored")
        }
    }

    // MARK: Messages

    private struct Name: Hashable {
        var author: Author.Identity
        var clientId: Int64
    }

    private func compare(_ chapter: Chapter, _ threads: [Thread], _ report: inout Report) async {
        let stored = Dictionary(
            grouping: threads.flatMap(\.messages), by: { Name(author: $0.author.identity, clientId: $0.clientId) })
        report.count("messages said", chapter.said.count)
        report.count("messages stored", stored.values.reduce(0) { $0 + $1.count })
        var known: Set<Name> = []
        for said in chapter.said {
            let name = Name(author: said.author, clientId: said.clientId)
            known.insert(name)
            guard let acknowledged = said.acknowledged else { continue }
            report.count("messages acknowledged")
            let found = stored[name] ?? []
            guard let message = found.first else {
                report.fault("\(said.conversation): \(acknowledged.id) “\(said.body)” is nowhere", .lost)
                continue
            }
            report.expect(found.count == 1, .doubled, "\(said.conversation): \(acknowledged.id) \(found.count) times")
            let isSame = message.body == said.body && message.kind == said.kind
            report.expect(isSame, "\(message.id): “\(message.body)” and not “\(said.body)”")
            report.expect((message.deletedAt != nil) == said.isDeleted, "\(message.id): taken back or not")
            guard !(chapter.standing[message.conversation]?.isRenumbered ?? true) else { continue }
            let (id, place) = (acknowledged.id, acknowledged.sequence)
            report.expect(
                message.id == id && message.sequence == place && message.sentAt == acknowledged.sentAt, .misordered,
                "\(id): acknowledged at \(place), stored as \(message.id) at \(message.sequence)")
        }
        for (name, messages) in stored where !known.contains(name) {
            report.fault("\(messages[0].conversation): nobody wrote \(messages[0].id)", .doubled)
        }
        for thread in threads { checkOrder(of: thread, chapter, &report) }
    }

    /// What one page sent stands in the order in which it was sent.
    private func checkOrder(of thread: Thread, _ chapter: Chapter, _ report: inout Report) {
        let stored = Dictionary(
            thread.messages.map { (Name(author: $0.author.identity, clientId: $0.clientId), $0) },
            uniquingKeysWith: { first, _ in first })
        // A merge orders by the clock, also by one that went forth or back: one message of a wrong time in a part holds
        // up all that follow it there, and one that was split off before stands where its own time puts it.
        let isRenumbered = chapter.standing[thread.conversation.id]?.isRenumbered ?? true
        func isOutOfTime(_ messages: [Message]) -> Bool {
            let times = messages.map(\.sentAt.milliseconds)
            return isRenumbered && times != times.sorted()
        }
        if isOutOfTime(thread.messages) { return }
        let byPage = Dictionary(
            grouping: chapter.said.filter { $0.page != nil },
            by: { "\($0.conversation) \(ObjectIdentifier($0.page!))" })
        for said in byPage.values {
            let messages = said.compactMap { stored[Name(author: $0.author, clientId: $0.clientId)] }
            let order = messages.map(\.sequence)
            if isOutOfTime(messages) { continue }
            report.expect(order == order.sorted(), .misordered, "\(thread.conversation.id): \(order) as one page sent")
        }
    }

    // MARK: Readers

    private func checkReaders(_ chapter: Chapter, _ threads: [Thread], _ report: inout Report) async throws {
        var visible: [Message] = []
        for thread in threads.sorted(by: { $0.conversation.id < $1.conversation.id }) {
            let replies = thread.messages.filter { $0.kind == .reply }
            let told = try await chapter.customer.messages(of: thread.conversation.id)
            report.expect(
                told.allSatisfy { $0.kind == .reply }, .leaked, "\(thread.conversation.id): notes in the visitor's list"
            )
            report.expect(told == replies, .lost, "\(thread.conversation.id): the visitor's list differs")
            visible += replies
        }
        for tab in chapter.tabs {
            let shown = await tab.shown
            guard shown != visible else { continue }
            let missing = Set(visible.map(\.id)).subtracting(shown.map(\.id)).count
            report.fault(
                "\(chapter.reader.name): shows \(shown.count) messages, \(missing) of \(visible.count) are missing",
                missing > 0 ? .lost : .wrong)
            report.expect(shown.allSatisfy { $0.kind == .reply }, .leaked, "\(chapter.reader.name): shows notes")
        }
    }

    private func checkContact(
        _ chapter: Chapter, in firm: Firm, _ threads: [Thread], until end: ContinuousClock.Instant,
        _ report: inout Report
    ) async throws {
        guard let contact = threads.first?.conversation.contact else { return }
        let messages = chapter.said.count { $0.author == .visitor(chapter.customer.grant.visitor) }
        report.count("contacts")
        var last: Contact?
        do {
            try await eventually("the contact is counted", within: end - .now, every: .milliseconds(50)) {
                let found = try await firm.owner.teammate.call(.get, "contacts/\(contact)", expecting: Contact.self)
                last = found
                return found.messageCount == messages && found.conversationCount == chapter.standing.count
            }
        } catch {
            let counted = last.map { "\($0.messageCount) messages, \($0.conversationCount) conversations" } ?? "nothing"
            report.fault(
                "\(contact): \(messages) messages, \(chapter.standing.count) conversations; counted \(counted)")
        }
    }

    /// By the word that no other message has.
    private func search(
        _ message: Message, in firm: Firm, until end: ContinuousClock.Instant, _ report: inout Report
    ) async {
        guard let word = message.body.split(separator: " ").first(where: { $0.hasPrefix("k") && $0.contains("x") })
        else { return }
        report.count("messages searched for")
        do {
            try await eventually("it is found", within: end - .now, every: .milliseconds(50)) {
                let found = try await firm.owner.teammate.call(.get, "search?q=\(word)", expecting: SearchResults.self)
                return found.items.contains {
                    $0.conversation.id == message.conversation && $0.message?.id == message.id
                }
            }
        } catch {
            report.fault("\(message.id) is not found by “\(word)”: \(error)", .lost)
        }
    }
}

extension Chapter {
    /// Where a merge, and one after it, has led.
    fileprivate func last(after conversation: ConversationID) -> ConversationID {
        standing[conversation]?.mergedInto.map { last(after: $0) } ?? conversation
    }
}
