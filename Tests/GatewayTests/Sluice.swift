import HTTP
import Loop
import Server
import ServiceKit
import TestKit

@testable import Conversations

/// Stands between a gateway and the real conversations: passes everything on, and the event log only while its gate is
/// open.
struct Sluice {
    let gate = Gate(isOpen: true)
    private let server: TestServer
    private let client: HTTPClient
    private let loop = EventLoop(name: "sluice")

    var address: String { server.address }

    init(before conversations: TestService<Conversations>) throws {
        let client = HTTPClient(loop: loop)
        let (gate, port) = (gate, conversations.port)
        self.client = client
        server = try TestServer { router in
            for method in [Method.get, .post, .put, .patch, .delete] {
                for pattern in ["/internal/*", "/v1/*"] {
                    router.on(method, pattern) { request in
                        try await Self.pass(request, to: port, by: client, gate: gate)
                    }
                }
            }
        }
    }

    func stop() async {
        gate.open()
        client.close()
        await server.stop()
        loop.stop()
    }

    private static func pass(
        _ request: Request, to port: Int, by client: HTTPClient, gate: Gate
    ) async throws -> Response {
        let onward = ClientRequest(
            request.method, host: "127.0.0.1", port: port, target: request.head.target, headers: request.headers,
            body: try await request.body.collect(upTo: jsonBodyLimitBytes))
        let answer = try await client.send(onward, deadline: TestClient.deadline)
        let type = answer.headers["Content-Type"] ?? "application/json"
        guard request.path == "/internal/events" else {
            return .bytes(try await answer.collect(upTo: Peer.answerLimitBytes), type: type, status: answer.status)
        }
        return .stream(type: type) { writer in
            while let piece = try await answer.next(timeout: TestClient.deadline) {
                await gate.pass()
                try await writer.write(piece)
            }
        }
    }
}
