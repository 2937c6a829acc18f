/// Header lines in the order they came or were added. Names compare without regard to case.
///
/// Kept as the bytes of the wire (`Name: value` and line end, one after the other) with the places of names and values
/// beside them: reading a head costs two allocations, writing one is a single copy, and a `String` is made only of what
/// somebody asks for.
public struct Headers: Sendable {
    /// Where one line's parts are. The line ends where the next one starts.
    struct Field: Sendable {
        var start: UInt32
        var nameEnd: UInt32
        var valueStart: UInt32
        var valueEnd: UInt32

        var name: Range<Int> { Int(start)..<Int(nameEnd) }
        var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
    }

    private(set) var bytes: [UInt8] = []
    private var fields: [Field] = []

    public init() {}

    /// Takes over lines that were read and checked.
    init(lines: Span<UInt8>, fields: [Field]) {
        bytes = [UInt8](copying: lines)
        self.fields = fields
    }

    public var count: Int { fields.count }

    /// The value of the first line called `name`.
    public subscript(name: String) -> String? {
        guard let field = field(name) else { return nil }
        return text(field.value)
    }

    public func contains(_ name: String) -> Bool {
        field(name) != nil
    }

    /// The values of all lines called `name`, in order.
    public func values(of name: String) -> [String] {
        fields.filter { isCalled(name, $0) }.map { text($0.value) }
    }

    /// Whether `token` stands in the comma-separated list that the lines called `name` make together, in any case.
    public func contains(token: String, in name: String) -> Bool {
        let token = token.utf8Span.span
        for field in fields where isCalled(name, field) {
            if list(bytes.span.extracting(field.value), contains: token) { return true }
        }
        return false
    }

    /// Appends a line. A control character in `value` becomes a space, so no value can end its line.
    /// - Precondition: `name` is a token: letters, digits and `!#$%&'*+-.^_|~` or a backquote.
    public mutating func add(_ name: String, _ value: String) {
        precondition(isToken(name.utf8Span.span), "A header name is a token.")
        let added = append(name.utf8Span.span, value.utf8Span.span)
        for index in added where !Byte.isValue(bytes[index]) { bytes[index] = Byte.space }
    }

    /// Makes `value` the only one of `name`, last in order.
    /// - Precondition: As for ``add(_:_:)``.
    public mutating func set(_ name: String, _ value: String) {
        remove(name)
        add(name, value)
    }

    /// Removes every line called `name`.
    public mutating func remove(_ name: String) {
        guard contains(name) else { return }
        let kept = fields.filter { !isCalled(name, $0) }
        let old = self
        self = Headers()
        for field in kept { copy(field, of: old) }
    }

    /// Appends the lines of `other`.
    public mutating func append(contentsOf other: Headers) {
        for field in other.fields { copy(field, of: other) }
    }

    /// Appends a line.
    /// - Returns: Where its value is.
    @discardableResult
    private mutating func append(_ name: Span<UInt8>, _ value: Span<UInt8>) -> Range<Int> {
        if fields.isEmpty { reserve() }
        let start = bytes.count
        bytes.append(copying: name)
        bytes.append(Byte.colon)
        bytes.append(Byte.space)
        let valueStart = bytes.count
        bytes.append(copying: value)
        let valueEnd = bytes.count
        bytes.append(Byte.carriageReturn)
        bytes.append(Byte.lineFeed)
        fields.append(
            Field(
                start: UInt32(start), nameEnd: UInt32(start + name.count), valueStart: UInt32(valueStart),
                valueEnd: UInt32(valueEnd)))
        return valueStart..<valueEnd
    }

    /// Room for the few lines that most heads of ours have, so that it is made once.
    private mutating func reserve() {
        bytes.reserveCapacity(192)
        fields.reserveCapacity(5)
    }

    private mutating func copy(_ field: Field, of other: Headers) {
        let line = other.bytes.span
        append(line.extracting(field.name), line.extracting(field.value))
    }

    private func field(_ name: String) -> Field? {
        let wanted = name.utf8Span.span
        let bytes = bytes.span
        for field in fields where Int(field.nameEnd &- field.start) == wanted.count {
            if equalIgnoringCase(bytes.extracting(field.name), wanted) { return field }
        }
        return nil
    }

    private func isCalled(_ name: String, _ field: Field) -> Bool {
        equalIgnoringCase(bytes.span.extracting(field.name), name.utf8Span.span)
    }

    private func text(_ range: Range<Int>) -> String {
        String(copying: bytes.span.extracting(range))
    }
}

extension Headers: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { fields.count }

    public subscript(position: Int) -> (name: String, value: String) {
        (text(fields[position].name), text(fields[position].value))
    }
}

extension Headers: ExpressibleByDictionaryLiteral {
    /// - Precondition: As for ``add(_:_:)``.
    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name, value) }
    }
}

extension Headers: Equatable {
    /// Same names, in any case, and same values in the same order.
    public static func == (one: Headers, other: Headers) -> Bool {
        guard one.count == other.count else { return false }
        return zip(one.fields, other.fields).allSatisfy { mine, theirs in
            equalIgnoringCase(one.bytes.span.extracting(mine.name), other.bytes.span.extracting(theirs.name))
                && one.bytes[mine.value] == other.bytes[theirs.value]
        }
    }
}

extension Headers: CustomStringConvertible {
    public var description: String {
        String(copying: bytes.span)
    }
}

/// Whether `bytes` are a token: one letter, digit or mark of RFC 9110, 5.6.2, or more.
func isToken(_ bytes: Span<UInt8>) -> Bool {
    for index in bytes.indices where !Byte.isToken(bytes[index]) { return false }
    return bytes.count > 0
}

/// Whether `token` is an element of a comma-separated list, A to Z counting as a to z.
func list(_ value: Span<UInt8>, contains token: Span<UInt8>) -> Bool {
    var start = 0
    while start <= value.count {
        var end = start
        while end < value.count && value[end] != Byte.comma { end += 1 }
        if equalIgnoringCase(value.extracting(trimmed(value, start..<end)), token) { return true }
        start = end + 1
    }
    return false
}

/// `range` without the spaces and tabs around it.
func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end && isBlank(bytes[start]) { start += 1 }
    while end > start && isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
}

private func isBlank(_ byte: UInt8) -> Bool {
    byte == Byte.space || byte == Byte.tab
}
