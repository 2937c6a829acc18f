// Rounding a Double is a call into libm in debug builds, and this import is what links it.
import Glibc

/// Appends JSON by hand, compactly; the commas are its business, the nesting is the caller's.
public struct JSONWriter: Sendable {
    /// The text so far.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// - Parameter capacity: Bytes to reserve.
    public init(capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    public mutating func beginObject() {
        separate()
        bytes.append(Byte.openBrace)
        needsComma = false
    }

    public mutating func endObject() {
        bytes.append(Byte.closeBrace)
        needsComma = true
    }

    public mutating func beginArray() {
        separate()
        bytes.append(Byte.openBracket)
        needsComma = false
    }

    public mutating func endArray() {
        bytes.append(Byte.closeBracket)
        needsComma = true
    }

    /// A field's name; its value comes next.
    public mutating func key(_ name: String) {
        separate()
        JSONGrammar.append(name, to: &bytes)
        bytes.append(Byte.colon)
        needsComma = false
    }

    public mutating func string(_ value: String) {
        separate()
        JSONGrammar.append(value, to: &bytes)
        needsComma = true
    }

    @inline(__always)
    public mutating func integer<T: FixedWidthInteger>(_ value: T) {
        separate()
        if let word = Int64(exactly: value) {
            JSONGrammar.append(word, to: &bytes)
        } else {
            bytes.append(contentsOf: value.description.utf8)
        }
        needsComma = true
    }

    /// - Throws: `.invalidValue` unless `value` is finite.
    public mutating func number(_ value: Double) throws(JSONFault) {
        guard value.isFinite else { throw .invalid("A number that is not finite cannot be written as JSON.") }
        // A whole number is written as one, as a browser does.
        if let whole = Int64(exactly: value), whole.magnitude < 1 << 53, value.sign == .plus || whole != 0 {
            return integer(whole)
        }
        separate()
        bytes.append(contentsOf: value.description.utf8)
        needsComma = true
    }

    /// - Throws: `.invalidValue` unless `value` is finite.
    public mutating func number(_ value: Float) throws(JSONFault) {
        guard value.isFinite, Int64(exactly: value) == nil else { return try number(Double(value)) }
        separate()
        bytes.append(contentsOf: value.description.utf8)
        needsComma = true
    }

    public mutating func bool(_ value: Bool) {
        separate()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
        needsComma = true
    }

    public mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
        needsComma = true
    }

    /// Splices in `value`, trusted to be one valid JSON value.
    public mutating func raw(_ value: [UInt8]) {
        separate()
        bytes.append(contentsOf: value)
        needsComma = true
    }

    public mutating func raw(_ value: RawJSON) { raw(value.bytes) }

    /// Ends a line of an event stream; the next value stands on its own.
    public mutating func newline() {
        bytes.append(0x0A)
        needsComma = false
    }

    /// Makes room for a value that is put here afterwards.
    mutating func reserveValue() {
        separate()
        needsComma = true
    }

    @inline(__always)
    private mutating func separate() {
        if needsComma { bytes.append(Byte.comma) }
    }
}

// MARK: - Fields

extension JSONWriter {
    public mutating func field(_ name: String, _ value: String) {
        key(name)
        string(value)
    }

    @inline(__always)
    public mutating func field<T: FixedWidthInteger>(_ name: String, _ value: T) {
        key(name)
        integer(value)
    }

    public mutating func field(_ name: String, _ value: Bool) {
        key(name)
        bool(value)
    }

    public mutating func field(_ name: String, _ value: RawJSON) {
        key(name)
        raw(value)
    }
}

extension JSONGrammar {
    /// `string` in quotes, escaped as little as the RFC allows.
    static func append(_ string: String, to bytes: inout [UInt8]) {
        let text = string.utf8Span.span
        bytes.append(Byte.quote)
        var start = 0
        var end = verbatimEnd(text, from: 0)
        while end < text.count {
            bytes.append(copying: text.extracting(start..<end))
            appendEscape(text[end], to: &bytes)
            start = end + 1
            end = verbatimEnd(text, from: start)
        }
        bytes.append(copying: text.extracting(start..<end))
        bytes.append(Byte.quote)
    }

    private static func appendEscape(_ byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(Byte.backslash)
        switch byte {
        case Byte.quote, Byte.backslash: bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(hexDigits[Int(byte >> 4)])
            bytes.append(hexDigits[Int(byte & 0xF)])
        }
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)

    static func append(_ value: Int64, to bytes: inout [UInt8]) {
        var digits = [20 of UInt8](repeating: 0)
        var start = 20
        var rest = value.magnitude
        repeat {
            start -= 1
            digits[start] = Byte.zero + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        if value < 0 {
            start -= 1
            digits[start] = Byte.minus
        }
        bytes.append(copying: digits.span.extracting(start..<20))
    }
}
