import HTTP
import TestKit
import WireModel

/// A place for one customer at a time, and what the team does with their conversations: one talk after another, until
/// it is told to finish; then everything said is acknowledged.
actor Pair {
    private static let length = 3...14
    /// How many messages may wait before their writer stops to look.
    private static let outboxLimit = 8
    /// A customer's pages ask for all of their conversations now and then; another customer comes in time.
    private static let talksPerChapter = 6
    private static let secondTab = 0.3

    nonisolated let number: Int
    nonisolated let firm: Firm
    /// Between two things that happen here.
    nonisolated let pauseMilliseconds: Int
    nonisolated let edges: [TestClient]
    nonisolated let ledger: Ledger
    private(set) var chapters: [Chapter] = []
    var problems: [String] = []
    var leaks: [String] = []
    var deeds: [String: Int] = [:]
    var dice: Dice
    var isFinishing = false

    init(_ number: Int, firm: Firm, edges: [TestClient], ledger: Ledger, pauseMilliseconds: Int, dice: Dice) {
        (self.number, self.firm, self.edges, self.ledger) = (number, firm, edges, ledger)
        (self.pauseMilliseconds, self.dice) = (pauseMilliseconds, dice)
    }

    /// One conversation while it goes on.
    struct Talk {
        var conversation: ConversationID
        var inbox: InboxID
        /// Posted by the team and not renumbered since: who wrote it, and where it stands.
        var editable: [(author: Firm.Colleague, said: Int, sequence: Int64)] = []
    }

    func talk() async {
        await pause()
        while !isFinishing {
            if chapters.last.map({ $0.begun >= Self.talksPerChapter }) ?? true, await !turnPage() {
                await pause()
                continue
            }
            await hold()
        }
        // The last customer stays: what comes late is heard to the end.
    }

    func finish() { isFinishing = true }

    var chapter: Chapter {
        get { chapters[chapters.count - 1] }
        set { chapters[chapters.count - 1] = newValue }
    }

    /// Every message that its sender knows to be stored.
    func acknowledged() async -> [Message] {
        var messages: [Message] = []
        for said in chapters.flatMap(\.said) {
            if let message = said.acknowledged {
                messages.append(message)
            } else if let message = await said.page?.acknowledged[said.clientId] {
                messages.append(message)
            }
        }
        return messages
    }

    /// Another customer comes; the pages of the one before are closed for good.
    private func turnPage() async -> Bool {
        for tab in chapters.last?.tabs ?? [] { await leave(tab) }
        do {
            let edge = edges[number % edges.count]
            let customer = try await arrive(at: edge)
            let reader = Reader(
                name: "visitor \(number).\(chapters.count)", workspace: firm.workspace, member: nil,
                reach: .visitor(customer.grant.visitor))
            let email = "layla-\(number)-\(chapters.count)@example.com"
            chapters.append(Chapter(customer: customer, reader: reader, email: email))
            await openTab()
            return true
        } catch {
            problems.append("pair \(number), arriving: \(error)")
            return false
        }
    }

    private func arrive(at edge: TestClient) async throws -> Customer {
        let end = ContinuousClock.now + Insistence.patience
        while true {
            do {
                return try await Customer(client: edge, inbox: firm.inboxes[0].id)
            } catch {
                if ContinuousClock.now > end { throw error }
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    func openTab() async {
        let tab = Tab.visitor(chapter.customer, chapter.reader, edges: edges, ledger: ledger)
        chapter.tabs.append(tab)
        await tab.begin()
    }

    /// Whole up to its end, then gone.
    private func leave(_ tab: Tab) async {
        await tab.finish()
        await wait("\(tab.reader.name) has come back") { await tab.isFinished }
        await tab.stop()
    }

    private func hold() async {
        guard var talk = await begin() else { return await pause() }
        if Double.random(in: 0..<1, using: &dice) < Self.secondTab, chapter.tabs.count < 2 { await openTab() }
        for turn in 0..<Int.random(in: Self.length, using: &dice) {
            await pause()
            await take(turn, &talk)
            if isFinishing { break }
        }
        await settle()
        await end(&talk)
    }

    /// The customer's first message; sent again, under the same name, until it is answered.
    private func begin() async -> Talk? {
        let body = "السلام عليكم \(word())"
        let draft = MessageDraft(clientId: Names.next(), body: body)
        let start = WidgetStart(
            details: VisitorDetails(name: "ليلى \(number)", email: chapter.email), language: .arabic, message: draft)
        let customer = chapter.customer
        guard
            let answer = await insist("start", { try await customer.call(.post, "conversations", body: start) }),
            let started = try? answer.decode(WidgetConversationWithMessages.self), let first = started.messages.first
        else { return nil }
        let conversation = started.conversation.id
        chapter.said.append(
            Chapter.Said(
                author: .visitor(customer.grant.visitor), clientId: draft.clientId, body: body, kind: .reply,
                conversation: conversation, acknowledged: first))
        chapter.begun += 1
        guard let known = await look(at: conversation) else { return nil }
        if chapter.standing[conversation] == nil {
            chapter.standing[conversation] = Chapter.Standing(conversation: known)
        }
        return Talk(conversation: conversation, inbox: known.inbox)
    }

    private func take(_ turn: Int, _ talk: inout Talk) async {
        switch Int.random(in: 0..<100, using: &dice) {
        case 0..<40: await visitorSays(talk)
        case 40..<60: await colleagueSays(talk, .reply)
        case 60..<66: await colleaguePosts(&talk, .reply)
        case 66..<70: await colleagueSays(talk, .note)
        case 70..<73: await colleaguePosts(&talk, .note)
        case let number: await act(number, &talk)
        }
    }

    // MARK: Words

    private func visitorSays(_ talk: Talk) async {
        guard let tab = chapter.tabs.randomElement(using: &dice) else { return }
        guard await tab.unacknowledged < Self.outboxLimit else { return }
        let body = "كيف الحال؟ \(word())"
        if Bool.random(using: &dice) { await tab.type(in: talk.conversation) }
        let name = await tab.send(body, in: talk.conversation)
        chapter.said.append(
            Chapter.Said(
                author: .visitor(chapter.customer.grant.visitor), clientId: name, body: body, kind: .reply,
                conversation: talk.conversation, page: tab))
    }

    private func colleagueSays(_ talk: Talk, _ kind: Message.Kind) async {
        guard let colleague = writer(of: kind, talk) else { return }
        guard await colleague.page.unacknowledged < Self.outboxLimit else { return }
        let body = kind == .note ? "ملاحظة داخلية \(word())" : "بخير \(word())"
        let name = await colleague.page.send(body, kind: kind, in: talk.conversation)
        chapter.said.append(
            Chapter.Said(
                author: colleague.identity, clientId: name, body: body, kind: kind, conversation: talk.conversation,
                page: colleague.page))
    }

    /// By a request of its own, sent again under the same name until it is answered.
    private func colleaguePosts(_ talk: inout Talk, _ kind: Message.Kind) async {
        guard let colleague = writer(of: kind, talk) else { return }
        let body = kind == .note ? "تنبيه \(word())" : "أهلًا \(word())"
        var draft = MessageDraft(clientId: Names.next(), body: body, kind: kind)
        if kind == .note, let other = firm.noting(in: talk.inbox).randomElement(using: &dice) {
            draft.mentions = Mentions(members: [other.member])
        }
        let (teammate, path) = (colleague.teammate, "conversations/\(talk.conversation)/messages")
        guard let answer = await insist("post", { [draft] in try await teammate.call(.post, path, body: draft) }),
            let message = try? answer.decode(Message.self)
        else { return }
        talk.editable.append((colleague, chapter.said.count, message.sequence))
        chapter.said.append(
            Chapter.Said(
                author: colleague.identity, clientId: draft.clientId, body: body, kind: kind,
                conversation: talk.conversation, acknowledged: message))
    }

    private func writer(of kind: Message.Kind, _ talk: Talk) -> Firm.Colleague? {
        (kind == .note ? firm.noting(in: talk.inbox) : firm.answering(in: talk.inbox)).randomElement(using: &dice)
    }

    /// Found by searching, and nowhere else in the run.
    private func word() -> String { "k\(number)x\(Names.next())" }

    // MARK: Patience

    /// Waits until everything written is acknowledged.
    func settle() async {
        for place in chapter.said.indices where chapter.said[place].acknowledged == nil {
            let said = chapter.said[place]
            await wait("\(said.conversation): “\(said.body)” is acknowledged") {
                guard let page = said.page else { return true }
                if await page.acknowledged[said.clientId] != nil { return true }
                return await page.refused.contains(said.clientId)
            }
            chapter.said[place].acknowledged = await said.page?.acknowledged[said.clientId]
        }
    }

    /// Nil for what failed for good, which is a problem unless it is one of these.
    func insist(
        _ what: String, but excuses: Set<String> = [], _ call: () async throws -> TestAnswer
    ) async -> TestAnswer? {
        do {
            let answer = try await Insistence.call("pair \(number), \(what)", call)
            deeds[what, default: 0] += 1
            return answer
        } catch let refusal as Insistence.Refusal where refusal.code.map(excuses.contains) ?? false {
            deeds[what, default: 0] += 1
        } catch {
            problems.append("\(error)")
        }
        return nil
    }

    func look(at conversation: ConversationID) async -> Conversation? {
        let owner = firm.owner.teammate
        let answer = await insist("look", { try await owner.call(.get, "conversations/\(conversation)") })
        return try? answer?.decode(Conversation.self)
    }

    func wait(_ what: String, _ condition: () async -> Bool) async {
        do {
            try await eventually(what, within: Insistence.patience, every: .milliseconds(50), condition)
        } catch {
            problems.append("pair \(number): \(error)")
        }
    }

    func pause() async {
        let time = isFinishing ? .milliseconds(1) : dice.milliseconds(upTo: pauseMilliseconds * 2)
        // Told to finish, it does not sleep on.
        let end = ContinuousClock.now + time
        while ContinuousClock.now < end, !isFinishing {
            try? await Task.sleep(for: min(.milliseconds(250), end - .now))
        }
    }
}
