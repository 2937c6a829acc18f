/// A strict reader of the mails that we write, made without the writer: RFC 5322, 2045, 2046 and 2047 as far as we
/// use them. It throws where a lenient reader would guess.
struct MailReader {
    struct Broken: Error, CustomStringConvertible {
        var description: String
    }

    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []

    init(_ bytes: [UInt8]) throws {
        let lines = try Self.lines(bytes)
        guard let blank = lines.firstIndex(of: []) else { throw Broken(description: "no line ends the head") }
        for line in lines[..<blank] {
            let text = String(decoding: line, as: UTF8.self)
            if text.hasPrefix(" ") || text.hasPrefix("\t") {
                guard !headers.isEmpty, !text.allSatisfy(\.isWhitespace) else {
                    throw Broken(description: "folded nothing")
                }
                headers[headers.count - 1].value += text
            } else {
                let parts = text.split(separator: ":", maxSplits: 1)
                guard parts.count == 2, parts[0].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
                else { throw Broken(description: "no header: \(text)") }
                headers.append((String(parts[0]), parts[1].trimmingSpaces))
            }
        }
        body = Array(lines[(blank + 1)...].joined(separator: [13, 10]))
    }

    /// The value as written; nil unless the header stands exactly once.
    subscript(name: String) -> String? {
        let found = headers.filter { $0.name.lowercased() == name.lowercased() }
        return found.count == 1 ? found[0].value : nil
    }

    /// The value as a reader sees it.
    func text(_ name: String) throws -> String {
        guard let value = self[name] else { throw Broken(description: "no \(name)") }
        return try Self.decodeWords(value)
    }

    /// The parts of a multipart body.
    func parts() throws -> [MailReader] {
        guard let type = self["Content-Type"], let start = type.range(of: "boundary=\"") else {
            throw Broken(description: "no boundary")
        }
        let boundary = "--" + type[start.upperBound...].prefix { $0 != "\"" }
        var parts: [[[UInt8]]] = []
        var isOver = false
        for line in try Self.lines(body) {
            switch String(decoding: line, as: UTF8.self) {
            case boundary: parts.append([])
            case boundary + "--": isOver = true
            default:
                guard !parts.isEmpty, !isOver || line.isEmpty else {
                    throw Broken(description: "text outside the parts")
                }
                if !isOver { parts[parts.count - 1].append(line) }
            }
        }
        guard isOver else { throw Broken(description: "no end") }
        return try parts.map { try MailReader(Array($0.joined(separator: [13, 10])) + [13, 10]) }
    }

    /// The decoded text, which must be UTF-8.
    func content() throws -> String {
        guard self["Content-Type"]?.hasSuffix("charset=utf-8") == true else { throw Broken(description: "no charset") }
        let bytes =
            switch self["Content-Transfer-Encoding"] {
            case "base64": try Self.decodeBase64(body.filter { $0 != 13 && $0 != 10 })
            case "quoted-printable": try Self.decodeQuoted(body)
            case let other: throw Broken(description: "unknown encoding \(other ?? "")")
            }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Broken(description: "no UTF-8") }
        return text
    }

    // MARK: Lines and encodings

    private static func lines(_ bytes: [UInt8]) throws -> [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        for (index, byte) in bytes.enumerated() {
            guard byte < 127, byte >= 32 || byte == 13 || byte == 10 || byte == 9 else {
                throw Broken(description: "no ASCII")
            }
            if byte == 10 {
                guard index > 0, bytes[index - 1] == 13 else { throw Broken(description: "a lone LF") }
                lines.append([])
            } else if byte == 13 {
                guard index + 1 < bytes.count, bytes[index + 1] == 10 else { throw Broken(description: "a lone CR") }
            } else {
                lines[lines.count - 1].append(byte)
            }
        }
        if let long = lines.first(where: { $0.count > 78 }) {
            throw Broken(description: "a long line: \(String(decoding: long, as: UTF8.self))")
        }
        return lines
    }

    private static func decodeWords(_ value: String) throws -> String {
        var result = ""
        var wasEncoded = false
        for word in value.split(separator: " ") {
            let isEncoded = word.hasPrefix("=?UTF-8?B?") && word.hasSuffix("?=")
            if !result.isEmpty, !(isEncoded && wasEncoded) { result += " " }
            if isEncoded {
                guard word.utf8.count <= 75 else { throw Broken(description: "a long encoded word") }
                let bytes = try decodeBase64(Array(word.dropFirst(10).dropLast(2).utf8))
                guard let text = String(validating: bytes, as: UTF8.self) else {
                    throw Broken(description: "a cut character")
                }
                result += text
            } else {
                result += word
            }
            wasEncoded = isEncoded
        }
        return result
    }

    static func decodeBase64(_ bytes: [UInt8]) throws -> [UInt8] {
        guard bytes.count % 4 == 0 else { throw Broken(description: "base 64 of odd length") }
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let padding = bytes.suffix(2).filter { $0 == UInt8(ascii: "=") }.count
        var result: [UInt8] = []
        var (group, count) = (0, 0)
        for byte in bytes.dropLast(padding) {
            guard let value = digits.firstIndex(of: byte) else { throw Broken(description: "no base 64") }
            (group, count) = (group << 6 | value, count + 6)
            if count >= 8 {
                count -= 8
                result.append(UInt8(group >> count & 255))
                group &= (1 << count) - 1
            }
        }
        guard group == 0 else { throw Broken(description: "stray bits") }
        return result
    }

    static func decodeQuoted(_ bytes: [UInt8]) throws -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "=") else {
                result.append(byte)
                continue
            }
            if rest.starts(with: [13, 10]) {
                rest = rest.dropFirst(2)
            } else {
                guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2
                else {
                    throw Broken(description: "no hexadecimal digits")
                }
                result.append(value)
                rest = rest.dropFirst(2)
            }
        }
        return result
    }
}

extension StringProtocol {
    fileprivate var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    fileprivate func range(of other: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(other) { return start..<index(start, offsetBy: other.count) }
            start = index(after: start)
        }
        return nil
    }
}
