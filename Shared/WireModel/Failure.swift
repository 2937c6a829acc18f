public import JSON

/// Why a request was not done, in a form that every caller can act on. On the wire it is RFC 9457
/// `application/problem+json`.
public struct Failure: Error, Sendable, Equatable {
    /// What the caller should do next; fixes the HTTP status.
    public enum Kind: Int, Sendable, Equatable {
        case malformed = 400
        case unauthenticated = 401
        case forbidden = 403
        case notFound = 404
        case methodNotAllowed = 405
        case conflict = 409
        case gone = 410
        case tooLarge = 413
        case unsupported = 415
        case invalid = 422
        case tooMany = 429
        case fault = 500
        case unavailable = 503
    }

    /// One entry of a form that has to be mended.
    public struct Field: Codable, Sendable, Equatable {
        /// Path within the request's body, such as `preChat.email.pattern`.
        public var field: String
        /// Stable word for programs and catalogues: ``required``, ``tooLong``, …
        public var code: String
        /// One English sentence for a person.
        public var message: String

        public init(field: String, code: String, message: String) {
            self.field = field
            self.code = code
            self.message = message
        }
    }

    public var kind: Kind
    /// Stable words for programs and catalogues, dotted: `conversation.closed`.
    public var code: String
    /// One English sentence for a person. Holds no secret and nothing of the database.
    public var message: String
    public var fields: [Field]
    /// Seconds after which it is worth trying again; sent as `Retry-After`.
    public var retryAfter: Int?

    public init(_ kind: Kind, _ code: String, _ message: String, fields: [Field] = [], retryAfter: Int? = nil) {
        self.kind = kind
        self.code = code
        self.message = message
        self.fields = fields
        self.retryAfter = retryAfter
    }

    /// A body that can be read but not accepted, with what to mend in each field.
    public static func invalid(_ fields: [Field]) -> Failure {
        Failure(.invalid, "input.invalid", fields.first?.message ?? "The request is not valid.", fields: fields)
    }

    public static func invalid(_ field: String, _ code: String, _ message: String) -> Failure {
        .invalid([Field(field: field, code: code, message: message)])
    }

    /// A thing that does not exist for this caller, whether or not it exists in another workspace.
    public static func notFound(_ thing: String) -> Failure {
        Failure(.notFound, "\(thing).notFound", "There is no such \(thing).")
    }

    public static let unauthenticated = Failure(.unauthenticated, "session.required", "Sign in first.")
    public static let forbidden = Failure(.forbidden, "permission.denied", "Your role does not allow this.")

    /// A service or resource that cannot answer at the moment.
    public static func unavailable(_ code: String, _ message: String, retryAfter: Int = 1) -> Failure {
        Failure(.unavailable, code, message, retryAfter: retryAfter)
    }
}

extension Failure {
    /// What is wrong with a JSON text that came in, with its field.
    public init(input fault: JSONFault) {
        let code =
            switch fault.kind {
            case .unknownField: "json.unknownField"
            case .missingField: "json.missingField"
            case .malformed, .depth, .duplicateField: "json.malformed"
            default: "json.wrongType"
            }
        let word =
            switch fault.kind {
            case .unknownField: "unknown"
            case .missingField: "required"
            case .outOfRange: "range"
            default: "invalid"
            }
        let fields = fault.path.isEmpty ? [] : [Field(field: fault.path, code: word, message: fault.message)]
        self.init(.malformed, code, fault.message, fields: fields)
    }
}

extension Failure: Codable {
    private enum Key: String, CodingKey { case type, title, status, code, detail, errors, retryAfter }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        kind = Kind(rawValue: try container.decode(Int.self, forKey: .status)) ?? .fault
        code = try container.decodeIfPresent(String.self, forKey: .code) ?? "unknown"
        message = try container.decodeIfPresent(String.self, forKey: .detail) ?? ""
        fields = try container.decodeIfPresent([Field].self, forKey: .errors) ?? []
        retryAfter = try container.decodeIfPresent(Int.self, forKey: .retryAfter)
        _ = try container.decodeIfPresent(String.self, forKey: .type)
        _ = try container.decodeIfPresent(String.self, forKey: .title)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode("about:blank", forKey: .type)
        try container.encode(kind.title, forKey: .title)
        try container.encode(kind.rawValue, forKey: .status)
        try container.encode(code, forKey: .code)
        try container.encode(message, forKey: .detail)
        if !fields.isEmpty { try container.encode(fields, forKey: .errors) }
        try container.encodeIfPresent(retryAfter, forKey: .retryAfter)
    }
}

extension Failure.Kind {
    /// The status's phrase, as RFC 9457 wants it with `about:blank`.
    var title: String {
        switch self {
        case .malformed: "Bad Request"
        case .unauthenticated: "Unauthorized"
        case .forbidden: "Forbidden"
        case .notFound: "Not Found"
        case .methodNotAllowed: "Method Not Allowed"
        case .conflict: "Conflict"
        case .gone: "Gone"
        case .tooLarge: "Content Too Large"
        case .unsupported: "Unsupported Media Type"
        case .invalid: "Unprocessable Content"
        case .tooMany: "Too Many Requests"
        case .fault: "Internal Server Error"
        case .unavailable: "Service Unavailable"
        }
    }
}
