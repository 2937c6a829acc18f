/// Bytes on their way out, in order. The pieces are held as they came, so that what waits for a thousand slow readers
/// is there once; only what leaves in one call is put together for it.
public struct ByteQueue: Sendable {
    /// Pieces that are no larger together leave in one call.
    private static let joinBytes = 16_384

    private var pieces: [[UInt8]] = []
    /// The piece that is next; those before it are gone. Small numbers, as every open socket has room for a queue.
    private var next: UInt32 = 0
    /// Bytes of it that are gone already.
    private var gone: UInt32 = 0
    /// Bytes that still wait.
    public private(set) var count = 0

    public init() {}

    public var isEmpty: Bool { count == 0 }

    private var first: Int {
        get { Int(next) }
        set { next = UInt32(newValue) }
    }

    private var sent: Int {
        get { Int(gone) }
        set { gone = UInt32(newValue) }
    }

    public mutating func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        count += bytes.count
        pieces.append(bytes)
    }

    public mutating func removeAll() {
        self = ByteQueue()
    }

    /// Offers what waits to `pollable`'s descriptor until the kernel takes no more.
    /// - Returns: False when the connection has failed.
    public mutating func flush(to pollable: Pollable) -> Bool {
        while count > 0 {
            let joined = joined()
            let piece = joined.isEmpty ? pieces[first] : joined
            let start = joined.isEmpty ? sent : 0
            let offered = piece.count - start
            let result = pollable.transmit(piece.span.extracting(start...), more: offered < count)
            guard case .bytes(let taken) = result else { return false }
            advance(taken)
            if taken < offered { return true }
        }
        return true
    }

    /// What is next, with as much as may leave along with it; empty where that is the next piece alone.
    private func joined() -> [UInt8] {
        var size = pieces[first].count - sent
        var end = first + 1
        while end < pieces.count, size + pieces[end].count <= Self.joinBytes {
            size += pieces[end].count
            end += 1
        }
        guard end - first > 1 else { return [] }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        bytes += pieces[first][sent...]
        for piece in pieces[(first + 1)..<end] { bytes += piece }
        return bytes
    }

    private mutating func advance(_ taken: Int) {
        count -= taken
        var left = taken
        while left > 0 {
            let rest = pieces[first].count - sent
            guard left >= rest else {
                sent += left
                break
            }
            left -= rest
            sent = 0
            pieces[first] = []
            first += 1
        }
        if count == 0 {
            pieces = []
            first = 0
        } else if first * 2 > pieces.count {
            pieces.removeFirst(first)
            first = 0
        }
    }
}

extension [UInt8] {
    /// Appends a copy of `bytes`.
    public mutating func append(_ bytes: Span<UInt8>) {
        // The copy is over before the span's bytes can go away.
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
