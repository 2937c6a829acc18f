import HTTP
import TestKit
import WireModel

// What the team does with a conversation besides writing. Each deed is repeated until it is answered, and the answer is
// what the conversation has to be like from then on.
extension Pair {
    func act(_ number: Int, _ talk: inout Talk) async {
        switch number {
        case 73..<77: await edit(&talk)
        case 77..<78: await takeBack(&talk)
        case 78..<82: await assign(talk)
        case 82..<86: await tag(talk)
        case 86..<88: await setStatus(talk)
        case 88..<90: await snooze(talk)
        case 90..<92: await prioritise(talk)
        case 92..<95: await markRead(talk)
        case 95..<96: await move(&talk)
        case 96..<97: await mergeEarlier(&talk)
        case 97..<98: await trespass(talk)
        case 98..<99: await chapter.tabs.randomElement(using: &dice)?.drop()
        default: await firm.colleagues.randomElement(using: &dice)?.page.drop()
        }
    }

    /// Closes it as people do, or leaves it open where it is the last one and chance says so.
    func end(_ talk: inout Talk) async {
        if Int.random(in: 0..<4, using: &dice) == 0 { await mergeEarlier(&talk) }
        var open = [talk.conversation]
        if Int.random(in: 0..<6, using: &dice) == 0, let part = await split(talk) { open.append(part) }
        await settle()
        // Before the last one it would go on where it was left.
        if isFinishing, Bool.random(using: &dice) { return await leaveOpen(talk) }
        if open.count > 1 || Bool.random(using: &dice) {
            await closeAll(open, in: talk)
        } else {
            await keep(
                "close", talk, done: { $0.status == .closed },
                by: { teammate, path in
                    try await teammate.call(.put, "\(path)/status", body: StatusChange(status: .closed))
                })
        }
    }

    // MARK: One conversation

    /// Does a thing and remembers the answer.
    private func keep(
        _ what: String, _ talk: Talk, done isDone: (Conversation) -> Bool,
        by call: (Teammate, String) async throws -> TestAnswer
    ) async {
        guard let colleague = firm.answering(in: talk.inbox).randomElement(using: &dice) else { return }
        let path = "conversations/\(talk.conversation)"
        guard let answer = await insist(what, { try await call(colleague.teammate, path) }) else { return }
        guard let conversation = try? answer.decode(Conversation.self), conversation.id == talk.conversation else {
            return problems.append("\(what) of \(talk.conversation): another answer \(answer.text)")
        }
        if !isDone(conversation) { problems.append("\(what) of \(talk.conversation): not done in \(answer.text)") }
        chapter.standing[talk.conversation]?.conversation = conversation
    }

    private func assign(_ talk: Talk) async {
        let member =
            Int.random(in: 0..<4, using: &dice) == 0
            ? nil : firm.assignable(in: talk.inbox).randomElement(using: &dice)?.member
        await keep(
            "assign", talk, done: { $0.assignee == member },
            by: { teammate, path in
                try await teammate.call(.put, "\(path)/assignee", body: AssigneeChange(member: member))
            })
    }

    private func tag(_ talk: Talk) async {
        let tags = firm.tags.map(\.id).filter { _ in Bool.random(using: &dice) }
        await keep(
            "tag", talk, done: { Set($0.tags) == Set(tags) },
            by: { teammate, path in
                try await teammate.call(.put, "\(path)/tags", body: TagsChange(tags: tags))
            })
    }

    private func setStatus(_ talk: Talk) async {
        let status = [Conversation.Status.open, .inProgress, .waiting].randomElement(using: &dice)!
        await keep(
            "status", talk, done: { _ in true },
            by: { teammate, path in
                try await teammate.call(.put, "\(path)/status", body: StatusChange(status: status))
            })
    }

    private func snooze(_ talk: Talk) async {
        if Bool.random(using: &dice) {
            await keep(
                "snooze", talk, done: { _ in true },
                by: { teammate, path in
                    try await teammate.call(.put, "\(path)/snooze", body: Snooze(until: nil))
                })
        } else {
            await keep(
                "wake", talk, done: { $0.snooze == nil },
                by: { teammate, path in
                    try await teammate.call(.delete, "\(path)/snooze")
                })
        }
    }

    private func prioritise(_ talk: Talk) async {
        let priority = Conversation.Priority.allCases.randomElement(using: &dice)!
        let change = ConversationChange(title: "سؤال \(number)", priority: priority)
        await keep(
            "title and priority", talk, done: { $0.priority == priority },
            by: { teammate, path in
                try await teammate.call(.patch, path, body: change)
            })
    }

    private func leaveOpen(_ talk: Talk) async {
        guard Int.random(in: 0..<4, using: &dice) == 0 else { return }
        await keep(
            "spam", talk, done: { $0.spam }, by: { teammate, path in try await teammate.call(.put, "\(path)/spam") })
    }

    /// To the other inbox; who does not see that one can do no more here.
    private func move(_ talk: inout Talk) async {
        await settle()
        let other = firm.inboxes.map(\.id).first { [talk] in $0 != talk.inbox }!
        let everywhere = firm.colleagues.prefix(2).randomElement(using: &dice)!
        let path = "conversations/\(talk.conversation)/inbox"
        guard
            let answer = await insist(
                "move", { try await everywhere.teammate.call(.put, path, body: InboxMove(inbox: other)) }),
            let conversation = try? answer.decode(Conversation.self)
        else { return }
        if conversation.inbox != other { problems.append("move of \(talk.conversation): not done") }
        chapter.standing[talk.conversation]?.conversation = conversation
        talk.inbox = other
        talk.editable = []
    }

    private func markRead(_ talk: Talk) async {
        guard let last = chapter.said.last(where: { $0.conversation == talk.conversation && $0.acknowledged != nil }),
            let sequence = last.acknowledged?.sequence
        else { return }
        let path = "conversations/\(talk.conversation)/read"
        if Bool.random(using: &dice) {
            let customer = chapter.customer
            guard
                await insist("read", { try await customer.call(.put, path, body: ReadMark(sequence: sequence)) }) != nil
            else { return }
            chapter.standing[talk.conversation]?.visitorRead.raise(to: sequence)
        } else if let colleague = firm.answering(in: talk.inbox).randomElement(using: &dice) {
            let teammate = colleague.teammate
            guard
                await insist("read", { try await teammate.call(.put, path, body: ReadMark(sequence: sequence)) }) != nil
            else { return }
            chapter.standing[talk.conversation]?.teamRead.raise(to: sequence)
        }
    }

    // MARK: Messages

    private func edit(_ talk: inout Talk) async {
        guard let (author, said, sequence) = talk.editable.randomElement(using: &dice) else { return }
        let body = "\(chapter.said[said].body) تصحيح"
        let path = "conversations/\(talk.conversation)/messages/\(sequence)"
        let edit = MessageEdit(body: body)
        guard await insist("edit", { try await author.teammate.call(.patch, path, body: edit) }) != nil else { return }
        chapter.said[said].body = body
    }

    private func takeBack(_ talk: inout Talk) async {
        guard let place = talk.editable.indices.randomElement(using: &dice) else { return }
        let (author, said, sequence) = talk.editable.remove(at: place)
        let path = "conversations/\(talk.conversation)/messages/\(sequence)"
        let faults = problems.count
        _ = await insist("delete", but: ["message.deleted"], { try await author.teammate.call(.delete, path) })
        if problems.count == faults { (chapter.said[said].body, chapter.said[said].isDeleted) = ("", true) }
    }

    // MARK: Several

    private func closeAll(_ conversations: [ConversationID], in talk: Talk) async {
        guard let colleague = firm.answering(in: talk.inbox).randomElement(using: &dice) else { return }
        let request = BulkRequest(ids: conversations, action: BulkAction(.close))
        guard
            let answer = await insist(
                "close in bulk", { try await colleague.teammate.call(.post, "conversations/bulk", body: request) }),
            let result = try? answer.decode(BulkResult.self)
        else { return }
        if result.failed > 0 { problems.append("close in bulk: \(answer.text)") }
        for conversation in conversations {
            guard let known = await look(at: conversation) else { continue }
            if known.status != .closed { problems.append("\(conversation): closed, and \(known.status)") }
            chapter.standing[conversation]?.conversation = known
        }
    }

    /// The customer's last closed conversation goes into this one, and sometimes comes out of it again.
    private func mergeEarlier(_ talk: inout Talk) async {
        let earlier = chapter.standing.values.filter { [talk] standing in
            standing.mergedInto == nil && standing.conversation.id != talk.conversation
                && standing.conversation.status == .closed && standing.conversation.inbox == talk.inbox
        }.map(\.conversation.id).max()
        guard let earlier, let colleague = firm.answering(in: talk.inbox).randomElement(using: &dice) else { return }
        await settle()
        talk.editable = []
        let path = "conversations/\(talk.conversation)/merge"
        let merge = MergeRequest(from: [earlier])
        let teammate = colleague.teammate
        let faults = problems.count
        _ = await insist("merge", but: ["merge.already"], { try await teammate.call(.post, path, body: merge) })
        guard problems.count == faults, await renumbered([talk.conversation]) else { return }
        chapter.standing[earlier]?.mergedInto = talk.conversation
        guard Int.random(in: 0..<3, using: &dice) == 0 else { return }
        _ = await insist("undo", but: ["merge.notFound"], { try await teammate.call(.delete, "\(path)/\(earlier)") })
        guard problems.count == faults else { return }
        chapter.standing[earlier]?.mergedInto = nil
        _ = await renumbered([talk.conversation, earlier])
    }

    /// From somewhere in its middle on.
    private func split(_ talk: Talk) async -> ConversationID? {
        guard let known = await look(at: talk.conversation), known.lastSequence > 2,
            let colleague = firm.answering(in: talk.inbox).randomElement(using: &dice)
        else { return nil }
        let sequence = Int64.random(in: 2...known.lastSequence, using: &dice)
        let path = "conversations/\(talk.conversation)/split"
        let faults = problems.count
        _ = await insist(
            "split", but: ["input.invalid"],
            { try await colleague.teammate.call(.post, path, body: SplitRequest(sequence: sequence)) })
        guard problems.count == faults else { return nil }
        // Asked for twice it is refused: what the first time has made is found.
        let owner = firm.owner.teammate
        let list = "conversations?contact=\(known.contact)&sort=newest&limit=100"
        guard let answer = await insist("list", { try await owner.call(.get, list) }),
            let page = try? answer.decode(Page<Conversation>.self),
            let part = page.items.first(where: { chapter.standing[$0.id] == nil })
        else {
            problems.append("\(talk.conversation): split, and the part is nowhere")
            return nil
        }
        chapter.standing[part.id] = Chapter.Standing(conversation: part, isRenumbered: true)
        chapter.parts += 1
        _ = await renumbered([talk.conversation])
        return part.id
    }

    /// Marks and places are others now.
    private func renumbered(_ conversations: [ConversationID]) async -> Bool {
        for conversation in conversations {
            guard let known = await look(at: conversation) else { return false }
            chapter.standing[conversation]?.conversation = known
            chapter.standing[conversation]?.isRenumbered = true
        }
        return true
    }

    // MARK: What must not be

    /// Looks at what is none of one's business, by a link.
    private func trespass(_ talk: Talk) async {
        let strangers = firm.colleagues.filter { colleague in
            if case .inboxes = colleague.reader.reach { !colleague.reader.sees(talk.inbox, of: nil) } else { false }
        }
        guard let stranger = strangers.randomElement(using: &dice) else { return }
        do {
            let path = "conversations/\(talk.conversation)/messages"
            _ = try await Insistence.call("trespass", { try await stranger.teammate.call(.get, path) })
            leaks.append("\(stranger.reader.name) was shown \(talk.conversation)")
        } catch let refusal as Insistence.Refusal where refusal.code == "conversation.notFound" {
            deeds["trespass", default: 0] += 1
        } catch {
            problems.append("\(error)")
        }
    }
}

extension Int64 {
    fileprivate mutating func raise(to other: Int64) { self = Swift.max(self, other) }
}
