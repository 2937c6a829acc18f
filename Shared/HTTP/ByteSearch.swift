// Searches eight bytes at a time. The wide loads are bounds-checked by `RawSpan`; what the compiler cannot check is
// only that any bit pattern is a `UInt64`, which it is.
//
// Each search sets the top bit of every byte of interest in a word. A borrow can set further bits, but only above a
// byte that was rightly set, so the lowest set bit is always right.

private let ones: UInt64 = 0x0101_0101_0101_0101
private let tops: UInt64 = 0x8080_8080_8080_8080

extension Span<UInt8> {
    /// The first line feed at or after `start`.
    @inline(__always)
    func indexOfLineFeed(from start: Int) -> Int? {
        var index = start
        while index &+ 8 <= count {
            let word = word(at: index) ^ (ones &* UInt64(Byte.lineFeed))
            let found = (word &- ones) & ~word & tops
            if found != 0 { return index &+ found.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < count {
            if self[index] == Byte.lineFeed { return index }
            index &+= 1
        }
        return nil
    }

    /// The first byte at or after `start` that may not stand in a header value; `count` without one.
    @inline(__always)
    func indexOfControl(from start: Int) -> Int {
        var index = start
        while index &+ 8 <= count {
            let word = word(at: index)
            let deletes = word ^ (ones &* 0x7F)
            let low = (word &- ones &* UInt64(Byte.space)) & ~word
            let found = (low | (deletes &- ones) & ~deletes) & tops
            guard found != 0 else {
                index &+= 8
                continue
            }
            index &+= found.trailingZeroBitCount / 8
            if self[index] != Byte.tab { return index }
            index &+= 1
        }
        while index < count && Byte.isValue(self[index]) { index &+= 1 }
        return index
    }

    /// The first byte of 0x80 or more at or after `start`; `count` without one.
    @inline(__always)
    func indexOfNonASCII(from start: Int) -> Int {
        var index = start
        while index &+ 8 <= count {
            let found = word(at: index) & tops
            if found != 0 { return index &+ found.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < count && self[index] < 0x80 { index &+= 1 }
        return index
    }

    @inline(__always)
    private func word(at index: Int) -> UInt64 {
        unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    }
}
