/// The byte-level rules of RFC 8259, shared by ``JSONScanner`` and by the index that decoding works on.
///
/// Every function reads `text` from `index` on and leaves `index` behind what it has read. Reads are bounds-checked.
enum JSONGrammar {
    @inline(__always)
    static func skipSpace(_ text: Span<UInt8>, _ index: inout Int) {
        while index < text.count, isSpace(text[index]) { index += 1 }
    }

    @inline(__always)
    private static func isSpace(_ byte: UInt8) -> Bool {
        byte <= 0x20 && (byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09)
    }

    /// Skips white space, and tells the byte that follows without consuming it.
    @inline(__always)
    static func peek(_ text: Span<UInt8>, _ index: inout Int) throws(JSONFault) -> UInt8 {
        skipSpace(text, &index)
        guard index < text.count else { throw .malformed("it ends too early", at: index) }
        return text[index]
    }

    @inline(__always)
    static func expect(_ byte: UInt8, _ text: Span<UInt8>, _ index: inout Int) throws(JSONFault) {
        guard try peek(text, &index) == byte else {
            throw .malformed("“\(Character(Unicode.Scalar(byte)))” is missing", at: index)
        }
        index += 1
    }

    /// After an element: consumes the comma (true) or `closing` (false).
    @inline(__always)
    static func continues(_ text: Span<UInt8>, _ index: inout Int, closing: UInt8) throws(JSONFault) -> Bool {
        let byte = try peek(text, &index)
        guard byte == Byte.comma || byte == closing else {
            throw .malformed("a comma or a closing bracket is missing", at: index)
        }
        index += 1
        return byte == Byte.comma
    }

    static func expectEnd(_ text: Span<UInt8>, _ index: inout Int) throws(JSONFault) {
        skipSpace(text, &index)
        guard index == text.count else { throw .malformed("something follows the document", at: index) }
    }

    /// A field's name and its colon.
    /// - Returns: The name's bytes between the quotes, and whether it has escapes.
    @inline(__always)
    static func name(_ text: Span<UInt8>, _ index: inout Int) throws(JSONFault) -> (range: Range<Int>, escaped: Bool) {
        guard try peek(text, &index) == Byte.quote else {
            throw .malformed("a field name in quotes is missing", at: index)
        }
        let start = index + 1
        let escaped = try skipString(text, &index)
        let range = start..<(index - 1)
        try expect(Byte.colon, text, &index)
        return (range, escaped)
    }

    /// Any value, checked in full; `depth` is the number of containers around it.
    static func skipValue(_ text: Span<UInt8>, _ index: inout Int, depth: Int) throws(JSONFault) {
        switch try peek(text, &index) {
        case Byte.quote: _ = try skipString(text, &index)
        case Byte.openBrace: try skipObject(text, &index, depth: depth + 1)
        case Byte.openBracket: try skipArray(text, &index, depth: depth + 1)
        default: _ = try skipScalar(text, &index)
        }
    }

    private static func skipObject(_ text: Span<UInt8>, _ index: inout Int, depth: Int) throws(JSONFault) {
        guard depth <= JSON.depthLimit else { throw .tooDeep() }
        index += 1
        if try peek(text, &index) == Byte.closeBrace {
            index += 1
            return
        }
        repeat {
            _ = try name(text, &index)
            try skipValue(text, &index, depth: depth)
        } while try continues(text, &index, closing: Byte.closeBrace)
    }

    private static func skipArray(_ text: Span<UInt8>, _ index: inout Int, depth: Int) throws(JSONFault) {
        guard depth <= JSON.depthLimit else { throw .tooDeep() }
        index += 1
        if try peek(text, &index) == Byte.closeBracket {
            index += 1
            return
        }
        repeat {
            try skipValue(text, &index, depth: depth)
        } while try continues(text, &index, closing: Byte.closeBracket)
    }

    enum Scalar { case null, yes, no, integer, fraction }

    /// A literal or a number; `index` is at its first byte.
    @inline(__always)
    static func skipScalar(_ text: Span<UInt8>, _ index: inout Int) throws(JSONFault) -> Scalar {
        switch text[index] {
        case Byte.minus, Byte.zero...Byte.nine: return try skipNumber(text, &index) ? .integer : .fraction
        case UInt8(ascii: "n"):
            try skipLiteral("null", text, &index)
            return .null
        case UInt8(ascii: "t"):
            try skipLiteral("true", text, &index)
            return .yes
        case UInt8(ascii: "f"):
            try skipLiteral("false", text, &index)
            return .no
        default: throw .malformed("a value is missing", at: index)
        }
    }

    private static func skipLiteral(
        _ literal: StaticString, _ text: Span<UInt8>, _ index: inout Int
    ) throws(JSONFault) {
        let end = index + literal.utf8CodeUnitCount
        guard end <= text.count, literal.isSame(as: text.extracting(index..<end)) else {
            throw .malformed("there is an unknown word", at: index)
        }
        index = end
    }

    /// - Returns: Whether the number has neither fraction nor exponent.
    private static func skipNumber(_ text: Span<UInt8>, _ index: inout Int) throws(JSONFault) -> Bool {
        if text[index] == Byte.minus { index += 1 }
        let first = index
        try skipDigits(text, &index)
        guard text[first] != Byte.zero || index == first + 1 else {
            throw .malformed("a number starts with a zero", at: first)
        }
        var isInteger = true
        if index < text.count, text[index] == UInt8(ascii: ".") {
            isInteger = false
            index += 1
            try skipDigits(text, &index)
        }
        if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            index += 1
            if index < text.count, text[index] == UInt8(ascii: "+") || text[index] == Byte.minus { index += 1 }
            try skipDigits(text, &index)
        }
        return isInteger
    }

    /// One digit at least.
    @inline(__always)
    private static func skipDigits(_ text: Span<UInt8>, _ index: inout Int) throws(JSONFault) {
        let start = index
        while index < text.count, text[index] &- Byte.zero < 10 { index += 1 }
        guard index > start else { throw .malformed("a number lacks a digit", at: index) }
    }
}

/// The bytes that JSON is made of.
enum Byte {
    static let quote = UInt8(ascii: "\""), backslash = UInt8(ascii: "\\"), comma = UInt8(ascii: ",")
    static let colon = UInt8(ascii: ":"), minus = UInt8(ascii: "-"), zero = UInt8(ascii: "0"), nine = UInt8(ascii: "9")
    static let openBrace = UInt8(ascii: "{"), closeBrace = UInt8(ascii: "}")
    static let openBracket = UInt8(ascii: "["), closeBracket = UInt8(ascii: "]")
}

extension StaticString {
    /// Whether these are the same bytes. A literal that is a single scalar (it has no pointer) is never the same.
    @inline(__always)
    func isSame(as bytes: Span<UInt8>) -> Bool {
        guard hasPointerRepresentation, utf8CodeUnitCount == bytes.count else { return false }
        // The pointer is to a constant of the program, utf8CodeUnitCount bytes long.
        let constant = unsafe Span(_unsafeStart: utf8Start, count: utf8CodeUnitCount)
        return constant.isSame(as: bytes)
    }
}

extension Span<UInt8> {
    /// Whether both hold the same bytes; eight at a time, the last eight overlapping.
    @inline(__always)
    func isSame(as other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        guard count >= 8 else { return isSameShort(other) }
        var index = 0
        while index + 8 <= count {
            guard word(at: index) == other.word(at: index) else { return false }
            index += 8
        }
        return word(at: count - 8) == other.word(at: count - 8)
    }

    @inline(__always)
    private func isSameShort(_ other: Span<UInt8>) -> Bool {
        for index in 0..<count where self[index] != other[index] { return false }
        return true
    }

    /// The eight bytes from `index` on, the first of them lowest. Traps past the end.
    @inline(__always)
    func word(at index: Int) -> UInt64 {
        // The load checks its bounds, and every pattern of bits is a UInt64.
        unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    }
}
