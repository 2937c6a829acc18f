import HTTP
import JSON
import ServiceKit
import Synchronization
import WireModel

/// Turns what a browser or a program shows (a cookie, an API key, a visitor's token) into the principal behind it.
///
/// Members and keys are resolved by `identity` and kept for ``lifetime``, at most ``limit`` of them; `identity`'s log
/// ends an entry at once when its session ends, so that revocation does not wait for the lifetime.
final class Callers: Sendable {
    static let lifetimeMilliseconds: Int64 = 60_000
    static let limit = 20_000
    static let attemptLimit = 5

    private struct Entry {
        var bearer: Bearer
        var until: Int64
    }

    private struct State {
        var entries: [String: Entry] = [:]
        /// Counts what was ended: an answer that was under way meanwhile is not kept.
        var endings = 0
    }

    private let identity: Peer
    private let key: DeploymentKey
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(State())

    init(identity: Peer, key: DeploymentKey, now: @escaping @Sendable () -> Timestamp) {
        self.identity = identity
        self.key = key
        self.now = now
    }

    /// - Throws: `session.required` for a session that is over or never was.
    func member(token: String, requestID: String, client: ClientOrigin) async throws -> Bearer {
        try await resolve(token, at: "/internal/sessions/resolution", requestID: requestID, client: client)
    }

    /// - Throws: `session.required` for a key that is revoked or never was.
    func program(key: String, requestID: String, client: ClientOrigin) async throws -> Bearer {
        try await resolve(key, at: "/internal/keys/resolution", requestID: requestID, client: client)
    }

    /// Whoever the secret of a session or key stands for, where that need not be asked.
    func known(_ secret: String) -> Bearer? {
        let hash = Base64URL.encode(Secret.hash(secret))
        guard let entry = state.withLock({ $0.entries[hash] }), entry.until > now().milliseconds else { return nil }
        return entry.bearer
    }

    /// - Throws: `visitor.unknown` for a token that this deployment did not sign.
    func visitor(token: String) throws(Failure) -> VisitorPass {
        try key.visitor(of: token, now: now())
    }

    /// Forgets everybody whose principal is so, at once.
    func end(where condition: (Principal) -> Bool) {
        state.withLock { state in
            state.endings += 1
            state.entries = state.entries.filter { !condition($0.value.bearer.principal) }
        }
    }

    func endAll() {
        end { _ in true }
    }

    /// Forgets whoever this secret stands for.
    func forget(_ secret: String) {
        let hash = Base64URL.encode(Secret.hash(secret))
        state.withLock { state in
            state.endings += 1
            state.entries[hash] = nil
        }
    }

    private func resolve(
        _ secret: String, at path: String, requestID: String, client: ClientOrigin
    ) async throws -> Bearer {
        let hash = Base64URL.encode(Secret.hash(secret))
        for _ in 1...Self.attemptLimit {
            let moment = now().milliseconds
            let (known, endings) = state.withLock { ($0.entries[hash], $0.endings) }
            if let known, known.until > moment { return known.bearer }
            let resolved = try await identity.call(
                .post, path, sending: SecretHash(hash: hash), requestID: requestID, client: client,
                expecting: ResolvedPrincipal.self)
            let bearer = Bearer(resolved.principal, expiresAt: resolved.expiresAt)
            let until = min(moment + Self.lifetimeMilliseconds, resolved.expiresAt?.milliseconds ?? .max)
            // Something was ended while the answer was under way: it may be this, so it is asked once more.
            if keep(Entry(bearer: bearer, until: until), for: hash, unlessAnythingEndedSince: endings) { return bearer }
        }
        throw Failure.unavailable("identity.busy", "Too many sessions end at the moment.")
    }

    private func keep(_ entry: Entry, for hash: String, unlessAnythingEndedSince endings: Int) -> Bool {
        state.withLock { state in
            guard state.endings == endings else { return false }
            if state.entries.count >= Self.limit { state.entries.removeAll() }
            state.entries[hash] = entry
            return true
        }
    }
}
