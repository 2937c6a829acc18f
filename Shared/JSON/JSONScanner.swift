/// Walks the fields of one object without building anything: for socket frames and event lines.
///
/// What it walks over is checked as strictly as by ``JSON/decode(_:from:unknownFields:)``, except that a name may come
/// twice.
/// ```swift
/// var scanner = try JSONScanner(bytes)
/// while try scanner.nextField() {
///     switch scanner.name {
///     case "kind": kind = try scanner.string()
///     default: throw scanner.unknownField()
///     }
/// }
/// ```
public struct JSONScanner: Sendable {
    private let bytes: [UInt8]
    private var index = 0
    private var nameRange = 0..<0
    private var isNameEscaped = false
    private var state = State.first

    /// What is to come next.
    private enum State { case first, value, separator, end }

    /// - Parameter bytes: One JSON object.
    /// - Throws: `.wrongType` for another value, `.malformed` for none.
    public init(_ bytes: [UInt8]) throws(JSONFault) {
        self.bytes = bytes
        var start = 0
        guard try JSONGrammar.peek(bytes.span, &start) == Byte.openBrace else {
            throw JSONFault(.wrongType, message: "The document must be an object.")
        }
        index = start + 1
    }

    /// Moves on to the next field; a value that has not been read is checked and passed over.
    /// - Returns: False behind the last field, when nothing but white space follows the object.
    public mutating func nextField() throws(JSONFault) -> Bool {
        if state == .value { _ = try skip() }
        let bytes = bytes
        switch state {
        case .first where try JSONGrammar.peek(bytes.span, &index) == Byte.closeBrace:
            index += 1
            return try finish()
        case .separator where try !JSONGrammar.continues(bytes.span, &index, closing: Byte.closeBrace):
            return try finish()
        case .end: return false
        default: break
        }
        (nameRange, isNameEscaped) = try JSONGrammar.name(bytes.span, &index)
        state = .value
        return true
    }

    private mutating func finish() throws(JSONFault) -> Bool {
        let bytes = bytes
        state = .end
        try JSONGrammar.expectEnd(bytes.span, &index)
        return false
    }
}

// MARK: - Names

extension JSONScanner {
    /// A field's name, compared byte by byte with literals: `switch scanner.name { case "kind": … }`.
    public struct Name: Sendable {
        fileprivate let bytes: [UInt8]
        fileprivate let range: Range<Int>
        fileprivate let isEscaped: Bool

        @inline(__always)
        public static func ~= (literal: StaticString, name: Name) -> Bool { name == literal }

        @inline(__always)
        public static func == (name: Name, literal: StaticString) -> Bool {
            guard !name.isEscaped else {
                return literal.isSame(as: JSONGrammar.unescaped(name.bytes.span, name.range).span)
            }
            return literal.isSame(as: name.bytes.span.extracting(name.range))
        }
    }

    /// The name of the field that ``nextField()`` has moved to.
    @inline(__always)
    public var name: Name { Name(bytes: bytes, range: nameRange, isEscaped: isNameEscaped) }

    /// The fault of a field that has no business here.
    public func unknownField() -> JSONFault {
        let path = JSONDocument.text(of: [PathKey(stringValue: String(name))])
        return JSONFault(.unknownField, path: path, message: "“\(path)” is not a known field.")
    }
}

extension String {
    public init(_ name: JSONScanner.Name) {
        self = JSONGrammar.string(name.bytes.span, name.range, escaped: name.isEscaped)
    }
}

// MARK: - Values

extension JSONScanner {
    /// - Throws: `.wrongType` for a value other than a string.
    public mutating func string() throws(JSONFault) -> String {
        let (content, isEscaped) = try stringContent()
        return JSONGrammar.string(bytes.span, content, escaped: isEscaped)
    }

    /// What `read` makes of a string's bytes, for what need not become a `String`: one past 15 bytes takes memory.
    /// - Throws: `.wrongType` for a value other than a string.
    public mutating func string<Value>(_ read: (Span<UInt8>) -> Value) throws(JSONFault) -> Value {
        let (content, isEscaped) = try stringContent()
        guard !isEscaped else { return read(JSONGrammar.unescaped(bytes.span, content).span) }
        return read(bytes.span.extracting(content))
    }

    /// Passes over a string.
    /// - Returns: Where it stands between its quotes.
    @inline(__always)
    private mutating func stringContent() throws(JSONFault) -> (content: Range<Int>, isEscaped: Bool) {
        let bytes = bytes
        try expectValue(Byte.quote, "text")
        let start = index + 1
        let isEscaped = try JSONGrammar.skipString(bytes.span, &index)
        return (start..<(index - 1), isEscaped)
    }

    /// - Throws: `.wrongType` for anything but a number without fraction and exponent, `.outOfRange` past `Int64`.
    public mutating func int64() throws(JSONFault) -> Int64 {
        let bytes = bytes
        let first = try peekValue()
        let start = index
        guard first == Byte.minus || first &- Byte.zero < 10,
            try JSONGrammar.skipScalar(bytes.span, &index) == .integer
        else { throw wrongType("a whole number") }
        guard let value = JSONGrammar.integer(bytes.span.extracting(start..<index), as: Int64.self) else {
            throw fault(.outOfRange, "is out of range")
        }
        return value
    }

    /// - Throws: `.wrongType` for a value other than `true` or `false`.
    public mutating func bool() throws(JSONFault) -> Bool {
        let bytes = bytes
        let first = try peekValue()
        guard first == UInt8(ascii: "t") || first == UInt8(ascii: "f") else { throw wrongType("true or false") }
        return try JSONGrammar.skipScalar(bytes.span, &index) == .yes
    }

    /// Whether the value is null; one that is counts as read, another stays to be read.
    public mutating func isNull() throws(JSONFault) -> Bool {
        let bytes = bytes
        guard try peekValue() == UInt8(ascii: "n") else {
            state = .value
            return false
        }
        _ = try JSONGrammar.skipScalar(bytes.span, &index)
        return true
    }

    /// Checks the value and passes over it.
    /// - Returns: Where its text stands in the document.
    public mutating func skip() throws(JSONFault) -> Range<Int> {
        let bytes = bytes
        _ = try peekValue()
        let start = index
        try JSONGrammar.skipValue(bytes.span, &index, depth: 1)
        return start..<index
    }

    /// The value as text, on one line.
    public mutating func raw() throws(JSONFault) -> RawJSON {
        let range = try skip()
        return RawJSON(oneLine: range, of: bytes)
    }

    /// The value's first byte; the value counts as read from here on.
    @inline(__always)
    private mutating func peekValue() throws(JSONFault) -> UInt8 {
        guard state == .value else { throw fault(.invalidValue, "is read twice") }
        let bytes = bytes
        state = .separator
        return try JSONGrammar.peek(bytes.span, &index)
    }

    @inline(__always)
    private mutating func expectValue(_ first: UInt8, _ wanted: String) throws(JSONFault) {
        guard try peekValue() == first else { throw wrongType(wanted) }
    }

    @inline(never)
    private func wrongType(_ wanted: String) -> JSONFault { fault(.wrongType, "must be \(wanted)") }

    private func fault(_ kind: JSONFault.Kind, _ predicate: String) -> JSONFault {
        let path = JSONDocument.text(of: [PathKey(stringValue: String(name))])
        return JSONFault(kind, path: path, message: "“\(path)” \(predicate).")
    }
}
