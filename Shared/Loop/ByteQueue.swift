/// Bytes on their way out, in order, without copying large pieces.
public struct ByteQueue: Sendable {
    /// Pieces up to this size are joined, so that they leave in one call.
    private static let joinBytes = 16_384

    private var pieces: [[UInt8]] = []
    /// Bytes of the first piece that are gone already.
    private var sent = 0
    /// Bytes that still wait.
    public private(set) var count = 0

    public init() {}

    public var isEmpty: Bool { count == 0 }

    public mutating func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        count += bytes.count
        if let last = pieces.indices.last, pieces[last].count + bytes.count <= Self.joinBytes {
            pieces[last].append(contentsOf: bytes)
        } else {
            pieces.append(bytes)
        }
    }

    public mutating func removeAll() {
        self = ByteQueue()
    }

    /// Offers what waits to `pollable`'s descriptor until the kernel takes no more.
    /// - Returns: False when the connection has failed.
    public mutating func flush(to pollable: Pollable) -> Bool {
        while count > 0 {
            let piece = pieces[0]
            let offered = piece.count - sent
            let result = pollable.transmit(piece.span.extracting(sent...), more: pieces.count > 1)
            guard case .bytes(let taken) = result else { return false }
            advance(taken)
            if taken < offered { return true }
        }
        return true
    }

    private mutating func advance(_ taken: Int) {
        count -= taken
        sent += taken
        guard sent == pieces[0].count else { return }
        sent = 0
        if pieces.count == 1 { pieces = [] } else { pieces.removeFirst() }
    }
}

extension [UInt8] {
    /// Appends a copy of `bytes`.
    public mutating func append(_ bytes: Span<UInt8>) {
        // The copy is over before the span's bytes can go away.
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
