import ServiceKit
import Synchronization
import WireModel

/// Slows down whoever guesses passwords: ``burst`` tries for an e-mail, then one every ``intervalMilliseconds``. It
/// makes no difference whether the e-mail has an account.
///
/// In memory and bounded: when full, the e-mails closest to being free again are forgotten. Each try costs 31 ms of one
/// of two threads, so filling the table takes longer than an e-mail stays in it; nobody is forgotten early by a flood.
final class SignInLimit: Sendable {
    static let burst: Int64 = 10
    static let intervalMilliseconds: Int64 = 30_000
    static let countLimit = 32_768

    private let countLimit: Int
    /// By e-mail: when its tries are all free again (the "theoretical arrival time" of a generic cell rate).
    private let freeAt = Mutex<[Key: Int64]>([:])

    init(countLimit: Int = SignInLimit.countLimit) {
        self.countLimit = countLimit
    }

    /// Counts a try, before it is known how it ends: tries side by side are counted too.
    /// - Throws: `signIn.tooMany` with the seconds to wait; that try is not counted.
    func count(_ email: String, now: Timestamp) throws(Failure) {
        let key = Key(email)
        let wait = freeAt.withLock { freeAt in
            let free = max(freeAt[key] ?? 0, now.milliseconds) + Self.intervalMilliseconds
            let wait = free - now.milliseconds - Self.burst * Self.intervalMilliseconds
            guard wait <= 0 else { return wait }
            if freeAt.count >= countLimit, freeAt[key] == nil { Self.shrink(&freeAt, to: countLimit / 2, now: now) }
            freeAt[key] = free
            return 0
        }
        guard wait > 0 else { return }
        throw Failure(
            .tooMany, "signIn.tooMany", "There were too many tries to sign in. Wait a little.",
            retryAfter: Int((wait + 999) / 1000))
    }

    /// Forgets the tries of somebody who knew the password.
    func clear(_ email: String) {
        freeAt.withLock { _ = $0.removeValue(forKey: Key(email)) }
    }

    var count: Int { freeAt.withLock { $0.count } }

    private static func shrink(_ freeAt: inout [Key: Int64], to limit: Int, now: Timestamp) {
        freeAt = freeAt.filter { $0.value > now.milliseconds }
        guard freeAt.count > limit else { return }
        let kept = freeAt.sorted { $0.value > $1.value }.prefix(limit)
        freeAt = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }

    /// 128 bits of the e-mail's hash: no address stands in memory, and no two meet.
    private struct Key: Hashable {
        let high: UInt64
        let low: UInt64

        init(_ email: String) {
            let bytes = SHA256.hash(Array(email.utf8))
            high = bytes[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
            low = bytes[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}
