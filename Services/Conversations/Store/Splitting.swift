import ServiceKit
import Storage
import WireModel

extension ConversationStore {
    /// Makes a conversation of its own of a message and all that follow; they keep their ids and say where they stood.
    /// - Throws: `conversation.notFound`; `input.invalid` for the first message, or one that is not there.
    func split(
        _ id: ConversationID, from sequence: Int64, for principal: Principal
    ) async throws -> SplitResult {
        let deed = deed(of: principal)
        let newID: ConversationID = context.ids.next()
        return try await database.write { [self] transaction in
            let before = try Conversation.find(
                deed.workspace, id, for: principal, to: .conversationsMerge, in: transaction)
            guard sequence > 1, sequence <= before.lastSequence else {
                throw Failure.invalid("sequence", "range", "A conversation is split at its second message or later.")
            }
            guard before.lastSequence <= Self.mergeLimit else { throw Failure.mergeTooLong }
            let all = try Strand.read(before.id, deed.workspace, transaction)
            let kept = Strand(entries: Array(all.entries.prefix(Int(sequence) - 1)))
            let moved = Strand(entries: Array(all.entries.dropFirst(Int(sequence) - 1)))
            var fresh = before.splitOff(as: newID, with: moved)
            let strand = moved.moved(from: before.id, to: newID)
            fresh = fresh.settled(on: strand, preview: Self.preview)
            fresh.updatedAt = deed.at
            (fresh.teamRead, fresh.visitorRead) = (
                max(0, before.teamRead - sequence + 1), max(0, before.visitorRead - sequence + 1)
            )
            var rest = before.settled(on: kept, preview: Self.preview)
            rest.updatedAt = deed.at
            try kept.write(over: all, of: before.id, deed.workspace, transaction)
            try table.insert(fresh, into: deed.workspace, transaction)
            try table.update(fresh, in: deed.workspace, transaction)
            try strand.write(over: Strand(entries: []), of: newID, deed.workspace, transaction)
            try moveFiles(of: moved, to: newID, deed.workspace, transaction)
            try log.append(
                .conversationCreated, to: .agents, workspace: deed.workspace, place: fresh.place, conversation: newID,
                visitor: fresh.visitor, data: fresh, in: transaction)
            try book.save(rest, in: deed.workspace, transaction)
            try tellMerged(fresh, into: rest, merged: false, deed.workspace, transaction)
            try book.changes.record(
                ChangeLine(.split, ["to": newID.description, "count": String(moved.entries.count)]), of: rest,
                after: rest.lastSequence, by: deed, in: transaction)
            try book.changes.record(
                ChangeLine(.split, ["from": before.id.description, "title": before.title]), of: fresh, after: 0,
                by: deed, in: transaction)
            return SplitResult(conversation: rest, new: fresh)
        }
    }

    private func moveFiles(
        of strand: Strand, to conversation: ConversationID, _ workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        for file in strand.entries.flatMap({ $0.message.extras?.attachments ?? [] }) {
            try transaction.run(
                "UPDATE attachments SET conversation = ?3 WHERE workspace = ?1 AND id = ?2", workspace, file.id,
                conversation)
        }
    }
}

extension Conversation {
    fileprivate func splitOff(as id: ConversationID, with strand: Strand) -> Conversation {
        var fresh = self
        fresh.id = id
        fresh.earlier = self.id
        (fresh.title, fresh.titled, fresh.snooze, fresh.rating) = ("", false, nil, nil)
        let first = strand.entries.first { $0.message.kind == .reply && !$0.message.body.isEmpty }
        fresh.title = first.map { AcceptedMessage.preview(of: $0.message.body) } ?? title
        fresh.createdAt = strand.entries.first?.message.sentAt ?? createdAt
        return fresh
    }
}

extension Strand {
    fileprivate func moved(from source: ConversationID, to conversation: ConversationID) -> Strand {
        var strand = self
        for index in strand.entries.indices {
            var message = strand.entries[index].message
            var extras = message.extras ?? MessageExtras()
            extras.copied = extras.copied ?? MessageOrigin(from: source, sequence: message.sequence)
            extras.copied?.moved = true
            message.extras = extras
            message.conversation = conversation
            strand.entries[index].message = message
        }
        return strand.numbered()
    }
}
