import HTTP
import Server
import ServiceKit
import WireModel

/// What stands before every public route: who is asking, from which page, and what the answer's headers must say.
struct Edge: Sendable {
    let settings: GatewaySettings
    let callers: Callers

    /// The member or program behind a request.
    ///
    /// A cookie is accepted only from our own pages where it could change something: a browser sends it along whichever
    /// page asks.
    /// - Throws: `session.required`, `origin.refused`.
    func team(_ request: Request) async throws -> Bearer {
        if let key = bearerToken(of: request) {
            return try await callers.program(key: key, requestID: request.requestID)
        }
        guard let token = request.head.headers["Cookie"].flatMap(SessionCookie.token) else {
            throw Failure.unauthenticated
        }
        if !request.method.isSafe { try requireOwnOrigin(request) }
        return try await callers.member(token: token, requestID: request.requestID)
    }

    /// The visitor behind a request.
    /// - Throws: `visitor.unknown`.
    func visitor(_ request: Request) throws(Failure) -> VisitorPass {
        guard let token = bearerToken(of: request) else {
            throw Failure(.unauthenticated, "visitor.unknown", "A visitor's token is needed here.")
        }
        return try callers.visitor(token: token)
    }

    /// The origin of the page that asks where it is none of ours; nil for a program too.
    func foreignPage(_ request: Request) -> String? {
        guard let text = request.head.headers["Origin"] else { return nil }
        let isOwn = Origin(text)?.isOwn(publicURL: settings.publicURL, host: request.head.headers["Host"]) ?? false
        return isOwn ? nil : text
    }

    /// - Throws: `origin.refused` unless the request comes from one of our pages, or from no page at all.
    func requireOwnOrigin(_ request: Request) throws(Failure) {
        let refused = Failure(.forbidden, "origin.refused", "This page may not ask that.")
        if let text = request.head.headers["Origin"] {
            guard let origin = Origin(text),
                origin.isOwn(publicURL: settings.publicURL, host: request.head.headers["Host"])
            else { throw refused }
        } else if let site = request.head.headers["Sec-Fetch-Site"] {
            guard site == "same-origin" || site == "none" else { throw refused }
        }
    }

    private func bearerToken(of request: Request) -> String? {
        guard let value = request.head.headers["Authorization"], value.hasPrefix("Bearer ") else { return nil }
        return String(value.dropFirst(7))
    }
}

extension Method {
    /// RFC 9110 section 9.2.1.
    var isSafe: Bool {
        switch self {
        case .get, .head, .options: true
        default: false
        }
    }
}
