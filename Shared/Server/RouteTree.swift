import HTTP

/// A pattern with its handler.
struct Route: Sendable {
    let method: Method
    let pattern: String
    /// The pattern's parameters in order, `*` included.
    let names: [String]
    let action: Router.Action

    init(method: Method, pattern: String, action: @escaping Router.Action) {
        self.method = method
        self.pattern = pattern
        self.action = action
        names = segments(of: pattern).compactMap { segment in
            if segment == "*" { return "*" }
            return segment.hasPrefix(":") ? String(segment.dropFirst()) : nil
        }
    }
}

/// One place in the tree of patterns: what may follow, and the routes that end here.
struct RouteNode: Sendable {
    private var literals: [Substring: RouteNode] = [:]
    /// At most one each: what a `:parameter` or a `*` leads to.
    private var parameter: [RouteNode] = []
    private var rest: [RouteNode] = []
    private var routes: [Route] = []

    mutating func add(_ route: Route) {
        add(route, segments(of: route.pattern)[...])
    }

    private mutating func add(_ route: Route, _ path: ArraySlice<Substring>) {
        guard let segment = path.first else {
            precondition(!routes.contains { $0.method == route.method }, "\(route.pattern) is registered twice.")
            return routes.append(route)
        }
        if segment == "*" {
            precondition(path.count == 1, "A * stands last.")
            Self.descend(&rest) { $0.add(route, []) }
        } else if segment.hasPrefix(":") {
            Self.descend(&parameter) { $0.add(route, path.dropFirst()) }
        } else {
            literals[segment, default: RouteNode()].add(route, path.dropFirst())
        }
    }

    private static func descend(_ place: inout [RouteNode], _ body: (inout RouteNode) -> Void) {
        if place.isEmpty { place.append(RouteNode()) }
        body(&place[0])
    }

    /// The node that serves `path`, and the raw values of its parameters in order.
    func find(_ path: [Substring]) -> (node: RouteNode, values: [String])? {
        var values: [String] = []
        guard let node = find(path[...], &values) else { return nil }
        return (node, values)
    }

    private func find(_ path: ArraySlice<Substring>, _ values: inout [String]) -> RouteNode? {
        guard let segment = path.first else { return routes.isEmpty ? nil : self }
        if let node = literals[segment]?.find(path.dropFirst(), &values) { return node }
        let before = values.count
        if let next = parameter.first, !segment.isEmpty {
            values.append(String(segment))
            if let node = next.find(path.dropFirst(), &values) { return node }
            values.removeSubrange(before...)
        }
        guard let next = rest.first else { return nil }
        values.append(path.joined(separator: "/"))
        return next
    }

    /// The route for `method`; HEAD falls back to GET.
    func route(for method: Method) -> Route? {
        routes.first { $0.method == method } ?? (method == .head ? route(for: .get) : nil)
    }

    /// The methods served here, for `Allow`.
    var allowed: [Method] {
        let methods = routes.map(\.method)
        return methods.contains(.get) && !methods.contains(.head) ? methods + [.head] : methods
    }
}

/// `/a/b/` has the segments `a`, `b` and an empty one; `/` has a single empty one.
func segments(of path: String) -> [Substring] {
    // By bytes: paths are ASCII, and finding the borders of characters takes ten times as long.
    path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Substring($0) }
}
