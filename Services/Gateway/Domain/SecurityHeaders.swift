import HTTP
import Server

/// The headers with which a browser is told to keep what we answer safe. Set on every answer here and nowhere else; a
/// route that has to say something stricter sets that header itself, and it stays.
struct SecurityHeaders: Sendable {
    /// Whether browsers reach us over TLS.
    let isSecure: Bool

    /// What an answer is to a browser.
    private enum Kind {
        /// A page of the team: stands in nobody's frame.
        case page
        /// The widget and what pages are made of: the shop's page embeds it.
        case embeddable
        /// What programs read.
        case data
    }

    /// Everything a page needs comes from here; no script or style stands in a page itself.
    static let pagePolicy =
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'"

    func set(on response: inout Response, path: String) {
        let kind = kind(of: response, path: path)
        var headers = response.headers
        func say(_ name: String, _ value: String) {
            if !headers.contains(name) { headers.set(name, value) }
        }
        say("X-Content-Type-Options", "nosniff")
        say("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        // A year, for this host alone: what else stands under the name is the operator's to say.
        if isSecure { say("Strict-Transport-Security", "max-age=31536000") }
        switch kind {
        case .page:
            say("Content-Security-Policy", "\(Self.pagePolicy); frame-ancestors 'none'")
            say("Referrer-Policy", "same-origin")
            say("Cross-Origin-Opener-Policy", "same-origin")
            say("Cross-Origin-Resource-Policy", "same-origin")
        case .embeddable:
            say("Content-Security-Policy", "\(Self.pagePolicy); frame-ancestors *")
            say("Referrer-Policy", "strict-origin-when-cross-origin")
            // The loader runs on the shop's pages, whose isolation policy may ask for it.
            say("Cross-Origin-Resource-Policy", "cross-origin")
            // Shapes that a style sheet on the shop's page masks with are asked for in this mode.
            say("Access-Control-Allow-Origin", "*")
        case .data:
            say("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
            say("Referrer-Policy", "no-referrer")
            let isForAll = headers["Access-Control-Allow-Origin"] == "*"
            say("Cross-Origin-Resource-Policy", isForAll ? "cross-origin" : "same-origin")
        }
        response.headers = headers
    }

    /// By the path and not by the content: a page that has not changed comes without any, and its headers take the
    /// place of those that the browser keeps with it.
    private func kind(of response: Response, path: String) -> Kind {
        guard response.status.rawValue < 400, !path.hasPrefix("/api/"), !Self.forOperators.contains(path) else {
            return .data
        }
        let isEmbeddable = path == "/widget.js" || path == "/widget/frame" || path.hasPrefix("/assets/")
        return isEmbeddable ? .embeddable : .page
    }

    private static let forOperators: Set = ["/healthz", "/readyz", "/metrics"]
}
