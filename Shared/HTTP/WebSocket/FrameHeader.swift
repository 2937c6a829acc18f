/// The two to fourteen bytes before a frame's payload.
///
/// In an order that leaves no gaps: every open socket has room for one.
struct FrameHeader: Sendable {
    var opcode: Opcode
    var isFinal: Bool
    /// Of the header itself, in bytes.
    private(set) var size: UInt8
    /// The first key byte in the lowest bits; 0 without a mask.
    var mask: UInt32
    var length: Int

    static let sizeLimit = 14

    /// Reads the header at `start`.
    /// - Returns: nil when bytes are missing; whatever is wrong with those at hand has then been found already.
    @inline(__always)
    init?(_ bytes: Span<UInt8>, at start: Int, isMasked: Bool) throws(FrameFault) {
        guard start < bytes.count else { return nil }
        (opcode, isFinal) = try Self.kind(bytes[start])
        guard start + 1 < bytes.count else { return nil }
        let second = bytes[start + 1]
        guard (second & 0x80 != 0) == isMasked else {
            throw FrameFault(.protocolError, isMasked ? "A client masks its frames." : "A server masks no frame.")
        }
        length = Int(second & 0x7F)
        guard length <= 125 || !opcode.isControl else {
            throw FrameFault(.protocolError, "A control frame holds up to 125 bytes.")
        }
        mask = 0
        var end = start + 2
        if length > 125 {
            end = start + (length == 126 ? 4 : 10)
            guard let long = try Self.longLength(bytes, start + 2..<end) else { return nil }
            length = long
        }
        if isMasked {
            end += 4
            guard end <= bytes.count else { return nil }
            for index in (end - 4..<end).reversed() { mask = mask << 8 | UInt32(bytes[index]) }
        }
        size = UInt8(end - start)
    }

    @inline(__always)
    private static func kind(_ first: UInt8) throws(FrameFault) -> (Opcode, isFinal: Bool) {
        guard first & 0x70 == 0 else { throw FrameFault(.protocolError, "A reserved bit is set.") }
        guard let opcode = Opcode(rawValue: first & 0x0F) else {
            throw FrameFault(.protocolError, "The opcode is reserved.")
        }
        let isFinal = first & 0x80 != 0
        guard isFinal || !opcode.isControl else {
            throw FrameFault(.protocolError, "A control frame is fragmented.")
        }
        return (opcode, isFinal)
    }

    /// A length of two or eight bytes, which must need them all.
    private static func longLength(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(FrameFault) -> Int? {
        guard range.lowerBound < bytes.count else { return nil }
        guard range.count == 2 || bytes[range.lowerBound] < 0x80 else {
            throw FrameFault(.protocolError, "The length is negative.")
        }
        guard range.upperBound <= bytes.count else { return nil }
        var length = 0
        for index in range { length = length << 8 | Int(bytes[index]) }
        guard length > (range.count == 2 ? 125 : 0xFFFF) else {
            throw FrameFault(.protocolError, "The length is not in its shortest form.")
        }
        return length
    }
}
