import HTTP
import Server
import ServiceKit
import WireModel

/// The REST API that services answer themselves: `/api/v1/…` becomes the service's `/v1/…`, on behalf of whoever asks.
struct ForwardRoutes: Sendable {
    let edge: Edge
    let peers: Peers

    /// The largest body that is passed on.
    static let bodyLimitBytes = 1 << 20
    /// Headers of an answer that are the service's to say; all others are ours. A picture says how it may be kept and
    /// shown; what says nothing is not kept.
    private static let passedBack = [
        "Content-Type", "Content-Disposition", "Retry-After", "Allow", "Location", "Cache-Control",
        "Content-Security-Policy", "X-Content-Type-Options", "Vary",
    ]

    func register(on router: inout Router) {
        for path in ["inboxes", "conversations", "views", "search", "workspace-settings"] {
            register(path, to: peers.conversations, throughOthersEyes: true, on: &router)
        }
        for path in ["tags", "drafts", "replies"] { register(path, to: peers.conversations, on: &router) }
        register("contacts", to: peers.contacts, throughOthersEyes: true, on: &router)
        for path in [
            "workspace", "members", "roles", "teams", "invitations", "api-keys", "account", "profile", "audit",
        ] {
            register(path, to: peers.identity, on: &router)
        }
        router.get("/api/v1/session") { request in
            try await forward(request, to: peers.identity, as: try await edge.team(request))
        }
        router.post("/api/v1/invitations/preview") { request in
            try edge.admit(.door, request)
            return try await forward(request, to: peers.identity, as: nil)
        }
    }

    private func register(
        _ path: String, to peer: Peer, throughOthersEyes: Bool = false, on router: inout Router
    ) {
        let eyes = Eyes(identity: peers.identity)
        // OPTIONS too: only the service knows what an address takes, and says so in `Allow`.
        for method in [Method.get, .post, .put, .patch, .delete, .options] {
            for pattern in ["/api/v1/\(path)", "/api/v1/\(path)/*"] {
                router.on(method, pattern) { request in
                    let asker = try await edge.team(request)
                    let bearer =
                        throughOthersEyes
                        ? try await eyes.bearer(for: request, of: asker, from: edge.client(of: request)) : asker
                    return try await forward(request, to: peer, as: bearer)
                }
            }
        }
    }

    /// Passes the request on and its answer back.
    func forward(_ request: Request, to peer: Peer, as bearer: Bearer?) async throws -> Response {
        let body = try await request.body.collect(upTo: Self.bodyLimitBytes)
        var headers: [(String, String)] = []
        if let type = request.head.headers["Content-Type"] { headers.append(("Content-Type", type)) }
        let answer = try await peer.forward(
            request.method, request.target(without: "/api"), headers: headers, body: body, as: bearer,
            requestID: request.requestID, client: edge.client(of: request))
        return try await Self.passBack(answer, of: peer)
    }

    /// A service's answer as ours, whole.
    static func passBack(_ answer: ClientResponse, of peer: Peer) async throws -> Response {
        let bytes: [UInt8]
        do {
            bytes = try await answer.collect(upTo: Peer.answerLimitBytes)
        } catch {
            throw Failure.unavailable("\(peer.name).unavailable", "The service “\(peer.name)” broke off its answer.")
        }
        var response = Response(answer.status, body: bytes.isEmpty ? .empty : .bytes(bytes))
        response.headers = headers(of: answer)
        return response
    }

    /// What an answer's headers may say to whoever asked us.
    static func headers(of answer: ClientResponse) -> Headers {
        var headers: Headers = ["Cache-Control": "no-store"]
        for name in passedBack {
            if let value = answer.headers[name] { headers.set(name, value) }
        }
        return headers
    }
}

extension Request {
    /// Path and query. Never the whole target, which may name scheme and host as well (RFC 9112 section 3.2.2).
    func target(without prefix: String) -> String {
        "\(path.dropFirst(prefix.count))\(head.query.map { "?\($0)" } ?? "")"
    }
}
