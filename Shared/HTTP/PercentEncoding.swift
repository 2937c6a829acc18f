/// `%41` for `A` and back, on UTF-8.
public enum PercentEncoding {
    /// - Parameter plusIsSpace: For query parameters of forms.
    /// - Returns: nil for a `%` without two hexadecimal digits, or when the decoded bytes are not UTF-8.
    public static func decode(_ text: String, plusIsSpace: Bool = false) -> String? {
        decode(text.utf8Span.span, plusIsSpace: plusIsSpace)
    }

    static func decode(_ text: Span<UInt8>, plusIsSpace: Bool) -> String? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            let byte = text[index]
            index += 1
            switch byte {
            case percent:
                guard index + 2 <= text.count, let high = Byte.hexValue(text[index]),
                    let low = Byte.hexValue(text[index + 1])
                else { return nil }
                decoded.append(high << 4 | low)
                index += 2
            case plus where plusIsSpace:
                decoded.append(Byte.space)
            default:
                decoded.append(byte)
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }

    /// `text` as a path segment or a query value: everything but letters, digits and `-._~` is encoded.
    public static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                encoded.append(byte)
            } else {
                encoded.append(percent)
                encoded.append(upperHexDigit(byte >> 4))
                encoded.append(upperHexDigit(byte & 15))
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static let percent: UInt8 = 0x25
    private static let plus: UInt8 = 0x2B

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }

    private static func upperHexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? Byte.zero + value : 0x41 + value - 10
    }
}
