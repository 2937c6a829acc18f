import HTTP
import JSON
import Server
import ServiceKit
import TestKit
import Testing
import WireModel

@Suite struct `Where a request comes from` {
    @Test(
        arguments: [
            ("Mozilla/5.0 (X11)", "Mozilla/5.0 (X11)"), ("  a b \t", "a b"), ("", nil), (" \t ", nil),
            ("a\u{0}\u{1b}[31mb\r\nc\u{7f}\u{85}d", "a[31mbcd"), ("a\u{202e}b\u{200f}\u{2066}c\u{feff}", "abc"),
            ("متصفح", "متصفح"), (String(repeating: "x", count: 900), String(repeating: "x", count: 200)),
            (String(repeating: "م", count: 150), String(repeating: "م", count: 100)),
            (String(repeating: "x", count: 199) + "م", String(repeating: "x", count: 199)),
        ] as [(String, String?)])
    func `names the device in one short line`(text: String, device: String?) {
        #expect(ClientOrigin(address: nil, device: text).device == device)
    }

    @Test func `is believed with a proof of this deployment only`() async throws {
        try await TestService.start(Witness.self) { witness in
            let proof = testKey.serviceAssertion(now: witness.clock.now)
            let told: Headers = ["Majlis-Client-Address": "203.0.113.7", "Majlis-Client-Device": "Mozilla"]
            func seen(_ path: String, as caller: Principal? = nil, _ extra: Headers = [:]) async throws -> String {
                var headers = told
                headers.append(contentsOf: extra)
                return try await witness.call(.get, path, as: caller, internal: false, headers: headers).text
            }

            let stranger = try await seen("/v1/seen")
            #expect(stranger == "nil nil")
            #expect(try await seen("/v1/seen", ["Majlis-Service": "x"]) == "nil nil")
            #expect(try await seen("/v1/seen", ["Majlis-Service": proof]) == "203.0.113.7 Mozilla")
            #expect(try await seen("/v1/seen", as: .agent) == "203.0.113.7 Mozilla")
            #expect(try await seen("/internal/seen", ["Majlis-Service": proof]) == "203.0.113.7 Mozilla")
        }
    }

    @Test func `is passed on with every call`() async throws {
        try await TestService.start(Witness.self) { witness in
            let origin = ClientOrigin(address: IPAddress("2001:db8::7"), device: "متصفح 1")
            try await TestService.start(Witness.self, settings: ["MAJLIS_CONTACTS_URL": witness.address]) { caller in
                let peer = caller.program.peer
                let bearer = Bearer(.agent)

                for (path, bearer) in [("/v1/seen", nil), ("/v1/seen", bearer), ("/internal/seen", nil)] {
                    let called = try await peer.send(.get, path, as: bearer, client: origin)
                    let forwarded = try await peer.forward(
                        .get, path, headers: [], body: [], as: bearer, requestID: "1", client: origin)

                    #expect(String(decoding: called.bytes, as: UTF8.self) == "2001:db8::7 متصفح 1")
                    #expect(
                        String(decoding: try await forwarded.collect(upTo: 99), as: UTF8.self)
                            == "2001:db8::7 متصفح 1")
                }
            }
        }
    }
}

/// Says what it is told of where a request came from.
struct Witness: Service {
    let router: Router
    let peer: Peer

    init(context: ServiceContext) async throws {
        peer = try context.peer("contacts", port: 8082)
        var router = Router()
        for path in ["/v1/seen", "/internal/seen"] {
            router.get(path) { request in
                .text("\(request.client.address?.description ?? "nil") \(request.client.device ?? "nil")")
            }
        }
        self.router = router
    }

    func ready() async throws {}
    func stop() async {}
}
