/// The decoder a type's `init(from:)` sees: one value of a document.
struct ValueDecoder: Decoder {
    let document: JSONDocument
    let node: Int

    var codingPath: [any CodingKey] { document.codingPath(to: node) }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(try ObjectDecoding<Key>(document, node))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try ArrayDecoding(document, node)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }
}

// MARK: - One value

extension ValueDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { document.isNull(node) }
    func decode(_ type: Bool.Type) throws -> Bool { try document.bool(at: node) }
    func decode(_ type: String.Type) throws -> String { try document.string(at: node) }
    func decode(_ type: Double.Type) throws -> Double { try document.double(at: node) }
    func decode(_ type: Float.Type) throws -> Float { try document.float(at: node) }
    func decode(_ type: Int.Type) throws -> Int { try document.integer(type, at: node) }
    func decode(_ type: Int8.Type) throws -> Int8 { try document.integer(type, at: node) }
    func decode(_ type: Int16.Type) throws -> Int16 { try document.integer(type, at: node) }
    func decode(_ type: Int32.Type) throws -> Int32 { try document.integer(type, at: node) }
    func decode(_ type: Int64.Type) throws -> Int64 { try document.integer(type, at: node) }
    func decode(_ type: UInt.Type) throws -> UInt { try document.integer(type, at: node) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try document.integer(type, at: node) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try document.integer(type, at: node) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try document.integer(type, at: node) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try document.integer(type, at: node) }
    func decode(_ type: Int128.Type) throws -> Int128 { try document.integer(type, at: node) }
    func decode(_ type: UInt128.Type) throws -> UInt128 { try document.integer(type, at: node) }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try document.decode(type, at: node) }
}

// MARK: - Objects

private struct ObjectDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let document: JSONDocument
    let node: Int

    init(_ document: JSONDocument, _ node: Int) throws(JSONFault) {
        try document.openObject(node)
        self.document = document
        self.node = node
    }

    var codingPath: [any CodingKey] { document.codingPath(to: node) }
    var allKeys: [Key] { document.children(of: node).compactMap { Key(stringValue: document.name(of: $0)) } }

    func contains(_ key: Key) -> Bool { document.field(key.stringValue, of: node) != nil }

    @inline(__always)
    private func field(_ key: Key) throws(JSONFault) -> Int {
        guard let field = document.field(key.stringValue, of: node) else { throw document.missing(key, of: node) }
        return field
    }

    /// The field, unless it is absent or null.
    @inline(__always)
    private func present(_ key: Key) -> Int? {
        guard let field = document.field(key.stringValue, of: node), !document.isNull(field) else { return nil }
        return field
    }

    func decodeNil(forKey key: Key) throws -> Bool { document.isNull(try field(key)) }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try document.bool(at: field(key)) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try document.string(at: field(key)) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try document.double(at: field(key)) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try document.float(at: field(key)) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try document.integer(type, at: field(key)) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try document.integer(type, at: field(key)) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try document.integer(type, at: field(key)) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try document.integer(type, at: field(key)) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try document.integer(type, at: field(key)) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try document.integer(type, at: field(key)) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try document.integer(type, at: field(key)) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try document.integer(type, at: field(key)) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try document.integer(type, at: field(key)) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try document.integer(type, at: field(key)) }
    func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try document.integer(type, at: field(key)) }
    func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try document.integer(type, at: field(key)) }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try document.decode(type, at: field(key))
    }

    // The standard library looks a field up three times for each of these; those in common use do it once.
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try present(key).map(document.bool) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try present(key).map(document.string)
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        guard let field = present(key) else { return nil }
        return try document.integer(type, at: field)
    }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        guard let field = present(key) else { return nil }
        return try document.integer(type, at: field)
    }
    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        guard let field = present(key) else { return nil }
        return try document.decode(type, at: field)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        KeyedDecodingContainer(try ObjectDecoding<NestedKey>(document, field(key)))
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try ArrayDecoding(document, field(key))
    }

    func superDecoder() throws -> any Decoder {
        guard let field = document.field("super", of: node) else { throw document.missing("super", of: node) }
        return ValueDecoder(document: document, node: field)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder { ValueDecoder(document: document, node: try field(key)) }
}

// MARK: - Arrays

private struct ArrayDecoding: UnkeyedDecodingContainer {
    let document: JSONDocument
    let node: Int
    private(set) var currentIndex = 0
    /// The node of the element to come.
    private var element: Int

    init(_ document: JSONDocument, _ node: Int) throws(JSONFault) {
        guard document.nodes[node].kind == .array else { throw document.wrongType("a list", at: node) }
        self.document = document
        self.node = node
        element = node + 1
    }

    var codingPath: [any CodingKey] { document.codingPath(to: node) }
    var count: Int? { Int(document.nodes[node].aid) }
    var isAtEnd: Bool { element >= document.nodes[node].next }

    /// The next element; it stays the next one if `read` throws.
    @inline(__always)
    private mutating func read<T>(_ read: (JSONDocument, Int) throws -> T) throws -> T {
        guard !isAtEnd else { throw document.missing("[\(currentIndex)]", of: node) }
        let value = try read(document, element)
        element = Int(document.nodes[element].next)
        currentIndex += 1
        return value
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd else { throw document.missing("[\(currentIndex)]", of: node) }
        guard document.isNull(element) else { return false }
        return try read { _, _ in true }
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try read { try $0.bool(at: $1) } }
    mutating func decode(_ type: String.Type) throws -> String { try read { try $0.string(at: $1) } }
    mutating func decode(_ type: Double.Type) throws -> Double { try read { try $0.double(at: $1) } }
    mutating func decode(_ type: Float.Type) throws -> Float { try read { try $0.float(at: $1) } }
    mutating func decode(_ type: Int.Type) throws -> Int { try read { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try read { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try read { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try read { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try read { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try read { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try read { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try read { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try read { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try read { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: Int128.Type) throws -> Int128 { try read { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: UInt128.Type) throws -> UInt128 { try read { try $0.integer(type, at: $1) } }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try read { try $0.decode(type, at: $1) } }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try read { KeyedDecodingContainer(try ObjectDecoding<NestedKey>($0, $1)) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try read { try ArrayDecoding($0, $1) }
    }

    mutating func superDecoder() throws -> any Decoder { try read { ValueDecoder(document: $0, node: $1) } }
}
