import CSQLite

/// A type whose values can be given to SQL and read from its rows.
///
/// An enum with raw values only declares it: `enum Status: String, DatabaseValue`. Any other type delegates to one that
/// conforms already:
/// ```swift
/// extension Timestamp: DatabaseValue {
///     public func bind(to parameter: Parameter) { milliseconds.bind(to: parameter) }
///     public static func read(from column: Column) throws(StorageFault) -> Timestamp {
///         Timestamp(milliseconds: try Int64.read(from: column))
///     }
/// }
/// ```
public protocol DatabaseValue: SendableMetatype {
    /// Gives the value to a statement.
    func bind(to parameter: Parameter)
    /// Reads a value.
    /// - Throws: `.programming` (see ``Column/mismatch(_:)``) when the column holds something else.
    static func read(from column: Column) throws(StorageFault) -> Self
}

/// One `?` of a statement: where a ``DatabaseValue`` puts itself. Text and bytes are copied.
public struct Parameter {
    let statement: Statement
    let index: Int32

    /// Puts NULL here.
    public func bindNull() {
        statement.noteBinding(unsafe sqlite3_bind_null(statement.pointer, index))
    }

    /// Puts an INTEGER here.
    public func bind(_ integer: Int64) {
        statement.noteBinding(unsafe sqlite3_bind_int64(statement.pointer, index, integer))
    }

    /// Puts a REAL here.
    public func bind(_ double: Double) {
        statement.noteBinding(unsafe sqlite3_bind_double(statement.pointer, index, double))
    }

    /// Puts a TEXT here.
    public func bind(_ text: String) {
        var text = text
        let code = text.withUTF8 { bytes in
            unsafe csqlite_bind_text_copy(statement.pointer, index, bytes.start, Int64(bytes.count))
        }
        statement.noteBinding(code)
    }

    /// Puts a BLOB here.
    public func bind(_ bytes: [UInt8]) {
        let code = unsafe bytes.withUnsafeBytes { bytes in
            unsafe csqlite_bind_blob_copy(statement.pointer, index, bytes.start, Int64(bytes.count))
        }
        statement.noteBinding(code)
    }
}

extension Int64: DatabaseValue {
    public func bind(to parameter: Parameter) { parameter.bind(self) }
    public static func read(from column: Column) throws(StorageFault) -> Int64 { try column.integer() }
}

extension Int: DatabaseValue {
    public func bind(to parameter: Parameter) { parameter.bind(Int64(self)) }
    public static func read(from column: Column) throws(StorageFault) -> Int { Int(try column.integer()) }
}

/// Stored as the integers 0 and 1; reading any other is a fault.
extension Bool: DatabaseValue {
    public func bind(to parameter: Parameter) { parameter.bind(self ? Int64(1) : 0) }
    public static func read(from column: Column) throws(StorageFault) -> Bool {
        let value = try column.integer()
        guard value == 0 || value == 1 else { throw column.mismatch("0 or 1") }
        return value == 1
    }
}

/// SQLite stores NaN as NULL.
extension Double: DatabaseValue {
    public func bind(to parameter: Parameter) { parameter.bind(self) }
    public static func read(from column: Column) throws(StorageFault) -> Double { try column.double() }
}

extension String: DatabaseValue {
    public func bind(to parameter: Parameter) { parameter.bind(self) }
    public static func read(from column: Column) throws(StorageFault) -> String { try column.text() }
}

/// Stored as a BLOB; a TEXT is read as its UTF-8.
extension [UInt8]: DatabaseValue {
    public func bind(to parameter: Parameter) { parameter.bind(self) }
    public static func read(from column: Column) throws(StorageFault) -> [UInt8] { try column.bytes() }
}

/// `nil` is NULL.
extension Optional: DatabaseValue where Wrapped: DatabaseValue {
    public func bind(to parameter: Parameter) {
        if let self { self.bind(to: parameter) } else { parameter.bindNull() }
    }

    public static func read(from column: Column) throws(StorageFault) -> Wrapped? {
        column.isNull ? nil : try Wrapped.read(from: column)
    }
}

extension DatabaseValue where Self: RawRepresentable, RawValue: DatabaseValue {
    public func bind(to parameter: Parameter) { rawValue.bind(to: parameter) }

    public static func read(from column: Column) throws(StorageFault) -> Self {
        guard let value = Self(rawValue: try RawValue.read(from: column)) else {
            throw column.mismatch("a known \(Self.self)")
        }
        return value
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Never nil: to SQLite, no address means NULL, and an empty text is not NULL.
    fileprivate var start: UnsafeRawPointer { unsafe UnsafeRawPointer(baseAddress ?? UnsafePointer(bitPattern: 1)!) }
}

extension UnsafeRawBufferPointer {
    /// Never nil: to SQLite, no address means NULL, and an empty blob is not NULL.
    fileprivate var start: UnsafeRawPointer { unsafe baseAddress ?? UnsafeRawPointer(bitPattern: 1)! }
}
