/// Where encoded bytes go, and what has been opened so far. One encode call's own.
///
/// Values are encoded inside each other, so one level per value under way is enough: `levels[0]` is the value the sink
/// is for. A nested container or a super encoder, which its owner may fill at any later time, gets a sink of its own.
final class EncodingSink {
    enum Level: UInt8 { case empty, scalar, object, array }

    fileprivate var writer = JSONWriter(capacity: 512)
    private var levels = [33 of Level](repeating: .empty)
    private var top = 0
    /// How many containers stand around this sink's value.
    private let depth: Int
    /// The first fault; nothing is given out after it, even if the value being encoded has caught it.
    private var fault: JSONFault?
    private var nested: [(offset: Int, sink: EncodingSink)] = []

    init(depth: Int) {
        self.depth = depth
    }

    /// The finished text.
    func finish() throws(JSONFault) -> [UInt8] {
        if top != 0 { fail(.misuse) }
        close()
        if let fault { throw fault }
        guard !nested.isEmpty else { return writer.bytes }
        var whole: [UInt8] = []
        var copied = 0
        for (offset, sink) in nested {
            whole += writer.bytes[copied..<offset]
            whole += try sink.finish()
            copied = offset
        }
        return whole + writer.bytes[copied...]
    }
}

extension JSONFault {
    /// Bytes leave in order, so what has been left behind cannot be added to.
    fileprivate static var misuse: JSONFault { .invalid("The value encodes itself out of order.") }
}

extension EncodingSink {
    @inline(never)
    fileprivate func fail(_ new: JSONFault) {
        if fault == nil { fault = new }
    }

    /// Makes the value at `level` an object or array; once more for the same value adds to it.
    fileprivate func open(_ kind: Level, at level: Int) {
        guard level == top else { return fail(.misuse) }
        switch levels[level] {
        case kind: return
        case .empty where depth + level < JSON.depthLimit:
            levels[level] = kind
            if kind == .object { writer.beginObject() } else { writer.beginArray() }
        case .empty: fail(.tooDeep())
        default: fail(.misuse)
        }
    }

    @inline(__always)
    fileprivate func enter(_ kind: Level, at level: Int) throws(JSONFault) {
        guard level == top, levels[level] == kind else { throw refused() }
        if kind == .empty { levels[level] = .scalar }
    }

    @inline(never)
    private func refused() -> JSONFault {
        fail(.misuse)
        return fault ?? .misuse
    }

    /// Lets `value` encode itself one level below the container at the top.
    @inline(__always)
    fileprivate func encode<T: Encodable>(_ value: T) throws {
        let outer = top
        top += 1
        levels[top] = .empty
        try value.encode(to: ValueEncoder(sink: self, level: top))
        guard top == outer + 1 else { throw refused() }
        close()
        top = outer
    }

    /// Ends the value at the top.
    private func close() {
        switch levels[top] {
        case .empty:
            writer.beginObject()
            writer.endObject()
        case .scalar: break
        case .object: writer.endObject()
        case .array: writer.endArray()
        }
    }

    /// A sink for a value that stands here, inside the container at `level`.
    fileprivate func makeNested(under key: String?, in kind: Level, at level: Int) -> EncodingSink {
        let inner = EncodingSink(depth: depth + level + 1)
        do { try enter(kind, at: level) } catch { return inner }
        if let key { writer.key(key) }
        writer.reserveValue()
        nested.append((writer.bytes.count, inner))
        return inner
    }

    /// `error`, thrown by what stands under `component`, as a fault that says so.
    @inline(never)
    fileprivate func located(_ error: any Error, _ component: String) -> JSONFault {
        let located = JSONFault(refusal: error).inside(component)
        fault = located
        return located
    }
}

/// The encoder a type's `encode(to:)` sees: the place of one value.
struct ValueEncoder: Encoder {
    fileprivate let sink: EncodingSink
    fileprivate let level: Int

    init(sink: EncodingSink, level: Int) {
        self.sink = sink
        self.level = level
    }

    /// Always empty: a fault gets its path on its way out.
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        sink.open(.object, at: level)
        return KeyedEncodingContainer(ObjectEncoding<Key>(sink: sink, level: level))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        sink.open(.array, at: level)
        return ArrayEncoding(sink: sink, level: level)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func splice(_ raw: RawJSON) throws(JSONFault) {
        guard !raw.bytes.isEmpty else { throw .invalid("Raw JSON has at least one byte.") }
        try sink.enter(.empty, at: level)
        sink.writer.raw(raw)
    }
}

// MARK: - One value

extension ValueEncoder: SingleValueEncodingContainer {
    /// The writer, once: a place takes one value.
    @inline(__always)
    private func write(_ write: (inout JSONWriter) throws -> Void) throws {
        try sink.enter(.empty, at: level)
        try write(&sink.writer)
    }

    func encodeNil() throws { try write { $0.null() } }
    func encode(_ value: Bool) throws { try write { $0.bool(value) } }
    func encode(_ value: String) throws { try write { $0.string(value) } }
    func encode(_ value: Double) throws { try write { try $0.number(value) } }
    func encode(_ value: Float) throws { try write { try $0.number(value) } }
    func encode(_ value: Int) throws { try write { $0.integer(value) } }
    func encode(_ value: Int8) throws { try write { $0.integer(value) } }
    func encode(_ value: Int16) throws { try write { $0.integer(value) } }
    func encode(_ value: Int32) throws { try write { $0.integer(value) } }
    func encode(_ value: Int64) throws { try write { $0.integer(value) } }
    func encode(_ value: UInt) throws { try write { $0.integer(value) } }
    func encode(_ value: UInt8) throws { try write { $0.integer(value) } }
    func encode(_ value: UInt16) throws { try write { $0.integer(value) } }
    func encode(_ value: UInt32) throws { try write { $0.integer(value) } }
    func encode(_ value: UInt64) throws { try write { $0.integer(value) } }
    func encode(_ value: Int128) throws { try write { $0.integer(value) } }
    func encode(_ value: UInt128) throws { try write { $0.integer(value) } }
    func encode<T: Encodable>(_ value: T) throws { try value.encode(to: self) }
}

// MARK: - Objects

private struct ObjectEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let sink: EncodingSink
    let level: Int

    var codingPath: [any CodingKey] { [] }

    @inline(__always)
    private func write(_ key: Key, _ write: (inout JSONWriter) throws -> Void) throws {
        try sink.enter(.object, at: level)
        sink.writer.key(key.stringValue)
        do { try write(&sink.writer) } catch { throw sink.located(error, key.stringValue) }
    }

    func encodeNil(forKey key: Key) throws { try write(key) { $0.null() } }
    func encode(_ value: Bool, forKey key: Key) throws { try write(key) { $0.bool(value) } }
    func encode(_ value: String, forKey key: Key) throws { try write(key) { $0.string(value) } }
    func encode(_ value: Double, forKey key: Key) throws { try write(key) { try $0.number(value) } }
    func encode(_ value: Float, forKey key: Key) throws { try write(key) { try $0.number(value) } }
    func encode(_ value: Int, forKey key: Key) throws { try write(key) { $0.integer(value) } }
    func encode(_ value: Int8, forKey key: Key) throws { try write(key) { $0.integer(value) } }
    func encode(_ value: Int16, forKey key: Key) throws { try write(key) { $0.integer(value) } }
    func encode(_ value: Int32, forKey key: Key) throws { try write(key) { $0.integer(value) } }
    func encode(_ value: Int64, forKey key: Key) throws { try write(key) { $0.integer(value) } }
    func encode(_ value: UInt, forKey key: Key) throws { try write(key) { $0.integer(value) } }
    func encode(_ value: UInt8, forKey key: Key) throws { try write(key) { $0.integer(value) } }
    func encode(_ value: UInt16, forKey key: Key) throws { try write(key) { $0.integer(value) } }
    func encode(_ value: UInt32, forKey key: Key) throws { try write(key) { $0.integer(value) } }
    func encode(_ value: UInt64, forKey key: Key) throws { try write(key) { $0.integer(value) } }
    func encode(_ value: Int128, forKey key: Key) throws { try write(key) { $0.integer(value) } }
    func encode(_ value: UInt128, forKey key: Key) throws { try write(key) { $0.integer(value) } }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        try sink.enter(.object, at: level)
        sink.writer.key(key.stringValue)
        do { try sink.encode(value) } catch { throw sink.located(error, key.stringValue) }
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        nested(key.stringValue).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        nested(key.stringValue).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { nested("super") }
    func superEncoder(forKey key: Key) -> any Encoder { nested(key.stringValue) }

    private func nested(_ name: String) -> ValueEncoder {
        ValueEncoder(sink: sink.makeNested(under: name, in: .object, at: level), level: 0)
    }
}

// MARK: - Arrays

private struct ArrayEncoding: UnkeyedEncodingContainer {
    let sink: EncodingSink
    let level: Int
    private(set) var count = 0

    init(sink: EncodingSink, level: Int) {
        self.sink = sink
        self.level = level
    }

    var codingPath: [any CodingKey] { [] }

    @inline(__always)
    private mutating func write(_ write: (inout JSONWriter) throws -> Void) throws {
        try sink.enter(.array, at: level)
        do { try write(&sink.writer) } catch { throw sink.located(error, "[\(count)]") }
        count += 1
    }

    mutating func encodeNil() throws { try write { $0.null() } }
    mutating func encode(_ value: Bool) throws { try write { $0.bool(value) } }
    mutating func encode(_ value: String) throws { try write { $0.string(value) } }
    mutating func encode(_ value: Double) throws { try write { try $0.number(value) } }
    mutating func encode(_ value: Float) throws { try write { try $0.number(value) } }
    mutating func encode(_ value: Int) throws { try write { $0.integer(value) } }
    mutating func encode(_ value: Int8) throws { try write { $0.integer(value) } }
    mutating func encode(_ value: Int16) throws { try write { $0.integer(value) } }
    mutating func encode(_ value: Int32) throws { try write { $0.integer(value) } }
    mutating func encode(_ value: Int64) throws { try write { $0.integer(value) } }
    mutating func encode(_ value: UInt) throws { try write { $0.integer(value) } }
    mutating func encode(_ value: UInt8) throws { try write { $0.integer(value) } }
    mutating func encode(_ value: UInt16) throws { try write { $0.integer(value) } }
    mutating func encode(_ value: UInt32) throws { try write { $0.integer(value) } }
    mutating func encode(_ value: UInt64) throws { try write { $0.integer(value) } }
    mutating func encode(_ value: Int128) throws { try write { $0.integer(value) } }
    mutating func encode(_ value: UInt128) throws { try write { $0.integer(value) } }

    mutating func encode<T: Encodable>(_ value: T) throws {
        try sink.enter(.array, at: level)
        do { try sink.encode(value) } catch { throw sink.located(error, "[\(count)]") }
        count += 1
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        nested().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }
    mutating func superEncoder() -> any Encoder { nested() }

    private mutating func nested() -> ValueEncoder {
        count += 1
        return ValueEncoder(sink: sink.makeNested(under: nil, in: .array, at: level), level: 0)
    }
}
