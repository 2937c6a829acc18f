/// A set of ordinals, kept in chunks of 4,096: what a chunk lacks costs nothing.
///
/// A set of a million conversations takes 125 KB at most, and far less where its members stand together, as those of a
/// time do.
struct Posting: Sendable {
    /// Ordinals of one chunk, and words of 64 bits.
    static let chunkSize = 4096
    static let chunkWords = chunkSize / 64

    private var chunks: [[UInt64]?] = []

    /// The members among a chunk's ordinals; nil for none.
    subscript(chunk: Int) -> [UInt64]? {
        chunk < chunks.count ? chunks[chunk] : nil
    }

    mutating func insert(_ ordinal: Int) {
        let (chunk, bit) = ordinal.quotientAndRemainder(dividingBy: Self.chunkSize)
        while chunks.count <= chunk { chunks.append(nil) }
        if chunks[chunk] == nil { chunks[chunk] = Self.empty }
        chunks[chunk]![bit / 64] |= 1 << UInt64(bit % 64)
    }

    mutating func remove(_ ordinal: Int) {
        let (chunk, bit) = ordinal.quotientAndRemainder(dividingBy: Self.chunkSize)
        guard chunk < chunks.count, chunks[chunk] != nil else { return }
        chunks[chunk]![bit / 64] &= ~(1 << UInt64(bit % 64))
    }

    func contains(_ ordinal: Int) -> Bool {
        let (chunk, bit) = ordinal.quotientAndRemainder(dividingBy: Self.chunkSize)
        return ChunkSets.contains(bit, in: self[chunk])
    }

    static let empty = [UInt64](repeating: 0, count: chunkWords)
}

/// The sets of one chunk's ordinals; nil is the empty one.
typealias ChunkSet = [UInt64]?

enum ChunkSets {
    static func both(_ left: ChunkSet, _ right: ChunkSet) -> ChunkSet {
        guard var left, let right else { return nil }
        var any: UInt64 = 0
        for word in 0..<Posting.chunkWords {
            left[word] &= right[word]
            any |= left[word]
        }
        return any == 0 ? nil : left
    }

    static func either(_ left: ChunkSet, _ right: ChunkSet) -> ChunkSet {
        guard var left else { return right }
        guard let right else { return left }
        for word in 0..<Posting.chunkWords { left[word] |= right[word] }
        return left
    }

    static func without(_ left: ChunkSet, _ right: ChunkSet) -> ChunkSet {
        guard var left, let right else { return left }
        for word in 0..<Posting.chunkWords { left[word] &= ~right[word] }
        return left
    }

    static func count(_ set: ChunkSet) -> Int {
        set?.reduce(0) { $0 + $1.nonzeroBitCount } ?? 0
    }

    /// - Parameter place: Within the chunk.
    static func contains(_ place: Int, in set: ChunkSet) -> Bool {
        set.map { $0[place / 64] & (1 << UInt64(place % 64)) != 0 } ?? false
    }

    /// Calls `body` with the place within the chunk of each member, in ascending order.
    static func each(_ set: ChunkSet, _ body: (Int) -> Void) {
        guard let set else { return }
        for word in 0..<Posting.chunkWords {
            var bits = set[word]
            while bits != 0 {
                body(word * 64 + bits.trailingZeroBitCount)
                bits &= bits - 1
            }
        }
    }
}
