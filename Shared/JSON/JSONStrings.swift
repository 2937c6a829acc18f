/// Strings: where they end, what their escapes stand for, and how text becomes one.
extension JSONGrammar {
    /// Reads a string, `index` at its opening quote; UTF-8, escapes and surrogate pairs are checked.
    /// - Returns: Whether it has escapes.
    @inline(__always)
    static func skipString(_ text: Span<UInt8>, _ index: inout Int) throws(JSONFault) -> Bool {
        index = plainEnd(text, from: index + 1)
        if index < text.count, text[index] == Byte.quote {
            index += 1
            return false
        }
        return try skipRestOfString(text, &index)
    }

    private static func skipRestOfString(_ text: Span<UInt8>, _ index: inout Int) throws(JSONFault) -> Bool {
        var escaped = false
        while index < text.count {
            switch text[index] {
            case Byte.quote:
                index += 1
                return escaped
            case Byte.backslash:
                escaped = true
                _ = try escape(text, &index)
            case 0x80...:
                try skipScalars(text, &index)
            default:
                throw .malformed("a string has a control character", at: index)
            }
            index = plainEnd(text, from: index)
        }
        throw .malformed("a string is not closed", at: index)
    }

    /// The first byte from `index` on that is not plain printable ASCII: a quote, a backslash, a control or past 0x7F.
    @inline(__always)
    static func plainEnd(_ text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index + 8 <= text.count {
            let word = text.word(at: index)
            let hits = attention(word) | (word & 0x8080_8080_8080_8080)
            if hits != 0 { return index + hits.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < text.count, text[index] < 0x80, !needsEscape(text[index]) { index += 1 }
        return index
    }

    /// The high bit of each byte that is a quote, a backslash or a control; bits above the lowest may be false alarms.
    @inline(__always)
    private static func attention(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (ones &* UInt64(Byte.quote))
        let backslashes = word ^ (ones &* UInt64(Byte.backslash))
        let found =
            ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes) | ((word &- ones &* 0x20) & ~word)
        return found & 0x8080_8080_8080_8080
    }

    @inline(__always)
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == Byte.quote || byte == Byte.backslash
    }

    /// The first byte from `index` on that a JSON string must escape.
    @inline(__always)
    static func verbatimEnd(_ text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index + 8 <= text.count {
            let hits = attention(text.word(at: index))
            if hits != 0 { return index + hits.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < text.count, !needsEscape(text[index]) { index += 1 }
        return index
    }

    /// A run of scalars past ASCII, each the shortest form of a scalar that exists (RFC 3629).
    private static func skipScalars(_ text: Span<UInt8>, _ index: inout Int) throws(JSONFault) {
        while index < text.count, text[index] >= 0x80 {
            let lead = text[index]
            let second = index + 1 < text.count ? text[index + 1] : 0
            let length = try scalarLength(lead, second, at: index)
            guard index + length <= text.count else { throw .malformed("a string is not UTF-8", at: index) }
            var next = index + 2
            while next < index + length {
                guard text[next] & 0xC0 == 0x80 else { throw .malformed("a string is not UTF-8", at: next) }
                next += 1
            }
            index = next
        }
    }

    /// Bytes in the scalar that starts with `lead`; `second` is what follows, whose range depends on the lead.
    @inline(__always)
    private static func scalarLength(_ lead: UInt8, _ second: UInt8, at index: Int) throws(JSONFault) -> Int {
        switch (lead, second) {
        case (0xC2...0xDF, 0x80...0xBF): return 2
        case (0xE0, 0xA0...0xBF), (0xE1...0xEC, 0x80...0xBF), (0xED, 0x80...0x9F), (0xEE...0xEF, 0x80...0xBF): return 3
        case (0xF0, 0x90...0xBF), (0xF1...0xF3, 0x80...0xBF), (0xF4, 0x80...0x8F): return 4
        default: throw .malformed("a string is not UTF-8", at: index)
        }
    }

    /// The scalar that an escape stands for, `index` at its backslash; two escapes for a surrogate pair.
    private static func escape(_ text: Span<UInt8>, _ index: inout Int) throws(JSONFault) -> Unicode.Scalar {
        let start = index
        guard start + 1 < text.count else { throw .malformed("a string is not closed", at: start) }
        index += 2
        switch text[start + 1] {
        case Byte.quote: return "\""
        case Byte.backslash: return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape(text, &index)
        default: throw .malformed("a string has an unknown escape", at: start)
        }
    }

    /// `index` is behind `\u`.
    private static func unicodeEscape(_ text: Span<UInt8>, _ index: inout Int) throws(JSONFault) -> Unicode.Scalar {
        let start = index
        let unit = try hexUnit(text, &index)
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xDC00, index + 2 <= text.count, text[index] == Byte.backslash,
            text[index + 1] == UInt8(ascii: "u")
        else { throw .malformed("a string has half a surrogate pair", at: start) }
        index += 2
        let low = try hexUnit(text, &index)
        guard low & 0xFC00 == 0xDC00, let scalar = Unicode.Scalar((unit - 0xD7C0) << 10 | (low & 0x3FF)) else {
            throw .malformed("a string has half a surrogate pair", at: start)
        }
        return scalar
    }

    private static func hexUnit(_ text: Span<UInt8>, _ index: inout Int) throws(JSONFault) -> UInt32 {
        guard index + 4 <= text.count else { throw .malformed("a string is not closed", at: index) }
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = hexDigit(text[index]) else {
                throw .malformed("a string has an unknown escape", at: index)
            }
            unit = unit << 4 | digit
            index += 1
        }
        return unit
    }

    private static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case Byte.zero...Byte.nine: UInt32(byte - Byte.zero)
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// The text of a string that has been skipped before, `range` being the bytes between its quotes.
    @inline(__always)
    static func string(_ text: Span<UInt8>, _ range: Range<Int>, escaped: Bool) -> String {
        guard !escaped else { return unescapedString(text, range) }
        // skipString has checked that these bytes are UTF-8.
        var content = unsafe UTF8Span(unchecked: text.extracting(range))
        // A string that knows it is ASCII is hashed and compared as bytes.
        _ = content.checkForASCII()
        return String(copying: content)
    }

    private static func unescapedString(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
        let plain = unescaped(text, range)
        return String(decoding: plain, as: UTF8.self)
    }

    /// The bytes of a string that has been skipped before, its escapes replaced.
    static func unescaped(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        let content = text.extracting(range)
        var plain: [UInt8] = []
        plain.reserveCapacity(content.count)
        var index = 0
        while index < content.count {
            let end = verbatimEnd(content, from: index)
            plain.append(copying: content.extracting(index..<end))
            index = end
            // Nothing but an escape can stand here, and a valid one, as the string has been checked.
            guard index < content.count, let scalar = try? escape(content, &index) else { break }
            plain.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
        return plain
    }
}

extension [UInt8] {
    @inline(__always)
    mutating func append(copying bytes: Span<UInt8>) {
        // The pointer lives for the call, which copies from it.
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
