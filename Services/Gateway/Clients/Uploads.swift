import ServiceKit
import Synchronization
import WireModel

/// Bounds the files that arrive at once: each holds two connections for as long as its sender's line takes.
final class Uploads: Sendable {
    /// Of one member, key or visitor.
    static let senderLimit = 4
    /// Of everybody.
    static let limit = 64

    private struct State {
        var count = 0
        var senders: [Author.Identity: Int] = [:]
    }

    private let state = Mutex(State())

    /// - Throws: `limit.uploads` for a sender with ``senderLimit`` under way, `gateway.busy` past ``limit``.
    func during<Value>(_ principal: Principal, _ body: () async throws -> Value) async throws -> Value {
        let sender = principal.author.identity
        try begin(sender)
        defer { end(sender) }
        return try await body()
    }

    private func begin(_ sender: Author.Identity) throws(Failure) {
        let refusal = state.withLock { state -> Failure? in
            guard state.senders[sender, default: 0] < Self.senderLimit else {
                return Failure(
                    .tooMany, "limit.uploads", "\(Self.senderLimit) files of yours are on their way already.",
                    retryAfter: 1)
            }
            guard state.count < Self.limit else {
                return .unavailable("gateway.busy", "Too many files arrive at the moment.")
            }
            state.count += 1
            state.senders[sender, default: 0] += 1
            return nil
        }
        if let refusal { throw refusal }
    }

    private func end(_ sender: Author.Identity) {
        state.withLock { state in
            state.count -= 1
            state.senders[sender, default: 1] -= 1
            if state.senders[sender] == 0 { state.senders[sender] = nil }
        }
    }
}
