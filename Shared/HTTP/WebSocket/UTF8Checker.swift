/// Checks UTF-8 that comes in pieces, and refuses at the first byte that no valid text could continue with.
public struct UTF8Checker: Sendable {
    /// Continuation bytes still due, and the range of the next one: narrower than 0x80...0xBF after some lead bytes, to
    /// keep out overlong forms, surrogates and what is past U+10FFFF.
    private var due: UInt8 = 0
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    /// Whether the text could end here.
    public var isComplete: Bool { due == 0 }

    public init() {}

    /// - Returns: false when `bytes` cannot continue what came before.
    public mutating func accept(_ bytes: Span<UInt8>) -> Bool {
        var index = 0
        while index < bytes.count {
            if due == 0 {
                index = skipCommon(bytes, from: index)
                guard index < bytes.count else { return true }
                guard begin(bytes[index]) else { return false }
            } else {
                guard bytes[index] >= lowest && bytes[index] <= highest else { return false }
                due &-= 1
                lowest = 0x80
                highest = 0xBF
            }
            index &+= 1
        }
        return true
    }

    /// Passes over ASCII and whole characters of two bytes, which is most text, without touching the state.
    @inline(__always)
    private func skipCommon(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index &+ 1 < bytes.count {
            let lead = bytes[index]
            if lead < 0x80 {
                index = bytes.indexOfNonASCII(from: index)
            } else if lead &- 0xC2 < 0x1E && bytes[index &+ 1] &- 0x80 < 0x40 {
                index &+= 2
            } else {
                return index
            }
        }
        return index < bytes.count && bytes[index] < 0x80 ? bytes.count : index
    }

    @inline(__always)
    private mutating func begin(_ lead: UInt8) -> Bool {
        switch lead {
        case 0xC2...0xDF:
            due = 1
        case 0xE0...0xEF:
            due = 2
            if lead == 0xE0 { lowest = 0xA0 }
            if lead == 0xED { highest = 0x9F }
        case 0xF0...0xF4:
            due = 3
            if lead == 0xF0 { lowest = 0x90 }
            if lead == 0xF4 { highest = 0x8F }
        default:
            return false
        }
        return true
    }
}
