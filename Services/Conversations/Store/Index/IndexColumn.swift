/// A number of every conversation, with the least and the greatest of each chunk: whole chunks are passed over where a
/// range or an order does not need them.
struct IndexColumn: Sendable {
    /// Of what has no such number; less than any.
    static let absent = Int64.min

    private(set) var values: [Int64] = []
    private(set) var least: [Int64] = []
    private(set) var greatest: [Int64] = []

    mutating func append(_ value: Int64) {
        if values.count % Posting.chunkSize == 0 {
            least.append(value)
            greatest.append(value)
        } else {
            least[least.count - 1] = min(least[least.count - 1], value)
            greatest[greatest.count - 1] = max(greatest[greatest.count - 1], value)
        }
        values.append(value)
    }

    mutating func set(_ value: Int64, at ordinal: Int) {
        let old = values[ordinal]
        guard old != value else { return }
        values[ordinal] = value
        let chunk = ordinal / Posting.chunkSize
        if old > least[chunk], old < greatest[chunk] {
            least[chunk] = min(least[chunk], value)
            greatest[chunk] = max(greatest[chunk], value)
        } else {
            measure(chunk)
        }
    }

    /// The conversations of a chunk whose number lies in `range`.
    func within(_ range: ClosedRange<Int64>, chunk: Int) -> ChunkSet {
        guard chunk < least.count, greatest[chunk] >= range.lowerBound, least[chunk] <= range.upperBound else {
            return nil
        }
        var set = Posting.empty
        let start = chunk * Posting.chunkSize
        for place in 0..<min(Posting.chunkSize, values.count - start) where range.contains(values[start + place]) {
            set[place / 64] |= 1 << UInt64(place % 64)
        }
        return set
    }

    private mutating func measure(_ chunk: Int) {
        let start = chunk * Posting.chunkSize
        let part = values[start..<min(start + Posting.chunkSize, values.count)]
        (least[chunk], greatest[chunk]) = (part.min() ?? Self.absent, part.max() ?? Self.absent)
    }
}
