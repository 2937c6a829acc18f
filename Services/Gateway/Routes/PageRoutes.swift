import HTTP
import Server
import ServiceKit
import WireModel

/// The pages and what they are made of, straight from the folder.
struct PageRoutes: Sendable {
    let edge: Edge
    let doors: Doors
    let files: StaticFiles

    /// Where each address's page stands in the folder.
    private static let pages = [
        "/inbox": "inbox/index.html", "/settings": "settings/index.html", "/sign-in": "account/index.html",
        "/sign-up": "account/index.html", "/join": "account/index.html", "/forgot": "account/index.html",
        "/reset": "account/index.html", "/confirm": "account/index.html", "/two-factor": "account/index.html",
        "/help/roles": "help/roles.html", "/help/verified-visitors": "help/verified-visitors.html",
    ]

    func register(on router: inout Router) {
        router.get("/", home)
        for (address, file) in Self.pages {
            router.get(address) { request in try await page(request, file) }
        }
        router.get("/widget.js") { request in try await page(request, "widget/loader.js") }
        router.get("/widget/frame", frame)
        router.get("/api/v1/openapi.json") { request in try await page(request, "api/openapi.json") }
        router.get("/favicon.ico") { request in try await page(request, "common/art/mark.svg") }
        router.get("/assets/*") { request in
            try await page(request, request.parameters["*"] ?? "")
        }
    }

    private func home(_ request: Request) async throws -> Response {
        let signedIn = (try? await edge.team(request)) != nil
        var response = Response(.seeOther)
        response.headers.set("Location", signedIn ? "/inbox" : "/sign-in")
        response.headers.set("Cache-Control", "no-store")
        return response
    }

    /// The widget's inside stands on the pages that its inbox allows: whose inbox it is must be in the address. What
    /// was kept is not asked for again with a tag, since browsers do not renew the policy of a page that they keep.
    private func frame(_ request: Request) async throws -> Response {
        var request = request
        request.head.headers.remove("If-None-Match")
        let ancestors = try await inbox(of: request)?.frameAncestors ?? "'self'"
        var response = try await page(request, "widget/frame.html")
        response.headers.set("Content-Security-Policy", "\(SecurityHeaders.pagePolicy); frame-ancestors \(ancestors)")
        response.headers.set("Cache-Control", "no-store")
        return response
    }

    private func inbox(of request: Request) async throws -> Inbox? {
        guard let text = request.query("inbox"), let id = InboxID(text) else { return nil }
        do {
            return try await doors.door(id, requestID: request.requestID).inbox
        } catch let failure as Failure where failure.kind == .notFound {
            return nil
        }
    }

    private func page(_ request: Request, _ file: String) async throws -> Response {
        guard let response = await files.respond(to: request, path: file) else {
            throw Failure(.notFound, "page.notFound", "There is no such page.")
        }
        return response
    }
}
