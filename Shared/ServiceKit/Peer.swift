public import HTTP
import JSON
import Loop
public import Server
import Synchronization
public import WireModel

/// Another service of the deployment, as this one calls it: JSON over HTTP, signed, with a deadline, never a hang.
public final class Peer: Sendable {
    public let name: String
    public let address: PeerAddress
    /// The deadline of a call, its waiting for a connection included.
    public static let deadline = Duration.seconds(5)
    /// An answer's bound; what may be larger is streamed.
    public static let answerLimitBytes = 8 << 20

    /// Between two pieces of what is streamed, and for the answer to what was.
    public static let streamDeadline = Duration.seconds(30)

    /// Calls of one loop under way at once; more wait. What is under way together shares a commit on the other side.
    private static let connectionsLimit = 128

    private let key: DeploymentKey
    private let now: @Sendable () -> Timestamp
    /// One client a loop, so that a call never leaves the loop it was made on.
    private let clients: [(EventLoop, HTTPClient)]
    /// Others for what lasts as long as somebody's line is slow: it must not stand in the way of calls.
    private let streamClients: [(EventLoop, HTTPClient)]
    private let proof = Mutex<(text: String, until: Int64)>(("", 0))

    init(name: String, address: PeerAddress, context: ServiceContext) {
        self.name = name
        self.address = address
        key = context.key
        now = context.now
        var limits = HTTPClientLimits()
        limits.connectionsPerHost = Self.connectionsLimit
        let bounds = limits
        clients = context.loops.map { ($0, HTTPClient(loop: $0, limits: bounds)) }
        streamClients = context.loops.map { ($0, HTTPClient(loop: $0, limits: bounds)) }
    }

    /// Calls and decodes the answer.
    ///
    /// - Parameters:
    ///   - path: With its query. A path under `/internal/` is signed as a service's call.
    ///   - bearer: On whose behalf; nil for a service's own call.
    ///   - client: Where the request that this call is made for came from.
    /// - Throws: The peer's `Failure` when it answered with one; `<name>.unavailable` (503) when it did not answer in
    ///   time or at all, or with something that cannot be read.
    public func call<Answer: Decodable & Sendable>(
        _ method: Method, _ path: String, body: [UInt8]? = nil, as bearer: Bearer? = nil, requestID: String = "",
        client: ClientOrigin? = nil, expecting: Answer.Type
    ) async throws -> Answer {
        let bytes = try await send(method, path, body: body, as: bearer, requestID: requestID, client: client).bytes
        do {
            return try JSON.decode(Answer.self, from: bytes, unknownFields: .ignored)
        } catch {
            throw unavailable
        }
    }

    /// Calls where the answer's text is passed on or not looked at.
    public func send(
        _ method: Method, _ path: String, body: [UInt8]? = nil, as bearer: Bearer? = nil, requestID: String = "",
        client: ClientOrigin? = nil
    ) async throws -> (status: Status, bytes: [UInt8]) {
        let response: ClientResponse
        let bytes: [UInt8]
        do {
            response = try await http.send(
                request(method, path, body: body, as: bearer, requestID: requestID, client: client),
                deadline: Self.deadline)
            bytes = try await response.collect(upTo: Self.answerLimitBytes)
        } catch is ClientFault {
            throw unavailable
        }
        guard response.status.rawValue < 300 else {
            throw (try? JSON.decode(Failure.self, from: bytes, unknownFields: .ignored)) ?? unavailable
        }
        return (response.status, bytes)
    }

    /// Sends `value` as JSON and decodes the answer.
    public func call<Body: Encodable, Answer: Decodable & Sendable>(
        _ method: Method, _ path: String, sending value: Body, as bearer: Bearer? = nil, requestID: String = "",
        client: ClientOrigin? = nil, expecting: Answer.Type
    ) async throws -> Answer {
        try await call(
            method, path, body: try JSON.encode(value), as: bearer, requestID: requestID, client: client,
            expecting: Answer.self)
    }

    /// Opens an answer of any length; the caller reads it.
    public func stream(_ path: String) async throws -> ClientResponse {
        do {
            let response = try await http.send(request(.get, path), deadline: Self.deadline)
            guard response.status == .ok else { throw unavailable }
            return response
        } catch is ClientFault {
            throw unavailable
        }
    }

    /// Passes a request on as it is and gives the answer as it comes.
    public func forward(
        _ method: Method, _ target: String, headers extra: [(String, String)], body: [UInt8], as bearer: Bearer?,
        requestID: String, client: ClientOrigin? = nil
    ) async throws -> ClientResponse {
        var request = try request(method, target, body: body, as: bearer, requestID: requestID, client: client)
        for (name, value) in extra { request.headers.set(name, value) }
        do {
            return try await http.send(request, deadline: Self.deadline)
        } catch {
            throw unavailable
        }
    }

    /// As ``forward(_:_:headers:body:as:requestID:client:)`` for what may be long: the body goes out as it comes, once
    /// the peer wants it, and the answer is the caller's to read on.
    ///
    /// - Throws: `<name>.unavailable`, and what `body` throws.
    public func pass(
        _ method: Method, _ target: String, body: ClientBody? = nil, as bearer: Bearer, requestID: String,
        client: ClientOrigin
    ) async throws -> ClientResponse {
        let request = try request(method, target, as: bearer, requestID: requestID, client: client)
        let http = Self.client(of: streamClients)
        do {
            guard let body else { return try await http.send(request, deadline: Self.deadline) }
            return try await http.send(request, streaming: body, deadline: Self.streamDeadline)
        } catch is ClientFault {
            throw unavailable
        }
    }

    /// Returns when the peer answers that it is alive.
    public func ping() async throws {
        do {
            let response = try await http.send(request(.get, "/healthz"), deadline: .seconds(2))
            _ = try await response.collect(upTo: 1024)
            guard response.status == .ok else { throw unavailable }
        } catch is ClientFault {
            throw unavailable
        }
    }

    public func close() {
        for (_, client) in clients + streamClients { client.close() }
    }

    /// What its callers are told when it does not answer, or with something that cannot be read.
    public var unavailable: Failure {
        .unavailable("\(name).unavailable", "The service “\(name)” does not answer at the moment.")
    }

    private var http: HTTPClient { Self.client(of: clients) }

    /// The one of this loop.
    private static func client(of clients: [(EventLoop, HTTPClient)]) -> HTTPClient {
        let current = EventLoop.current
        return clients.first { $0.0 === current }?.1 ?? clients[0].1
    }

    private func request(
        _ method: Method, _ path: String, body: [UInt8]? = nil, as bearer: Bearer? = nil, requestID: String = "",
        client: ClientOrigin? = nil
    ) throws -> ClientRequest {
        var headers = Headers()
        if body != nil { headers.set("Content-Type", "application/json") }
        if !requestID.isEmpty { headers.set("Majlis-Request-ID", requestID) }
        if let bearer { headers.set("Majlis-Principal", try bearer.assertion(key: key, now: now())) }
        client?.write(to: &headers)
        // Where a request came from is believed only with one proof or the other.
        if path.hasPrefix("/internal/") || (bearer == nil && client != nil) {
            headers.set("Majlis-Service", serviceProof())
        }
        return ClientRequest(
            method, host: address.host, port: address.port, target: path, headers: headers, body: body ?? [])
    }

    private func serviceProof() -> String {
        let moment = now()
        return proof.withLock { proof in
            if proof.until <= moment.milliseconds {
                proof = (key.serviceAssertion(now: moment), moment.milliseconds + 30_000)
            }
            return proof.text
        }
    }
}

/// A principal with its assertion, which is made again when half of its life is over.
public final class Bearer: Sendable {
    public let principal: Principal
    /// When whatever stands behind it ends by itself; nil for what does not.
    public let expiresAt: Timestamp?
    /// How many calls the plan allows all keys of the workspace together; nil for a member, and without such a limit.
    public let callsPerMinute: Int?
    /// Nil until it is asked for: most visitors only look.
    private let proof = Mutex<Proof?>(nil)

    private final class Proof: Sendable {
        let text: String
        let until: Int64

        init(_ text: String, until: Int64) {
            self.text = text
            self.until = until
        }
    }

    public init(_ principal: Principal, expiresAt: Timestamp? = nil, callsPerMinute: Int? = nil) {
        self.principal = principal
        self.expiresAt = expiresAt
        self.callsPerMinute = callsPerMinute
    }

    public func assertion(key: DeploymentKey, now: Timestamp) throws -> String {
        try proof.withLock { proof in
            if let proof, proof.until > now.milliseconds { return proof.text }
            let fresh = Proof(
                try key.assertion(of: principal, now: now),
                until: now.milliseconds + DeploymentKey.assertionLifetimeSeconds * 500)
            proof = fresh
            return fresh.text
        }
    }
}
