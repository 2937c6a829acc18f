import HTTP
import Server
import ServiceKit
import WireModel

/// Files of conversations on their way in and out. They pass through piece by piece, each when the other side has taken
/// the one before, whatever their size.
struct FileRoutes: Sendable {
    let edge: Edge
    let peers: Peers
    let uploads: Uploads

    func register(on router: inout Router) {
        router.post("/api/v1/conversations/:conversation/attachments") { request in
            try await receive(request, as: try await edge.team(request))
        }
        router.post("/api/v1/replies/:reply/attachments") { request in
            try await receive(request, as: try await edge.team(request))
        }
        router.get("/api/v1/attachments/:attachment") { request in
            let eyes = Eyes(identity: peers.identity)
            let asker = try await edge.team(request)
            return try await send(
                request, as: try await eyes.bearer(for: request, of: asker, from: edge.client(of: request)))
        }
    }

    /// Takes a file in.
    func receive(_ request: Request, as bearer: Bearer) async throws -> Response {
        let body = request.body
        return try await uploads.during(bearer.principal) {
            let answer = try await peers.conversations.pass(
                request.method, request.target(without: "/api"),
                body: body.length == 0 ? nil : ClientBody(length: body.length) { try await body.next() }, as: bearer,
                requestID: request.requestID, client: edge.client(of: request))
            let response = try await ForwardRoutes.passBack(answer, of: peers.conversations)
            if response.status.rawValue >= 400 { await drain(request) }
            return response
        }
    }

    /// Reads what is left of a file that was refused, where its sender sends it unasked: a browser hears no answer
    /// before it has sent everything.
    private func drain(_ request: Request) async {
        guard !request.head.headers.contains("Expect") else { return }
        while let piece = try? await request.body.next(), !piece.isEmpty {}
    }

    /// Gives a file out; what is no file is a problem, which is passed on whole.
    func send(_ request: Request, as bearer: Bearer) async throws -> Response {
        let peer = peers.conversations
        let answer = try await peer.pass(
            .get, request.target(without: "/api"), as: bearer, requestID: request.requestID,
            client: edge.client(of: request))
        guard answer.status == .ok, let length = answer.headers["Content-Length"].flatMap({ Int($0) }) else {
            return try await ForwardRoutes.passBack(answer, of: peer)
        }
        let body = ResponseBody.stream(length: length) { writer in
            while let piece = try await answer.next(timeout: Peer.streamDeadline) { try await writer.write(piece) }
        }
        return Response(headers: ForwardRoutes.headers(of: answer), body: body)
    }
}
