import Loop
public import Server

/// A server with a test's own routes, in place of a service that the one under test calls.
public final class TestServer: Sendable {
    /// For a setting such as `MAJLIS_IDENTITY_URL`.
    public let address: String
    public let port: Int
    private let server: HTTPServer
    private let loop: EventLoop

    public init(_ routes: (inout Router) -> Void) throws {
        var router = Router()
        router.get("/healthz") { _ in .text("ok\n") }
        routes(&router)
        loop = EventLoop(name: "test-server")
        server = HTTPServer(loops: [loop]) { [router] request in await router.respond(to: request) }
        port = try server.start(host: "127.0.0.1", port: 0)
        address = "http://127.0.0.1:\(port)"
    }

    public func stop() async {
        await server.drain(grace: .zero)
        loop.stop()
    }
}
