/// JSON text to `Codable` values and back, with RFC 8259 taken strictly.
///
/// The standard library's own coder lives in Foundation, costs megabytes a process, and cannot refuse a field nobody
/// asked for.
public enum JSON {
    /// How many arrays and objects may stand inside each other, in both directions.
    public static let depthLimit = 32

    /// `value` as compact UTF-8, its keys in the order in which it encodes them.
    ///
    /// A value that encodes nothing at all becomes `{}`.
    /// - Throws: `.invalidValue` for a number that is not finite or a refusal by the value itself, `.depth` past
    ///   ``depthLimit``.
    public static func encode<T: Encodable>(_ value: T) throws(JSONFault) -> [UInt8] {
        let sink = EncodingSink(depth: 0)
        do {
            try value.encode(to: ValueEncoder(sink: sink, level: 0))
        } catch {
            throw JSONFault(refusal: error)
        }
        return try sink.finish()
    }

    /// The value that `bytes`, one whole JSON document, describe. The caller bounds their number.
    ///
    /// The syntax of the whole document is checked, repeated names only in objects that the type looks into.
    /// - Throws: `.malformed`, `.depth` or `.duplicateField` for the text, and the other kinds, with the path, for what
    ///   it says.
    public static func decode<T: Decodable>(
        _ type: T.Type, from bytes: [UInt8], unknownFields: UnknownFields = .refused
    ) throws(JSONFault) -> T {
        let document = try JSONDocument(bytes)
        let value: T
        do {
            value = try document.decode(type, at: 0)
        } catch {
            throw document.located(error, at: 0)
        }
        if unknownFields == .refused { try document.refuseUnknownFields() }
        return value
    }
}

/// What becomes of a field that the decoded type never asks for.
public enum UnknownFields: Sendable {
    /// It is a fault, with its path: a misspelt or unsupported field is not passed over in silence.
    case refused
    /// It is passed over: between services of different versions.
    case ignored
}
