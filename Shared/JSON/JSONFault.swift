/// Why a document could not be read, or a value not written: a kind for the program, a place, and a sentence for a
/// person.
public struct JSONFault: Error, Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// Not JSON: syntax, UTF-8, a lone surrogate, trailing bytes.
        case malformed
        /// More than ``JSON/depthLimit`` arrays and objects inside each other.
        case depth
        /// One object names a field twice.
        case duplicateField
        /// A field that the type never asks for.
        case unknownField
        /// A field, or an array element, that the type needs and the document lacks.
        case missingField
        /// Text where a number is wanted, null where something is wanted, and so on.
        case wrongType
        /// A number that the wanted type cannot hold.
        case outOfRange
        /// The right type, but a value that the decoded type itself refuses.
        case invalidValue
    }

    public var kind: Kind
    /// Where: `contact.tags[3].name`; empty for the document itself.
    public var path: String
    /// One sentence for a person.
    public var message: String

    public init(_ kind: Kind, path: String = "", message: String) {
        self.kind = kind
        self.path = path
        self.message = message
    }

    /// What a type's own `init(from:)` throws when it refuses its value; the decoder adds the path.
    public static func invalid(_ message: String) -> JSONFault {
        JSONFault(.invalidValue, message: message)
    }
}

extension JSONFault {
    @inline(never)
    static func malformed(_ what: String, at index: Int) -> JSONFault {
        JSONFault(.malformed, message: "This is not valid JSON: \(what) at byte \(index).")
    }

    @inline(never)
    static func tooDeep() -> JSONFault {
        JSONFault(.depth, message: "The document nests more than \(JSON.depthLimit) levels deep.")
    }

    @inline(never)
    static func notAllowed(path: String) -> JSONFault {
        JSONFault(.invalidValue, path: path, message: "\(subject(path)) has a value that is not allowed here.")
    }

    /// `error`, thrown by a value that would not be encoded.
    @inline(never)
    init(refusal error: any Error) {
        switch error {
        case let fault as JSONFault: self = fault
        case EncodingError.invalidValue(_, let context): self = .invalid(context.debugDescription)
        default: self = .invalid("The value cannot be written as JSON.")
        }
    }

    /// The same fault seen from the container that holds the faulty value under `component`.
    @inline(never)
    func inside(_ component: String) -> JSONFault {
        JSONFault(kind, path: Self.join(component, path), message: message)
    }

    static func join(_ outer: String, _ inner: String) -> String {
        outer + (outer.isEmpty || inner.isEmpty || inner.hasPrefix("[") ? "" : ".") + inner
    }

    /// How a sentence names the place `path`.
    static func subject(_ path: String) -> String {
        path.isEmpty ? "The document" : "“\(path)”"
    }
}
