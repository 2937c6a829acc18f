/// Base 64 (RFC 4648), with its padding.
enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: some Collection<UInt8>) -> String {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        var (group, count) = (0, 0)
        func put(_ places: Int) {
            for place in 0..<places { result.append(digits[group >> (18 - 6 * place) & 63]) }
        }
        for byte in bytes {
            group |= Int(byte) << (16 - 8 * count)
            count += 1
            if count == 3 {
                put(4)
                (group, count) = (0, 0)
            }
        }
        if count > 0 {
            put(count + 1)
            result += Array(repeating: UInt8(ascii: "="), count: 3 - count)
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// How a text travels so that every line is ASCII and at most 76 bytes long (RFC 2045): whichever of the two is
/// shorter.
enum TransferEncoding: String {
    case base64
    case quotedPrintable = "quoted-printable"

    static let lineLimit = 76

    /// - Parameter text: Its line ends may be of any kind; they become CRLF.
    static func encode(_ text: String) -> (encoding: TransferEncoding, bytes: [UInt8]) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let quoted = quotedPrintable(lines)
        let plainBytes = lines.reduce(0) { $0 + $1.utf8.count + 2 }
        guard quoted.count > plainBytes / 3 * 4 + plainBytes / 28 else { return (.quotedPrintable, quoted) }
        return (.base64, base64(Array(lines.joined(separator: "\r\n").utf8)))
    }

    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: lineLimit / 4 * 3) {
            result += Base64.encode(bytes[start..<min(start + lineLimit / 4 * 3, bytes.count)]).utf8
            result += "\r\n".utf8
        }
        return result
    }

    private static func quotedPrintable(_ lines: [Substring]) -> [UInt8] {
        var result: [UInt8] = []
        for (index, line) in lines.enumerated() {
            appendQuoted(line, to: &result)
            if index < lines.count - 1 { result += "\r\n".utf8 }
        }
        return result + Array("\r\n".utf8)
    }

    /// Soft line breaks stand between scalars, never within one; a space at a line's end is encoded.
    private static func appendQuoted(_ line: Substring, to result: inout [UInt8]) {
        var length = 0
        let scalars = line.unicodeScalars
        for (index, scalar) in zip(scalars.indices, scalars) {
            let isLast = scalars.index(after: index) == scalars.endIndex
            let piece = quoted(scalar, isLast: isLast)
            if length + piece.count > lineLimit - (isLast ? 0 : 1) {
                result += "=\r\n".utf8
                length = 0
            }
            result += piece
            length += piece.count
        }
    }

    private static let hex = Array("0123456789ABCDEF".utf8)

    private static func quoted(_ scalar: Unicode.Scalar, isLast: Bool) -> [UInt8] {
        let isBlank = scalar == " " || scalar == "\t"
        if (33...126).contains(scalar.value) && scalar != "=" || isBlank && !isLast { return [UInt8(scalar.value)] }
        return Array(scalar.utf8).flatMap { [UInt8(ascii: "="), hex[Int($0 >> 4)], hex[Int($0 & 15)]] }
    }
}
