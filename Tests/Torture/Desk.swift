import HTTP
import TestKit
import WireModel

/// What one member does all day beside answering: opens views, counts, searches, reads, follows, drafts.
actor Desk {
    nonisolated let colleague: Firm.Colleague
    nonisolated let firm: Firm
    private(set) var problems: [String] = []
    private(set) var leaks: [String] = []
    private(set) var deeds: [String: Int] = [:]
    /// What they follow, as acknowledged.
    private(set) var follows: [ConversationID: Bool] = [:]
    private let pauseMilliseconds: Int
    private var dice: Dice
    private var isFinishing = false
    private var last: [Conversation] = []

    init(_ colleague: Firm.Colleague, in firm: Firm, pauseMilliseconds: Int, dice: Dice) {
        (self.colleague, self.firm, self.pauseMilliseconds, self.dice) = (colleague, firm, pauseMilliseconds, dice)
    }

    func work() async {
        while !isFinishing {
            await act()
            try? await Task.sleep(for: dice.milliseconds(upTo: pauseMilliseconds))
        }
    }

    func finish() { isFinishing = true }

    private func act() async {
        switch Int.random(in: 0..<10, using: &dice) {
        case 0..<3: await list()
        case 3: _ = await call("count", .get, "conversations/counts")
        case 4: await search()
        case 5: await read()
        case 6: await follow()
        case 7, 8: await draft()
        default: await stray()
        }
    }

    private func call(
        _ what: String, _ method: HTTP.Method, _ path: String, body: (any Encodable & Sendable)? = nil,
        but excuses: Set<String> = []
    ) async -> TestAnswer? {
        let teammate = colleague.teammate
        do {
            let answer = try await Insistence.call("\(colleague.reader.name), \(what)") {
                try await teammate.call(method, path, body: body)
            }
            deeds[what, default: 0] += 1
            return answer
        } catch let refusal as Insistence.Refusal where refusal.code.map(excuses.contains) ?? false {
            // Moved, handed on or merged in the meantime.
            deeds[what, default: 0] += 1
        } catch {
            problems.append("\(error)")
        }
        return nil
    }

    private func list() async {
        let views = ["mine", "unassigned", "following", "mentioned", "active", "snoozed", "closed"]
        let view = views.randomElement(using: &dice)!
        guard let answer = await call("list", .get, "conversations?view=\(view)&limit=30"),
            let page = try? answer.decode(Page<Conversation>.self)
        else { return }
        last = page.items
        check(page.items)
    }

    private func search() async {
        guard let answer = await call("search", .get, "search?q=%D8%A7%D9%84%D8%AD%D8%A7%D9%84&limit=20"),
            let found = try? answer.decode(SearchResults.self)
        else { return }
        check(found.items.map(\.conversation))
    }

    /// Nothing of another workspace or inbox is ever shown.
    private func check(_ conversations: [Conversation]) {
        for conversation in conversations
        where !colleague.reader.sees(conversation.inbox, of: conversation.assignee)
            || !firm.inboxes.contains(where: { $0.id == conversation.inbox })
        {
            leaks.append("\(colleague.reader.name) was shown \(conversation.id)")
        }
    }

    private static let gone: Set = ["conversation.notFound", "permission.denied"]

    private func read() async {
        guard let conversation = last.randomElement(using: &dice) else { return }
        if Bool.random(using: &dice) {
            await colleague.page.markRead(conversation.id, upTo: conversation.lastSequence)
        } else {
            _ = await call(
                "read", .put, "conversations/\(conversation.id)/read",
                body: ReadMark(sequence: conversation.lastSequence), but: Self.gone)
        }
    }

    private func follow() async {
        guard let conversation = last.randomElement(using: &dice)?.id else { return }
        let path = "conversations/\(conversation)/followers/\(colleague.member)"
        let begins = !(follows[conversation] ?? false)
        guard let answer = await call("follow", begins ? .put : .delete, path, but: Self.gone),
            (try? answer.decode(Conversation.self))?.id == conversation
        else { return }
        follows[conversation] = begins
    }

    /// Nobody else hears of it.
    private func draft() async {
        guard let conversation = last.randomElement(using: &dice)?.id else { return }
        let path = "conversations/\(conversation)/draft"
        if Int.random(in: 0..<3, using: &dice) == 0 {
            _ = await call("draft", .delete, path, but: Self.gone)
        } else {
            _ = await call("draft", .put, path, body: ReplyDraftChange(body: "مسودّة", kind: .note), but: Self.gone)
        }
    }

    private func stray() async { await colleague.page.drop() }
}
