public import HTTP

/// Finds the handler of a request by method and path.
///
/// A pattern is a path whose segments may be parameters (`:id`); a last segment `*` takes whatever follows. Literals
/// win over parameters, and both over `*`.
public struct Router: Sendable {
    public typealias Action = @Sendable (Request) async throws -> Response

    /// Makes the answer to a request that no handler answers; replace it to answer in the application's own form.
    /// `Allow` is added to what it makes of ``RouteFailure/methodNotAllowed(_:)``.
    public var failure: @Sendable (RouteFailure, Request) -> Response = { failure, _ in failure.response }
    private var root = RouteNode()
    /// Every route in the order of registration.
    public private(set) var routes: [(method: Method, pattern: String)] = []

    public init() {}

    public mutating func get(_ pattern: String, _ action: @escaping Action) {
        on(.get, pattern, action)
    }

    public mutating func post(_ pattern: String, _ action: @escaping Action) {
        on(.post, pattern, action)
    }

    public mutating func put(_ pattern: String, _ action: @escaping Action) {
        on(.put, pattern, action)
    }

    public mutating func patch(_ pattern: String, _ action: @escaping Action) {
        on(.patch, pattern, action)
    }

    public mutating func delete(_ pattern: String, _ action: @escaping Action) {
        on(.delete, pattern, action)
    }

    /// - Precondition: The pattern begins with a slash and has no route of this method yet.
    public mutating func on(_ method: Method, _ pattern: String, _ action: @escaping Action) {
        precondition(pattern.hasPrefix("/"), "A pattern begins with a slash.")
        root.add(Route(method: method, pattern: pattern, action: action))
        routes.append((method, pattern))
    }

    /// The pattern that serves `path` with `method`, such as `/v1/things/:id`; nil without one.
    public func match(_ method: Method, _ path: String) -> String? {
        guard let found = root.find(segments(of: path)) else { return nil }
        return found.node.route(for: method)?.pattern
    }

    /// Answers `request`; HEAD is answered by GET's handler, its body dropped by the server.
    public func respond(to request: Request) async -> Response {
        await answer(request).response
    }

    /// As ``respond(to:)``, with the pattern that was matched, for those who measure and log: finding it takes time.
    public func answer(_ request: Request) async -> (response: Response, route: String?) {
        guard let found = root.find(segments(of: request.path)) else { return (failure(.notFound, request), nil) }
        guard let route = found.node.route(for: request.method) else {
            let allowed = found.node.allowed
            var response = failure(.methodNotAllowed(allowed), request)
            response.headers.set("Allow", allowed.map(\.name).joined(separator: ", "))
            return (response, nil)
        }
        return (await perform(route, found.values, request), route.pattern)
    }

    private func perform(_ route: Route, _ values: [String], _ request: Request) async -> Response {
        var request = request
        request.route = route.pattern
        for (name, value) in zip(route.names, values) {
            guard let text = PercentEncoding.decode(value) else { return failure(.notFound, request) }
            request.parameters[name] = text
        }
        do {
            return try await route.action(request)
        } catch {
            return failure(.thrown(error), request)
        }
    }
}

/// Why the router has no answer of a handler.
public enum RouteFailure: Sendable {
    case notFound
    case methodNotAllowed([Method])
    case thrown(any Error)

    /// 404, 405, the status of an ``HTTPFault``, else 500; plain text that tells nothing of the inside.
    public var response: Response {
        switch self {
        case .notFound: .text("Not found.\n", status: .notFound)
        case .methodNotAllowed: .text("Method not allowed.\n", status: .methodNotAllowed)
        case .thrown(let error as HTTPFault): Response(error)
        case .thrown: .text("Something went wrong.\n", status: .internalServerError)
        }
    }
}
