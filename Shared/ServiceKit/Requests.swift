public import HTTP
public import JSON
public import Server
public import WireModel

enum RequestIDKey: RequestKey { typealias Value = String }
enum PrincipalKey: RequestKey { typealias Value = Principal }

/// The bound of a JSON body; nothing that the API takes is larger.
public let jsonBodyLimitBytes = 64 << 10

extension Request {
    /// Travels through all services and stands in every log line of a request.
    public var requestID: String { self[RequestIDKey.self] ?? "" }

    /// - Throws: `session.required` without a valid assertion.
    public func principal() throws(Failure) -> Principal {
        guard let principal = self[PrincipalKey.self] else { throw .unauthenticated }
        return principal
    }

    /// The principal where it is of the team.
    /// - Throws: `session.required` without one, `permission.denied` for a visitor.
    public func teamPrincipal() throws(Failure) -> Principal {
        let principal = try principal()
        guard principal.isTeam else { throw .forbidden }
        return principal
    }

    /// The principal where it may do this: anywhere at all, for a permission with scopes.
    /// - Throws: `session.required` without one, `permission.denied`.
    public func principal(may permission: Permission) throws(Failure) -> Principal {
        let principal = try teamPrincipal()
        guard principal.may(permission) else { throw .forbidden }
        return principal
    }

    /// The JSON body, strictly: a field that `T` does not know is an error.
    public func decode<T: Decodable>(_ type: T.Type) async throws -> T {
        let bytes = try await body.collect(upTo: jsonBodyLimitBytes)
        return try JSON.decode(type, from: bytes)
    }

    /// An id of the path. Text that is no id names nothing.
    public func id<Kind: IdentifierKind>(_ name: String, _ thing: String) throws(Failure) -> Identifier<Kind> {
        guard let text = parameters[name], let id = Identifier<Kind>(text) else { throw .notFound(thing) }
        return id
    }

    /// A whole number of the query; `fallback` when absent.
    public func integer(_ name: String, default fallback: Int, in range: ClosedRange<Int>) throws(Failure) -> Int {
        guard let text = query(name) else { return fallback }
        guard let value = Int(text), range.contains(value) else {
            throw .invalid(
                name, "range", "“\(name)” must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return value
    }
}

extension Response {
    public static func json<T: Encodable>(_ value: T, status: Status = .ok) throws -> Response {
        .bytes(try JSON.encode(value), type: "application/json", status: status)
    }

    /// What is encoded already.
    public static func json(_ value: RawJSON, status: Status = .ok) -> Response {
        .bytes(value.bytes, type: "application/json", status: status)
    }

    public static func created<T: Encodable>(_ value: T) throws -> Response {
        try .json(value, status: .created)
    }

    public static let noContent = Response(.noContent)

    public static func problem(_ failure: Failure) -> Response {
        let bytes = (try? JSON.encode(failure)) ?? []
        var response = Response.bytes(
            bytes, type: "application/problem+json",
            status: Status(rawValue: failure.kind.rawValue) ?? .internalServerError)
        if let seconds = failure.retryAfter { response.headers.set("Retry-After", String(seconds)) }
        return response
    }
}
