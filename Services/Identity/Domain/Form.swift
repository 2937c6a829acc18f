import WireModel

/// Why one field cannot be accepted; the form adds which field it was.
struct FieldFault: Error, Equatable {
    /// One of the catalogue's words: `required`, `tooLong`, `email`, …
    var code: String
    var message: String

    init(_ code: String, _ message: String) {
        self.code = code
        self.message = message
    }
}

/// Gathers what is wrong with every field of a request, so that its person mends all of it at once.
struct Form {
    private var faults: [Failure.Field] = []

    init() {}

    /// The accepted value, or nil with the fault noted under `field`.
    @discardableResult
    mutating func take<Value>(_ field: String, _ read: () throws(FieldFault) -> Value) -> Value? {
        do {
            return try read()
        } catch {
            faults.append(Failure.Field(field: field, code: error.code, message: error.message))
            return nil
        }
    }

    /// As ``take(_:_:)`` for a field that may be absent: absent is accepted as nil.
    @discardableResult
    mutating func take<Text, Value>(
        _ field: String, _ text: Text?, _ read: (Text) throws(FieldFault) -> Value
    ) -> Value? {
        guard let text else { return nil }
        return take(field) { () throws(FieldFault) -> Value in try read(text) }
    }

    var isValid: Bool { faults.isEmpty }

    /// `input.invalid` with every fault noted.
    var failure: Failure { .invalid(faults) }

    /// - Throws: `input.invalid` when a fault was noted.
    func finish() throws(Failure) {
        guard isValid else { throw failure }
    }
}
