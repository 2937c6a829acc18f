import Glibc
import HTTP
import Server
import ServiceKit
import WireModel

/// Two shops to try Majlis with: makes their workspaces through the gateway's public API, once, and serves their pages,
/// which carry the widget. Not a part of the product.
struct Demo: Service {
    let router: Router
    private let gateway: Peer

    init(context: ServiceContext) async throws {
        let settings = context.configuration
        let data = settings.string("MAJLIS_DATA", default: "data")
        let pages = settings.string("MAJLIS_DEMO_PAGES", default: "deploy/demo")
        let listen = try settings.listen("MAJLIS_DEMO_LISTEN", default: "127.0.0.1:8090")
        let tells = settings.string("MAJLIS_DEMO_STORY", default: "on") == "on"
        gateway = try context.peer("gateway", port: 8080)
        let base = settings.string("MAJLIS_PUBLIC_URL", default: "\(gateway.address)")

        let file = DemoFile(folder: data)
        var shops = try file.read() ?? DemoShop.both()
        try file.write(shops)
        for index in shops.indices {
            try await DemoMaker(gateway: gateway).make(&shops[index])
            try file.write(shops)
            guard tells, shops[index].told == nil, let inbox = shops[index].inbox else { continue }
            // Begun once and never twice.
            shops[index].told = true
            try file.write(shops)
            let teller = try await DemoTeller(gateway: gateway, shop: shops[index], inbox: inbox)
            try await teller.tell(try shops[index].story(in: pages))
        }
        try file.writeSummary(of: shops, base: base, pagesAt: "http://\(listen.host):\(listen.port)")

        var router = Router()
        for shop in shops {
            let page = try shop.page(of: pages, base: base)
            router.get(shop.path) { _ in .bytes(page, type: "text/html; charset=utf-8") }
        }
        let files = StaticFiles(folder: pages)
        router.get("/shop.css") { request in
            guard let style = await files.respond(to: request, path: "shop.css") else { throw Failure.notFound("page") }
            return style
        }
        router.get("/") { [first = shops[0].path] _ in Response(.seeOther, headers: ["Location": first]) }
        self.router = router
    }

    func ready() async throws {
        try await gateway.ping()
    }

    func stop() async {
        gateway.close()
    }
}
