public import HTTP
import Loop

/// A request to another service.
public struct ClientRequest: Sendable {
    public var method: Method
    public var host: String
    public var port: Int
    /// Path and query as they go on the wire.
    public var target: String
    public var headers: Headers
    public var body: [UInt8]

    /// `Host` and the body's framing are added by the client.
    public init(
        _ method: Method, host: String, port: Int, target: String, headers: Headers = Headers(), body: [UInt8] = []
    ) {
        self.method = method
        self.host = host
        self.port = port
        self.target = target
        self.headers = headers
        self.body = body
    }

    /// - Parameter url: `http://host[:port][/path][?query]`; nil for anything else.
    public init?(_ method: Method, url: String, headers: Headers = Headers(), body: [UInt8] = []) {
        guard let (host, port, target) = Self.parts(of: url) else { return nil }
        self.init(method, host: host, port: port, target: target, headers: headers, body: body)
    }

    private static func parts(of url: String) -> (host: String, port: Int, target: String)? {
        guard url.hasPrefix("http://"), url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        let rest = url.dropFirst(7).prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let path = rest.dropFirst(authority.count)
        let target = path.hasPrefix("/") ? String(path) : "/" + path
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            let host = String(authority[authority.index(after: authority.startIndex)..<end])
            return port(authority[authority.index(after: end)...]).map { (host, $0, target) }
        }
        let host = authority.prefix { $0 != ":" }
        guard !host.isEmpty else { return nil }
        return port(authority.dropFirst(host.count)).map { (String(host), $0, target) }
    }

    private static func port(_ text: Substring) -> Int? {
        guard !text.isEmpty else { return 80 }
        guard text.hasPrefix(":"), let port = Int(text.dropFirst()), (1...65_535).contains(port) else { return nil }
        return port
    }

    /// What goes into the `Host` header.
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == 80 ? name : "\(name):\(port)"
    }

    /// The request without its body, as bytes.
    var headBytes: [UInt8] {
        let needsLength = !body.isEmpty || method == .post || method == .put || method == .patch
        return headBytes(needsLength ? .length(body.count) : .none)
    }

    /// The head of a request whose body is sent once the server wants it.
    func headBytes(streaming body: ClientBody) -> [UInt8] {
        var request = self
        request.headers.set("Expect", "100-continue")
        return request.headBytes(body.length.map { .length($0) } ?? .chunked)
    }

    private func headBytes(_ body: BodyLength) -> [UInt8] {
        var headers = headers
        headers.set("Host", authority)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        RequestWriter.append(RequestHead(method: method, target: target, headers: headers), body: body, to: &bytes)
        return bytes
    }
}

/// A request's body that is sent as it comes, and never held whole.
public struct ClientBody: Sendable {
    /// Bytes in all; nil when that is not known before.
    public var length: Int?
    /// The next piece; nil at the end. What it throws ends the request, and the server sees a body that broke off.
    public var next: @Sendable () async throws -> [UInt8]?

    public init(length: Int?, next: @escaping @Sendable () async throws -> [UInt8]?) {
        self.length = length
        self.next = next
    }
}

/// Why there is no response, or no more of it.
public enum ClientFault: Error, Sendable, Equatable {
    /// No connection came about.
    case unreachable
    /// The time allowed is over.
    case timeout
    /// The connection broke, or the waiting task was cancelled.
    case closed
    /// The response is larger than the caller allowed.
    case tooLarge
    /// What came is no HTTP response.
    case malformed
    /// Too many requests wait for a connection already.
    case busy

    init(_ fault: StreamFault) {
        switch fault {
        case .unreachable: self = .unreachable
        case .timeout: self = .timeout
        case .closed: self = .closed
        case .tooLarge: self = .tooLarge
        }
    }
}

/// The bounds of a client.
public struct HTTPClientLimits: Sendable {
    /// Connections to one host and port, busy ones included.
    public var connectionsPerHost = 32
    /// Requests that may wait for one of them; past it ``ClientFault/busy``.
    public var waiting = 1_024
    /// How long an unused connection is kept.
    public var idleTime: Duration = .seconds(30)
    public var connectTime: Duration = .seconds(3)
    public var http = HTTPLimits()

    public init() {}
}
