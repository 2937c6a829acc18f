public import HTTP
public import Loop

/// A request as its handler gets it: the head is complete, the body may still be on its way.
public struct Request: Sendable {
    public var head: RequestHead
    /// The remote address as text, without a port.
    public let peer: String
    /// What the router found in the path.
    public var parameters = Parameters()
    /// The pattern that the router matched, such as `/v1/things/:id`; for metrics and logs.
    public var route: String?
    public let body: RequestBody
    /// The loop that owns the connection; the handler runs on it.
    public let loop: EventLoop
    private var attachments: [(key: ObjectIdentifier, value: any Sendable)] = []

    public init(head: RequestHead, peer: String, body: RequestBody, loop: EventLoop) {
        self.head = head
        self.peer = peer
        self.body = body
        self.loop = loop
    }

    public var method: Method { head.method }

    /// Raw path: percent-encoded as it came, without the query.
    public var path: String { head.path }

    public var headers: Headers { head.headers }

    /// The first query value of that name, decoded.
    public func query(_ name: String) -> String? {
        head.queryValue(name)
    }

    /// What the layers around a handler attach to a request, each under a key type of its own.
    public subscript<Key: RequestKey>(_ key: Key.Type) -> Key.Value? {
        get { attachments.first { $0.key == ObjectIdentifier(key) }?.value as? Key.Value }
        set {
            attachments.removeAll { $0.key == ObjectIdentifier(key) }
            if let newValue { attachments.append((ObjectIdentifier(key), newValue)) }
        }
    }
}

/// Names a value that can be attached to a ``Request``.
public protocol RequestKey {
    associatedtype Value: Sendable
}

/// The named parts of a path, percent-decoded.
public struct Parameters: Sendable, Equatable {
    var values: [(name: String, value: String)] = []

    public init() {}

    public subscript(name: String) -> String? {
        get { values.first { $0.name == name }?.value }
        set {
            values.removeAll { $0.name == name }
            if let newValue { values.append((name, newValue)) }
        }
    }

    public static func == (one: Parameters, other: Parameters) -> Bool {
        one.values.elementsEqual(other.values) { $0 == $1 }
    }
}
