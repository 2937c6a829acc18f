import ServiceKit
import Storage
import WireModel

extension ConversationStore {
    /// So many of them share a piece of the queue of writes: other workspaces' messages go in between.
    static let bulkPiece = 50

    /// Does one thing to many conversations, each for itself: what one is refused leaves the others. All of it is one
    /// operation in the change log.
    ///
    /// - Parameter ids: Each once, in the order in which they are done.
    func act(
        _ rules: BulkRules, on ids: [ConversationID], as operation: OperationID, names: [String: String],
        for principal: Principal
    ) async throws -> [BulkResult.Item] {
        guard rules.action.kind != .merge else {
            return try await mergeAll(ids, as: operation, for: principal)
        }
        var deed = deed(of: principal, names: names)
        (deed.at, deed.operation) = (rules.now, operation)
        var items: [BulkResult.Item] = []
        for start in stride(from: 0, to: ids.count, by: Self.bulkPiece) {
            let piece = ids[start..<min(start + Self.bulkPiece, ids.count)]
            let outcomes = await database.write(
                each: piece.map { id in
                    { [self, deed] transaction in try act(rules, on: id, by: deed, for: principal, transaction) }
                })
            items += try zip(piece, outcomes).map { try Self.item($0, $1) }
        }
        return items
    }

    private func act(
        _ rules: BulkRules, on id: ConversationID, by deed: Deed, for principal: Principal, _ transaction: Transaction
    ) throws -> BulkResult.Outcome {
        let before = try Conversation.find(
            deed.workspace, id, for: principal, to: rules.permission, in: transaction)
        let after = try rules.apply(to: before)
        guard after != before else { return .unchanged }
        try book.keep(after, since: before, by: deed, transaction)
        return .done
    }

    /// Into the one that was active last.
    private func mergeAll(
        _ ids: [ConversationID], as operation: OperationID, for principal: Principal
    ) async throws -> [BulkResult.Item] {
        let found = try await database.read { connection in
            ids.map { id in
                Result {
                    try Conversation.find(
                        principal.workspace, id, for: principal, to: .conversationsMerge, in: connection)
                }
            }
        }
        let all = found.compactMap { try? $0.get() }
        guard let target = all.max(by: { ($0.updatedAt, $0.id) < ($1.updatedAt, $1.id) }) else {
            return try zip(ids, found).map { try Self.item($0, $1.map { _ in .unchanged }) }
        }
        var items: [BulkResult.Item] = []
        for (id, conversation) in zip(ids, found) {
            do {
                _ = try conversation.get()
                if id != target.id {
                    _ = try await merge([id], into: target.id, for: principal, operation: operation)
                }
                items.append(.init(id: id, outcome: .done))
            } catch {
                items.append(try Self.item(id, .failure(error)))
            }
        }
        return items
    }

    /// - Throws: What is nobody's fault, and may be tried again.
    private static func item(
        _ id: ConversationID, _ outcome: Result<BulkResult.Outcome, any Error>
    ) throws -> BulkResult.Item {
        switch outcome {
        case .success(let outcome): return .init(id: id, outcome: outcome)
        case .failure(let failure as Failure): return .init(id: id, outcome: .failed, problem: failure)
        case .failure(let error): throw error
        }
    }
}

// What an action on many asks for beforehand.
extension ConversationStore {
    /// What tags are called.
    /// - Throws: `tag.unknown`.
    func names(of tags: [TagID], in workspace: WorkspaceID) async throws -> [String: String] {
        let names = try await database.read { try Tag.names(workspace, in: $0) }
        guard tags.allSatisfy({ names[$0.description] != nil }) else { throw Failure.unknownTag }
        return names
    }

    func inboxNames(_ workspace: WorkspaceID) async throws -> [String: String] {
        try await database.read { try Inbox.names(workspace, in: $0) }
    }

    /// - Returns: Those who have some of the conversations now.
    /// - Throws: `inbox.unknown`, `inbox.archived`.
    func requireTarget(
        _ inbox: InboxID, of ids: [ConversationID], for principal: Principal
    ) async throws -> Set<MemberID> {
        try await database.read { connection in
            try Inbox.requireOpen(inbox, for: principal, in: connection)
            return Set(try Conversation.some(principal.workspace, ids, in: connection).compactMap(\.assignee))
        }
    }
}
