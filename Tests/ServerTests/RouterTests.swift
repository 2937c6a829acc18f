import HTTP
import Loop
import Server
import Testing

@Suite struct `Routes of a router` {
    private func router() -> Router {
        var router = Router()
        router.get("/v1/things") { _ in .text("list") }
        router.post("/v1/things") { _ in Response(.created) }
        router.get("/v1/things/:id") { .text($0.parameters["id"] ?? "") }
        router.get("/v1/things/new") { _ in .text("literal") }
        router.delete("/v1/things/:id/parts/:part") { .text("\($0.parameters["id"]!)-\($0.parameters["part"]!)") }
        router.get("/files/*") { .text($0.parameters["*"] ?? "") }
        return router
    }

    private func answer(_ method: Method, _ target: String) async -> Response {
        let loop = EventLoop()
        defer { loop.stop() }
        let head = RequestHead(method: method, target: target)
        return await router().respond(to: Request(head: head, peer: "test", body: RequestBody(), loop: loop))
    }

    private func text(_ response: Response) -> String {
        guard case .bytes(let bytes) = response.body else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        (Method.get, "/v1/things", "list"), (.get, "/v1/things/7?x=1", "7"), (.get, "/v1/things/a%2Fb%20c", "a/b c"),
        (.get, "/v1/things/new", "literal"), (.delete, "/v1/things/1/parts/2", "1-2"), (.head, "/v1/things", "list"),
        (.get, "/files/a/b.css", "a/b.css"), (.get, "/files/", ""),
    ])
    func `a path finds its handler and parameters`(method: Method, target: String, body: String) async {
        let response = await answer(method, target)

        #expect(response.status == .ok)
        #expect(text(response) == body)
    }

    @Test(arguments: ["/", "/v1", "/v1/things/", "/v1/things/1/parts", "/v1//things", "/files", "/v1/things/%zz"])
    func `an unknown path is 404`(target: String) async {
        #expect(await answer(.get, target).status == .notFound)
    }

    @Test func `a known path with another method is 405 and says which are allowed`() async {
        let response = await answer(.put, "/v1/things")

        #expect(response.status == .methodNotAllowed)
        #expect(response.headers["Allow"] == "GET, POST, HEAD")
    }

    @Test func `a fault thrown by a handler is its status, any other error 500`() async {
        struct Other: Error {}
        var router = Router()
        router.get("/fault") { _ in throw HTTPFault(.conflict, "Taken.") }
        router.get("/other") { _ in throw Other() }
        let loop = EventLoop()
        defer { loop.stop() }

        let statuses = await [
            router.respond(to: request("/fault", loop)).status, router.respond(to: request("/other", loop)).status,
        ]

        #expect(statuses == [.conflict, .internalServerError])
    }

    @Test func `failures can be put into another form`() async {
        var router = Router()
        router.failure = { _, _ in Response(.gone) }
        let loop = EventLoop()
        defer { loop.stop() }

        #expect(await router.respond(to: request("/", loop)).status == .gone)
    }

    @Test func `routes are listed as registered and found by path`() {
        let router = router()

        #expect(router.routes.map { "\($0.method.name) \($0.pattern)" }.first == "GET /v1/things")
        #expect(router.routes.count == 6)
        #expect(router.match(.delete, "/v1/things/1/parts/2") == "/v1/things/:id/parts/:part")
    }

    private func request(_ target: String, _ loop: EventLoop) -> Request {
        Request(head: RequestHead(method: .get, target: target), peer: "test", body: RequestBody(), loop: loop)
    }
}
