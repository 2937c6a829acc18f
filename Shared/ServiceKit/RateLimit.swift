import Synchronization
public import WireModel

/// How much is let through: `burst` at once, then one every `interval`.
public struct RateQuota: Sendable, Equatable {
    public let burst: Int64
    let intervalMicroseconds: Int64

    /// - Parameter interval: At least a microsecond.
    public init(burst: Int, every interval: Duration) {
        self.burst = Int64(max(1, burst))
        let (seconds, attoseconds) = interval.components
        intervalMicroseconds = max(1, seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }

    /// A minute's worth at once, and the same in every further minute.
    public static func perMinute(_ count: Int) -> RateQuota {
        RateQuota(burst: count, every: .microseconds(60_000_000 / max(1, count)))
    }

    /// The time in which a spent bucket is full again.
    var windowMicroseconds: Int64 { burst * intervalMicroseconds }
}

/// Whose tokens are counted: 128 bits, so that no address and no e-mail stands in memory.
public struct RateKey: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// The first half of the text's SHA-256: no two texts meet.
    public init(_ text: some StringProtocol) {
        let bytes = SHA256.hash(Array(text.utf8))
        high = bytes[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Our own ids tell nothing of anybody, and are no longer than the hash.
    public init<Kind: IdentifierKind>(_ id: Identifier<Kind>, in workspace: WorkspaceID) {
        high = UInt64(bitPattern: workspace.rawValue)
        low = UInt64(bitPattern: id.rawValue)
    }

    public init(_ workspace: WorkspaceID) {
        self.init(workspace, in: workspace)
    }
}

/// Token buckets by key, as a value: each entry is the moment when its bucket is full again (the "theoretical arrival
/// time" of a generic cell rate), and a key without one has a full bucket.
///
/// Holds at most ``countLimit`` keys. When full it forgets what is full again anyway, and where that makes no room the
/// quarter that has spent least. So a newcomer is always let in, whoever else filled the table; and somebody who wants
/// to be forgotten has to spend as much in the name of as many other keys as the table keeps: with so many keys of his
/// own he gains nothing by it.
public struct RateTable: Sendable {
    public let countLimit: Int
    /// In microseconds since 1970.
    private var freeAt: [RateKey: Int64] = [:]

    public init(countLimit: Int) {
        self.countLimit = countLimit
    }

    public var count: Int { freeAt.count }

    /// Takes a token.
    /// - Returns: Nil when there was one; else how long to wait for the next, and nothing is taken.
    public mutating func take(_ key: RateKey, _ quota: RateQuota, at now: Timestamp) -> Duration? {
        let moment = now.milliseconds * 1000
        let latest = moment + quota.windowMicroseconds
        // A clock that was set back, or a quota that was made smaller, keeps nobody out for more than one window.
        if let known = freeAt[key], known > latest { freeAt[key] = latest }
        let free = max(freeAt[key] ?? 0, moment) + quota.intervalMicroseconds
        let wait = free - latest
        guard wait <= 0 else { return .microseconds(wait) }
        if freeAt.count >= min(freeAt.capacity, countLimit), freeAt[key] == nil { makeRoom(moment) }
        freeAt[key] = free
        return nil
    }

    /// Puts a token back that was taken for something that need not count after all.
    public mutating func giveBack(_ key: RateKey, _ quota: RateQuota, at now: Timestamp) {
        guard let free = freeAt[key] else { return }
        let earlier = free - quota.intervalMicroseconds
        freeAt[key] = earlier > now.milliseconds * 1000 ? earlier : nil
    }

    /// Fills the key's bucket.
    public mutating func forget(_ key: RateKey) {
        freeAt[key] = nil
    }

    /// Instead of growing, the table forgets what is full again: so it is as large as the keys that were busy at once,
    /// not as all that ever came. Where that makes little room it grows to twice as much, so that this work is done
    /// again only after as many newcomers.
    private mutating func makeRoom(_ moment: Int64) {
        let isFull = freeAt.count >= countLimit
        freeAt = freeAt.filter { $0.value > moment }
        let kept = countLimit * 3 / 4
        guard isFull, freeAt.count > kept else { return freeAt.reserveCapacity(min(freeAt.count * 2, countLimit)) }
        freeAt = Dictionary(
            uniqueKeysWithValues: freeAt.sorted { $0.value > $1.value }.prefix(kept).map { ($0.key, $0.value) })
    }
}

/// One limit of a process: its buckets, and what it tells those who have to wait.
public final class RateLimit: Sendable {
    public let quota: RateQuota
    private let code: String
    private let message: String
    private let table: Mutex<RateTable>

    /// - Parameters:
    ///   - code: Of the failure: says which limit it was.
    ///   - countLimit: Keys; an entry takes some 50 bytes.
    public init(_ code: String, _ message: String, _ quota: RateQuota, countLimit: Int = 32_768) {
        self.code = code
        self.message = message
        self.quota = quota
        table = Mutex(RateTable(countLimit: countLimit))
    }

    /// - Parameter quota: Where this key has one of its own.
    /// - Throws: ``code`` (429) with the seconds to wait.
    public func take(_ key: RateKey, quota: RateQuota? = nil, now: Timestamp) throws(Failure) {
        let quota = quota ?? self.quota
        guard let wait = table.withLock({ $0.take(key, quota, at: now) }) else { return }
        let (seconds, attoseconds) = wait.components
        throw Failure(.tooMany, code, message, retryAfter: Int(seconds) + (attoseconds > 0 ? 1 : 0))
    }

    public func giveBack(_ key: RateKey, now: Timestamp) {
        table.withLock { $0.giveBack(key, quota, at: now) }
    }

    public func forget(_ key: RateKey) {
        table.withLock { $0.forget(key) }
    }
}
