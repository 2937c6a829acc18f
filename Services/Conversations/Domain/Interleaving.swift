import WireModel

/// What merging and splitting make of conversations' messages. Pure: rows in, rows out.
struct Strand: Sendable, Equatable {
    /// A message with what the wire does not tell of it.
    struct Entry: Sendable, Equatable {
        var message: Message
        /// Another visitor's: the customer who reads here never saw it.
        var hidden: Bool

        /// Whether a merge brought it from there: the message itself stands there still. What a split brought has
        /// been here since, and has nowhere else to be.
        func isCopy(of source: ConversationID) -> Bool {
            guard let origin = message.extras?.copied else { return false }
            return origin.from == source && origin.moved != true
        }
    }

    var entries: [Entry]

    /// Both in the order of time, numbered anew from 1; of one moment `self` comes first.
    ///
    /// - Parameters:
    ///   - other: Becomes copies, which say where they come from and have ids and names of their own.
    ///   - hiding: Whether the customer may not read the copies.
    func interleaved(with other: Strand, of source: ConversationID, hiding: Bool, ids: () -> MessageID) -> Strand {
        guard let home = entries.first?.message.conversation else { return self }
        var copies: [MessageID: MessageID] = [:]
        for entry in other.entries { copies[entry.message.id] = ids() }
        var names = Set(entries.map { Name($0.message) })
        let copied = other.entries.map { entry in
            var copy = entry
            copy.hidden = hiding || entry.hidden
            copy.message.id = copies[entry.message.id] ?? entry.message.id
            copy.message.conversation = home
            var extras = entry.message.extras ?? MessageExtras()
            extras.copied = MessageOrigin(from: source, sequence: entry.message.sequence)
            if let quoted = extras.quote { extras.quote?.message = copies[quoted.message] ?? quoted.message }
            copy.message.extras = extras
            var spare = MessageDraft.clientIdLimit
            while !names.insert(Name(copy.message)).inserted {
                copy.message.clientId = spare
                spare -= 1
            }
            return copy
        }
        return Strand(entries: merged(entries, copied)).numbered()
    }

    /// Without what was copied from `source`.
    func without(_ source: ConversationID) -> Strand {
        Strand(entries: entries.filter { !$0.isCopy(of: source) }).numbered()
    }

    /// What a sender calls a message by; no two of one conversation are called the same.
    private struct Name: Hashable {
        var author: Author.Identity
        var clientId: Int64

        init(_ message: Message) { (author, clientId) = (message.author.identity, message.clientId) }
    }

    private func merged(_ left: [Entry], _ right: [Entry]) -> [Entry] {
        var result: [Entry] = []
        result.reserveCapacity(left.count + right.count)
        var (i, j) = (0, 0)
        while i < left.count || j < right.count {
            if j == right.count || (i < left.count && left[i].message.sentAt <= right[j].message.sentAt) {
                result.append(left[i])
                i += 1
            } else {
                result.append(right[j])
                j += 1
            }
        }
        return result
    }

    /// Numbered from 1 without gaps, quotes after them.
    func numbered() -> Strand {
        var next = self
        var places: [MessageID: Int64] = [:]
        for index in next.entries.indices {
            next.entries[index].message.sequence = Int64(index) + 1
            places[next.entries[index].message.id] = Int64(index) + 1
        }
        for index in next.entries.indices {
            guard let quoted = next.entries[index].message.extras?.quote else { continue }
            next.entries[index].message.extras?.quote?.sequence = places[quoted.message] ?? quoted.sequence
        }
        return next
    }

    /// How far the reader of two marks has read where both are one: up to the first message that was unread where it
    /// came from.
    func mark(_ isRead: (Entry) -> Bool) -> Int64 {
        Int64(entries.prefix(while: isRead).count)
    }
}

extension Conversation {
    /// With everything that follows from its messages, as they are now.
    func settled(on strand: Strand, preview: (Message) -> String) -> Conversation {
        var next = self
        let messages = strand.entries.map(\.message)
        next.lastSequence = Int64(messages.count)
        next.lastMessage = messages.last.map {
            MessagePreview(body: preview($0), kind: $0.kind, authorKind: $0.author.kind)
        }
        let replies = messages.filter { $0.kind == .reply }
        let isTheirs = { (message: Message) in message.author.kind == .visitor }
        next.lastCustomerAt = replies.last(where: isTheirs)?.sentAt
        next.lastTeamAt = replies.last { !isTheirs($0) }?.sentAt
        let unanswered = replies.reversed().prefix(while: isTheirs)
        next.waitingSince = status == .closed ? nil : unanswered.last?.sentAt
        next.teamRead = min(next.teamRead, next.lastSequence)
        next.visitorRead = min(next.visitorRead, next.lastSequence)
        return next
    }

    /// With what another conversation of the contact brings along: tags, followers, mentions, the more urgent priority,
    /// the livelier status, and somebody who has it where nobody had.
    func united(with other: Conversation) -> Conversation {
        var next = self
        next.tags += other.tags.filter { !tags.contains($0) }
        next.tags = Array(next.tags.prefix(Self.tagLimit))
        next.followers += other.followers.filter { !followers.contains($0) }
        next.followers = Array(next.followers.prefix(Self.followerLimit))
        if let mentions = other.mentioned { next = next.mentioning(mentions) }
        if other.priority.rank > priority.rank { next.priority = other.priority }
        if other.status.liveliness > status.liveliness { next.status = other.status }
        next.assignee = assignee ?? other.assignee
        next.team = team ?? other.team
        return next
    }
}

extension Conversation.Priority {
    fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Conversation.Status {
    fileprivate var liveliness: Int {
        switch self {
        case .closed: 0
        case .waiting: 1
        case .inProgress: 2
        case .open: 3
        }
    }
}
