// Small helpers on bytes. The only memory accesses here that the compiler cannot check are copies between a span and an
// array; both lengths come from the span itself.

extension [UInt8] {
    init(copying bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe [UInt8]($0) }
    }

    mutating func append(copying bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }

    /// Appends `number`, which is not negative, in decimal digits.
    mutating func append(decimal number: Int) {
        precondition(number >= 0)
        var divisor = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            append(Byte.zero + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    /// Appends `number`, which is not negative, in lower-case hexadecimal digits.
    mutating func append(hexadecimal number: Int) {
        precondition(number >= 0)
        var shift = (Int.bitWidth - 1 - (number | 1).leadingZeroBitCount) / 4 * 4
        while shift >= 0 {
            append(Byte.hexDigit(UInt8(number >> shift & 15)))
            shift -= 4
        }
    }
}

extension String {
    /// The bytes as text; what is not UTF-8 is repaired, never refused.
    init(copying bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}

/// Names and classes of the bytes that HTTP is made of.
enum Byte {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let zero: UInt8 = 0x30
    static let colon: UInt8 = 0x3A
    static let semicolon: UInt8 = 0x3B
    static let comma: UInt8 = 0x2C

    // Letters, digits and !#$%&'*+-.^_`|~, as one bit a byte of the lower and the upper half of ASCII.
    private static let lowTokens: UInt64 = 0x03FF_6CFA_0000_0000
    private static let highTokens: UInt64 = 0x57FF_FFFF_C7FF_FFFE

    /// Whether `byte` may stand in a token: a method or a header name.
    @inline(__always)
    static func isToken(_ byte: UInt8) -> Bool {
        let half = byte < 64 ? lowTokens : highTokens
        return byte < 128 && half >> UInt64(byte & 63) & 1 == 1
    }

    /// Whether `byte` may stand in a header value: anything but a control character, tabs excepted.
    @inline(__always)
    static func isValue(_ byte: UInt8) -> Bool {
        byte >= space && byte != 0x7F || byte == tab
    }

    @inline(__always)
    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    /// 0 to 15, nil for anything but a hexadecimal digit.
    @inline(__always)
    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? zero + value : 0x61 + value - 10
    }
}

/// Whether two texts are equal, A to Z counting as a to z.
@inline(__always)
func equalIgnoringCase(_ one: Span<UInt8>, _ other: Span<UInt8>) -> Bool {
    guard one.count == other.count else { return false }
    for index in one.indices where one[index] != other[index] {
        guard Byte.lowercased(one[index]) == Byte.lowercased(other[index]) else { return false }
    }
    return true
}
