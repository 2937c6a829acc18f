import JSON
import ServiceKit
import Storage
import WireModel

// Conversations of one contact become one, and may become several again.
//
// What is merged stays where it is, untouched and out of every list: the other conversation gets copies, in the order
// of time, and is numbered anew. So nobody who wrote in the one is shown what stood in the other, and undoing is taking
// the copies away.

extension ConversationStore {
    /// Messages of all of them together.
    static let mergeLimit = 20_000

    /// - Throws: `merge.self`, `merge.contact` for another contact's, `merge.already`, `merge.tooLong`; and
    ///   `conversation.notFound`.
    func merge(
        _ sources: [ConversationID], into id: ConversationID, for principal: Principal, operation: OperationID? = nil
    ) async throws -> Conversation {
        var deed = deed(of: principal)
        deed.operation = operation
        return try await database.write { [self, deed] transaction in
            var target = try Conversation.find(
                principal.workspace, id, for: principal, to: .conversationsMerge, in: transaction)
            for source in sources {
                let other = try Conversation.find(
                    principal.workspace, source, for: principal, to: .conversationsMerge, in: transaction)
                target = try merge(other, named: source, into: target, by: deed, transaction)
            }
            return target
        }
    }

    private func merge(
        _ source: Conversation, named id: ConversationID, into target: Conversation, by deed: Deed,
        _ transaction: Transaction
    ) throws -> Conversation {
        // Whoever asks for one that was merged gets the one it was merged into.
        guard source.id != target.id else { throw id == target.id ? Failure.mergeSelf : Failure.mergeAlready }
        guard source.id == id else { throw Failure.mergeAlready }
        guard source.contact == target.contact else { throw Failure.mergeContact }
        guard source.lastSequence + target.lastSequence <= Self.mergeLimit else { throw Failure.mergeTooLong }
        let (theirs, ours) = (
            try Strand.read(source.id, deed.workspace, transaction),
            try Strand.read(target.id, deed.workspace, transaction)
        )
        let hiding = source.visitor != target.visitor && !(source.verified && target.verified)
        let strand = ours.interleaved(with: theirs, of: source.id, hiding: hiding) { context.ids.next() }
        var after = target.united(with: source).settled(on: strand, preview: Self.preview)
        after.updatedAt = deed.at
        let places = ours.places
        after.teamRead = strand.mark { entry in
            guard entry.isCopy(of: source.id) else { return places[entry.message.id] ?? .max <= target.teamRead }
            return (entry.message.extras?.copied?.sequence ?? 0) <= source.teamRead
        }
        after.visitorRead = strand.mark { entry in
            entry.hidden || entry.isCopy(of: source.id)
                || places[entry.message.id] ?? .max <= target.visitorRead
        }
        try strand.write(over: ours, of: target.id, deed.workspace, transaction)
        try Merge(source: source, target: target, at: deed.at).insert(deed.workspace, transaction)
        var gone = source
        (gone.mergedInto, gone.status, gone.snooze, gone.waitingSince) = (target.id, .closed, nil, nil)
        try book.save(gone, in: deed.workspace, transaction)
        try book.save(after, in: deed.workspace, transaction)
        try tellMerged(gone, into: after, merged: true, deed.workspace, transaction)
        try book.changes.record(
            ChangeLine(
                .merged,
                ["from": source.id.description, "title": source.title, "count": String(theirs.entries.count)]),
            of: after, after: after.lastSequence, by: deed, in: transaction)
        return after
    }

    /// Takes out again what was merged in; what was written since stays where it was written.
    /// - Throws: `merge.notFound`, `conversation.notFound`.
    func unmerge(
        _ source: ConversationID, from id: ConversationID, for principal: Principal
    ) async throws -> Conversation {
        let deed = deed(of: principal)
        return try await database.write { [self] transaction in
            let target = try Conversation.find(
                deed.workspace, id, for: principal, to: .conversationsMerge, in: transaction)
            guard let merge = try Merge.find(source, into: target.id, deed.workspace, transaction) else {
                throw Failure.notFound("merge")
            }
            let ours = try Strand.read(target.id, deed.workspace, transaction)
            let strand = ours.without(source)
            var after = target.divided(from: merge).settled(on: strand, preview: Self.preview)
            after.updatedAt = deed.at
            let places = ours.places
            after.teamRead = strand.mark { places[$0.message.id] ?? .max <= target.teamRead }
            after.visitorRead = strand.mark { places[$0.message.id] ?? .max <= target.visitorRead }
            try strand.write(over: ours, of: target.id, deed.workspace, transaction)
            try Merge.remove(source, into: target.id, deed.workspace, transaction)
            // As it was, but for what it is called and whose it is by now.
            var back = try Conversation.find(deed.workspace, source, in: transaction)
            (back.mergedInto, back.status, back.snooze) = (nil, merge.source.status, merge.source.snooze)
            (back.waitingSince, back.updatedAt) = (merge.source.waitingSince, deed.at)
            try book.save(back, in: deed.workspace, transaction)
            try book.save(after, in: deed.workspace, transaction)
            try tellMerged(back, into: after, merged: false, deed.workspace, transaction)
            let line = ChangeLine(.unmerged, ["from": source.description, "title": back.title])
            for conversation in [after, back] {
                try book.changes.record(
                    line, of: conversation, after: conversation.lastSequence, by: deed, in: transaction)
            }
            return after
        }
    }

    static func preview(of message: Message) -> String {
        AcceptedMessage.preview(of: message.body, with: message.extras?.attachments ?? [])
    }

    /// Everybody who reads either of them asks for it anew.
    func tellMerged(
        _ source: Conversation, into target: Conversation, merged: Bool, _ workspace: WorkspaceID,
        _ transaction: Transaction
    ) throws {
        let told = ConversationsMerged(into: target.id, from: [source.id], merged: merged)
        for conversation in [source, target] {
            try log.append(
                .conversationMerged, to: .everyone, workspace: workspace, place: conversation.place,
                conversation: conversation.id, visitor: conversation.visitor, data: told, in: transaction)
        }
    }
}

/// What undoing a merge needs to know: both as they were.
struct Merge: Sendable {
    var source: Conversation
    var target: Conversation
    var at: Timestamp

    fileprivate func insert(_ workspace: WorkspaceID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO merges (workspace, target, source, source_was, target_was, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """, workspace, target.id, source.id, String(decoding: try JSON.encode(source), as: UTF8.self),
            String(decoding: try JSON.encode(target), as: UTF8.self), at)
    }

    fileprivate static func find(
        _ source: ConversationID, into target: ConversationID, _ workspace: WorkspaceID, _ connection: Connection
    ) throws -> Merge? {
        try connection.first(
            """
            SELECT source_was, target_was, at FROM merges WHERE workspace = ?1 AND target = ?2 AND source = ?3
            """, workspace, target, source
        ) { row in
            let (source, target): ([UInt8], [UInt8]) = (try row[0], try row[1])
            return Merge(
                source: try JSON.decode(Conversation.self, from: source, unknownFields: .ignored),
                target: try JSON.decode(Conversation.self, from: target, unknownFields: .ignored), at: try row[2])
        }
    }

    fileprivate static func remove(
        _ source: ConversationID, into target: ConversationID, _ workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "DELETE FROM merges WHERE workspace = ?1 AND target = ?2 AND source = ?3", workspace, target, source)
    }
}

extension Conversation {
    /// Without what the merge alone had brought.
    fileprivate func divided(from merge: Merge) -> Conversation {
        var next = self
        next.tags.removeAll { merge.source.tags.contains($0) && !merge.target.tags.contains($0) }
        next.followers.removeAll { merge.source.followers.contains($0) && !merge.target.followers.contains($0) }
        if let brought = merge.source.mentioned {
            let kept = merge.target.mentioned ?? Mentions()
            next.mentioned?.members.removeAll { brought.members.contains($0) && !kept.members.contains($0) }
            next.mentioned?.teams.removeAll { brought.teams.contains($0) && !kept.teams.contains($0) }
            if next.mentioned?.isEmpty ?? false { next.mentioned = nil }
        }
        if priority == merge.source.priority { next.priority = merge.target.priority }
        if assignee == merge.source.assignee, merge.target.assignee == nil { next.assignee = nil }
        if team == merge.source.team, merge.target.team == nil { next.team = nil }
        if status == merge.source.status { next.status = merge.target.status }
        return next
    }
}

extension Failure {
    static let mergeSelf = Failure(.conflict, "merge.self", "A conversation cannot be merged with itself.")
    static let mergeContact = Failure(
        .conflict, "merge.contact", "Only conversations of the same contact are merged.")
    static let mergeAlready = Failure(.conflict, "merge.already", "This conversation is merged into another already.")
    static let mergeTooLong = Failure(
        .conflict, "merge.tooLong", "Together they would hold more than \(ConversationStore.mergeLimit) messages.")
}
