public import HTTP
import JSON
public import Loop
public import Server
public import ServiceKit
public import WireModel

/// What a service answered.
public struct TestAnswer: Sendable {
    public let status: Status
    public let headers: Headers
    public let bytes: [UInt8]

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The JSON body; fields that `T` does not know are ignored, as clients do.
    public func decode<T: Decodable>(_ type: T.Type) throws -> T {
        try JSON.decode(type, from: bytes, unknownFields: .ignored)
    }

    /// The body of an answer of 400 and up.
    public var failure: Failure {
        get throws { try decode(Failure.self) }
    }
}

/// Calls one server over real sockets, as a service of the deployment or as anybody.
public final class TestClient: Sendable {
    /// Only ends a test that is broken.
    public static let deadline = Duration.seconds(60)

    private let host: String
    private let port: Int
    private let key: DeploymentKey
    private let now: @Sendable () -> Timestamp
    private let client: HTTPClient
    private let loop: EventLoop

    public init(
        host: String = "127.0.0.1", port: Int, key: DeploymentKey = testKey,
        now: @escaping @Sendable () -> Timestamp = { Timestamp.now }, on loop: EventLoop
    ) {
        self.host = host
        self.port = port
        self.key = key
        self.now = now
        self.loop = loop
        var limits = HTTPClientLimits()
        limits.connectTime = Self.deadline
        client = HTTPClient(loop: loop, limits: limits)
    }

    /// - Parameters:
    ///   - path: With its query.
    ///   - body: Sent as JSON.
    ///   - caller: On whose behalf, by a signed assertion.
    ///   - internal: Whether it comes with a service's proof; paths under `/internal/` do unless told otherwise.
    public func call(
        _ method: Method, _ path: String, body: (any Encodable)? = nil, as caller: Principal? = nil,
        internal: Bool? = nil, headers: Headers = [:]
    ) async throws -> TestAnswer {
        try await send(
            method, path, bytes: try body.map { try JSON.encode($0) }, as: caller, internal: `internal`,
            headers: headers)
    }

    /// As ``call(_:_:body:as:internal:headers:)`` with a body of any bytes, for what is not JSON or not right.
    public func send(
        _ method: Method, _ path: String, bytes: [UInt8]?, as caller: Principal? = nil, internal: Bool? = nil,
        headers: Headers = [:]
    ) async throws -> TestAnswer {
        var headers = headers
        if bytes != nil, !headers.contains("Content-Type") { headers.set("Content-Type", "application/json") }
        if let caller { headers.set("Majlis-Principal", try key.assertion(of: caller, now: now())) }
        if `internal` ?? path.hasPrefix("/internal/") {
            headers.set("Majlis-Service", key.serviceAssertion(now: now()))
        }
        let request = ClientRequest(
            method, host: host, port: port, target: path, headers: headers, body: bytes ?? [])
        let response = try await client.send(request, deadline: Self.deadline)
        let body = try await response.collect(upTo: 64 << 20)
        return TestAnswer(status: response.status, headers: response.headers, bytes: body)
    }

    /// As ``send(_:_:bytes:as:internal:headers:)`` with a body that comes piece by piece.
    public func send(
        _ method: Method, _ path: String, as caller: Principal? = nil, headers: Headers = [:],
        streaming body: ClientBody
    ) async throws -> TestAnswer {
        var headers = headers
        if let caller { headers.set("Majlis-Principal", try key.assertion(of: caller, now: now())) }
        let request = ClientRequest(method, host: host, port: port, target: path, headers: headers)
        let response = try await client.send(request, streaming: body, deadline: Self.deadline)
        return TestAnswer(
            status: response.status, headers: response.headers, bytes: try await response.collect(upTo: 64 << 20))
    }

    /// Opens an answer that has no end; the caller reads it.
    public func stream(_ path: String) async throws -> ClientResponse {
        let request = ClientRequest(
            .get, host: host, port: port, target: path, headers: ["Majlis-Service": key.serviceAssertion(now: now())])
        return try await client.send(request, deadline: Self.deadline)
    }

    public func webSocket(_ path: String, headers: Headers = [:]) async throws -> WebSocketClient {
        try await WebSocketClient.connect(
            host: host, port: port, path: path, headers: headers, on: loop,
            timeout: Self.deadline)
    }

    public func close() {
        client.close()
    }
}

/// The deployment's key in tests, as the setting `MAJLIS_KEY` and as services use it.
public let testKeyText = "the-key-of-every-test-0123456789abcdef"
public let testKey = DeploymentKey(Array(testKeyText.utf8))
