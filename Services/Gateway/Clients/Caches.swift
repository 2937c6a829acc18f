import HTTP
import ServiceKit
import Synchronization
import WireModel

/// What the gateway asks a service for again and again, kept until a log says that it changed. At most ``limit``
/// values; when full it starts afresh.
final class Kept<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct State {
        var values: [Key: Value] = [:]
        var forgotten = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) {
        self.limit = limit
    }

    /// The value, asked for once when it is not there. What was forgotten while the answer was under way is not kept.
    func value(_ key: Key, otherwise ask: () async throws -> Value) async throws -> Value {
        let (known, forgotten) = state.withLock { ($0.values[key], $0.forgotten) }
        if let known { return known }
        let value = try await ask()
        state.withLock { state in
            guard state.forgotten == forgotten else { return }
            if state.values.count >= limit { state.values.removeAll() }
            state.values[key] = value
        }
        return value
    }

    func forget(_ key: Key) {
        state.withLock { state in
            state.forgotten += 1
            state.values[key] = nil
        }
    }

    func forgetAll() {
        state.withLock { state in
            state.forgotten += 1
            state.values = [:]
        }
    }
}

/// The inboxes that widgets knock at.
struct Doors: Sendable {
    let conversations: Peer
    private let kept = Kept<InboxID, InboxDoor>(limit: 10_000)

    init(conversations: Peer) {
        self.conversations = conversations
    }

    /// - Throws: `inbox.notFound`.
    func door(_ inbox: InboxID, requestID: String) async throws -> InboxDoor {
        try await kept.value(inbox) {
            try await conversations.call(
                .get, "/internal/inboxes/\(inbox)", requestID: requestID, expecting: InboxDoor.self)
        }
    }

    func forget(_ inbox: InboxID) { kept.forget(inbox) }
    func forgetAll() { kept.forgetAll() }
}

/// Whom a conversation's events concern: what typing must know.
struct ConversationRouteCache: Sendable {
    let conversations: Peer
    private let kept = Kept<ConversationID, ConversationRoute>(limit: 50_000)

    init(conversations: Peer) {
        self.conversations = conversations
    }

    /// - Throws: `conversation.notFound`.
    func route(_ id: ConversationID) async throws -> ConversationRoute {
        try await kept.value(id) {
            try await conversations.call(
                .get, "/internal/conversations/\(id)/route", expecting: ConversationRoute.self)
        }
    }

    func forget(_ id: ConversationID) { kept.forget(id) }
    func forgetAll() { kept.forgetAll() }
}

/// The names that widgets show on top.
struct WorkspaceNames: Sendable {
    let identity: Peer
    private let kept = Kept<WorkspaceID, Workspace>(limit: 10_000)

    init(identity: Peer) {
        self.identity = identity
    }

    func workspace(_ id: WorkspaceID, requestID: String) async throws -> Workspace {
        try await kept.value(id) {
            try await identity.call(.get, "/internal/workspaces/\(id)", requestID: requestID, expecting: Workspace.self)
        }
    }

    func forget(_ id: WorkspaceID) { kept.forget(id) }
    func forgetAll() { kept.forgetAll() }
}
