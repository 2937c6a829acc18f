import WireModel

/// What the clocks of one place show, read from a compiled time zone file (RFC 8536, version 2 or later).
struct TimeZoneRules: Sendable {
    /// Seconds since 1970 from which on a type of local time holds, ascending.
    private let transitions: [Int64]
    /// For each transition, its offset from UTC in seconds.
    private let offsets: [Int]
    /// Before the first transition.
    private let firstOffset: Int
    /// After the last one.
    private let footer: DaylightRule?

    static let utc = TimeZoneRules(transitions: [], offsets: [], firstOffset: 0, footer: nil)

    private init(transitions: [Int64], offsets: [Int], firstOffset: Int, footer: DaylightRule?) {
        self.transitions = transitions
        self.offsets = offsets
        self.firstOffset = firstOffset
        self.footer = footer
    }

    /// Nil for bytes that are no such file. Anything may be given.
    init?(_ file: [UInt8]) {
        var reader = TimeZoneFileReader(file)
        guard let old = reader.header(), old.version >= 2, reader.skip(old.bodyBytes(timeBytes: 4)),
            let header = reader.header(), header.types >= 1, header.isBounded,
            let transitions = reader.integers(header.transitions, bytes: 8),
            let indexes = reader.integers(header.transitions, bytes: 1),
            let types = reader.types(header.types),
            reader.skip(header.bodyBytes(timeBytes: 8) - header.bytesRead), let footer = reader.footer(),
            indexes.allSatisfy({ $0 < types.count }), zip(transitions, transitions.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        self.init(
            transitions: transitions, offsets: indexes.map { types[Int($0)] }, firstOffset: types[0],
            footer: DaylightRule(footer))
    }

    /// Seconds to add to UTC for the local time at `moment`.
    func offsetSeconds(at moment: Timestamp) -> Int {
        let second = moment.wholeSeconds
        guard let last = transitions.last else { return footer?.offsetSeconds(at: second) ?? firstOffset }
        if second >= last { return footer?.offsetSeconds(at: second) ?? offsets[offsets.count - 1] }
        let following = firstTransition(after: second)
        return following == 0 ? firstOffset : offsets[following - 1]
    }

    private func firstTransition(after second: Int64) -> Int {
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] > second { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// Walks the bytes of a time zone file; every read is checked against its end.
private struct TimeZoneFileReader {
    struct Header {
        static let bytes = 44
        var version: Int
        var utcMarks, standardMarks, leaps, transitions, types, abbreviations: Int

        /// No real zone comes near; keeps a damaged file from asking for much.
        var isBounded: Bool { transitions <= 10_000 && types <= 256 && leaps <= 1_000 && abbreviations <= 4_096 }

        func bodyBytes(timeBytes: Int) -> Int {
            transitions * (timeBytes + 1) + types * 6 + abbreviations + leaps * (timeBytes + 4) + standardMarks
                + utcMarks
        }

        /// Of an eight-byte body, up to the end of its types.
        var bytesRead: Int { transitions * 9 + types * 6 }
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func header() -> Header? {
        let start = position
        guard skip(Header.bytes), bytes[start..<start + 4].elementsEqual("TZif".utf8) else { return nil }
        let digit = Int(bytes[start + 4])
        func count(_ index: Int) -> Int { Int(integer(at: start + 20 + index * 4, bytes: 4)) }
        return Header(
            version: digit >= 48 ? digit - 48 : 1, utcMarks: count(0), standardMarks: count(1), leaps: count(2),
            transitions: count(3), types: count(4), abbreviations: count(5))
    }

    mutating func skip(_ count: Int) -> Bool {
        guard count >= 0, count <= bytes.count - position else { return false }
        position += count
        return true
    }

    mutating func integers(_ count: Int, bytes width: Int) -> [Int64]? {
        let start = position
        guard skip(count * width) else { return nil }
        return (0..<count).map { integer(at: start + $0 * width, bytes: width) }
    }

    /// The offset of each type of local time: four bytes, signed, then two that are not needed.
    mutating func types(_ count: Int) -> [Int]? {
        let start = position
        guard skip(count * 6) else { return nil }
        return (0..<count).map { Int(Int32(truncatingIfNeeded: integer(at: start + $0 * 6, bytes: 4))) }
    }

    /// What stands between the two line feeds at the end.
    mutating func footer() -> String? {
        guard position < bytes.count, bytes[position] == 10, bytes.last == 10, bytes.count - position >= 2 else {
            return nil
        }
        return String(decoding: bytes[position + 1..<bytes.count - 1], as: UTF8.self)
    }

    private func integer(at place: Int, bytes width: Int) -> Int64 {
        Int64(bitPattern: bytes[place..<place + width].reduce(0 as UInt64) { $0 << 8 | UInt64($1) })
    }
}
