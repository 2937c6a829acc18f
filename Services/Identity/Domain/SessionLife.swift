import WireModel

/// How long a session lives: ``idle`` past its last use, and never longer than ``absolute``.
enum SessionLife {
    static let idle = Duration.seconds(14 * 86_400)
    static let absolute = Duration.seconds(90 * 86_400)
    /// A use is written down at most this often: a write for every request would cost more than it tells.
    static let touchEvery = Duration.seconds(3600)
    /// A member holds so many at most; the one unused for longest ends for a new one.
    static let countLimit = 20
    /// A person's list of them is cut off here.
    static let listLimit = 500

    static func expiry(createdAt: Timestamp, usedAt: Timestamp) -> Timestamp {
        min(usedAt + idle, createdAt + absolute)
    }

    static func needsTouch(usedAt: Timestamp, now: Timestamp) -> Bool {
        usedAt + touchEvery <= now
    }
}
