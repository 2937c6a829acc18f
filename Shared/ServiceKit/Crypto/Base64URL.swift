/// Base 64 for addresses and headers (RFC 4648 section 5), without padding.
public enum Base64URL {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    public static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 4 + 2) / 3)
        var index = 0
        while index < bytes.count {
            let left = bytes.count - index
            let group =
                UInt32(bytes[index]) << 16 | (left > 1 ? UInt32(bytes[index + 1]) << 8 : 0)
                | (left > 2 ? UInt32(bytes[index + 2]) : 0)
            text.append(digits[Int(group >> 18)])
            text.append(digits[Int(group >> 12 & 63)])
            if left > 1 { text.append(digits[Int(group >> 6 & 63)]) }
            if left > 2 { text.append(digits[Int(group & 63)]) }
            index += 3
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil for anything that ``encode(_:)`` would not have written, so that a value has one spelling only.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let digits = Array(text.utf8)
        let rest = digits.count % 4
        guard rest != 1 else { return nil }
        let whole = digits.count - rest
        var bytes = [UInt8](repeating: 0, count: whole / 4 * 3 + (rest > 0 ? rest - 1 : 0))
        // Of all values together: what is no digit has the bit that no digit has.
        var seen: UInt32 = 0
        var place = 0
        for index in stride(from: 0, to: whole, by: 4) {
            let (a, b) = (value(of: digits[index]), value(of: digits[index + 1]))
            let (c, d) = (value(of: digits[index + 2]), value(of: digits[index + 3]))
            seen |= a | b | c | d
            let group = a << 18 | b << 12 | c << 6 | d
            bytes[place] = UInt8(truncatingIfNeeded: group >> 16)
            bytes[place + 1] = UInt8(truncatingIfNeeded: group >> 8)
            bytes[place + 2] = UInt8(truncatingIfNeeded: group)
            place += 3
        }
        if rest > 0 {
            let (a, b) = (value(of: digits[whole]), value(of: digits[whole + 1]))
            let c = rest == 3 ? value(of: digits[whole + 2]) : 0
            seen |= a | b | c
            let group = a << 18 | b << 12 | c << 6
            bytes[place] = UInt8(truncatingIfNeeded: group >> 16)
            if rest == 3 { bytes[place + 1] = UInt8(truncatingIfNeeded: group >> 8) }
            // Bits that stand for no byte are nought.
            guard group & (rest == 3 ? 0xFF : 0xFFFF) == 0 else { return nil }
        }
        return seen & noDigit == 0 ? bytes : nil
    }

    private static let noDigit: UInt32 = 1 << 31

    @inline(__always)
    private static func value(of byte: UInt8) -> UInt32 {
        switch byte {
        case 65...90: UInt32(byte) - 65
        case 97...122: UInt32(byte) - 71
        case 48...57: UInt32(byte) + 4
        case 45: 62
        case 95: 63
        default: noDigit
        }
    }
}
