import HTTP
import Server
import ServiceKit
import WireModel

/// What stands before every public route: who is asking, from where and from which page, and whether they may go on.
struct Edge: Sendable {
    let settings: GatewaySettings
    let callers: Callers
    let limits: EdgeLimits

    /// The member or program behind a request, which counts on their account and workspace.
    ///
    /// A cookie is accepted only from our own pages where it could change something: a browser sends it along whichever
    /// page asks.
    /// - Throws: `session.required`, `origin.refused`, `limit.…`.
    func team(_ request: Request) async throws -> Bearer {
        let bearer: Bearer
        if let key = bearerToken(of: request) {
            bearer = try await known(key, request) {
                try await callers.program(key: key, requestID: request.requestID, client: client(of: request))
            }
        } else {
            guard let token = sessionToken(of: request) else { throw Failure.unauthenticated }
            if !request.method.isSafe { try requireOwnOrigin(request) }
            bearer = try await known(token, request) {
                try await callers.member(token: token, requestID: request.requestID, client: client(of: request))
            }
        }
        try limits.request(by: bearer.principal, callsPerMinute: bearer.callsPerMinute)
        return bearer
    }

    /// The visitor behind a request, which counts on their device; what is posted is a message.
    /// - Throws: `visitor.unknown`, `limit.device`, `limit.messages`.
    func visitor(_ request: Request) throws(Failure) -> VisitorPass {
        guard let token = bearerToken(of: request) else {
            throw Failure(.unauthenticated, "visitor.unknown", "A visitor's token is needed here.")
        }
        let pass = try callers.visitor(token: token)
        let principal = pass.principal(language: .arabic)
        try limits.request(by: principal)
        if request.method == .post { try limits.message(by: principal) }
        return pass
    }

    /// The origin of the page that asks where it is none of ours; nil for a program too.
    func foreignPage(_ request: Request) -> String? {
        guard let text = request.head.headers["Origin"] else { return nil }
        let isOwn = Origin(text)?.isOwn(publicURL: settings.publicURL, host: request.head.headers["Host"]) ?? false
        return isOwn ? nil : text
    }

    /// Lets whoever operates the installation through, and slows down who guesses.
    /// - Throws: `operator.wrong`, `limit.network`.
    func requireOperator(_ request: Request) throws(Failure) {
        let network = address(of: request)
        try limits.request(.stranger, from: network)
        guard let key = bearerToken(of: request), settings.operatorKey?.isSame(as: key) ?? false else {
            throw Failure(.unauthenticated, "operator.wrong", "This is not the operator's key.")
        }
        limits.giveBack(.stranger, from: network)
    }

    /// Lets a request of nobody in particular through, or not.
    /// - Throws: `limit.network`.
    func admit(_ kind: EdgeLimits.Anonymous, _ request: Request) throws(Failure) {
        try limits.request(kind, from: address(of: request))
    }

    /// Where the request comes from, for the services behind.
    func client(of request: Request) -> ClientOrigin {
        ClientOrigin(address: address(of: request), device: request.head.headers["User-Agent"])
    }

    func sessionToken(of request: Request) -> String? {
        request.head.headers["Cookie"].flatMap { SessionCookie.token(in: $0, secure: settings.isSecure) }
    }

    /// Lets a request through that comes from one of our pages, or from no page at all.
    ///
    /// `Sec-Fetch-Site` is the browser's own word and tells what `Origin` beside `Host` cannot where no public address
    /// is set: that the page came from another port or over another scheme. Browsers without it send `Origin` with
    /// whatever changes something. With a socket they always send `Origin`, and do not agree about the other.
    /// - Throws: `origin.refused`.
    func requireOwnOrigin(_ request: Request) throws(Failure) {
        let origins = request.head.headers.values(of: "Origin")
        let isSocket = request.head.headers.contains("Upgrade") && !origins.isEmpty
        let sites = isSocket ? [] : request.head.headers.values(of: "Sec-Fetch-Site")
        let areOurs = origins.allSatisfy { text in
            Origin(text)?.isOwn(publicURL: settings.publicURL, host: request.head.headers["Host"]) ?? false
        }
        guard areOurs, origins.count <= 1, sites.allSatisfy({ $0 == "same-origin" || $0 == "none" }) else {
            throw Failure(.forbidden, "origin.refused", "This page may not ask that.")
        }
    }

    /// Who a secret stands for. One that is not known here is asked after, and counts on the network it comes from
    /// unless it is somebody's.
    private func known(
        _ secret: String, _ request: Request, otherwise ask: () async throws -> Bearer
    ) async throws -> Bearer {
        if let bearer = callers.known(secret) { return bearer }
        let network = address(of: request)
        try limits.request(.stranger, from: network)
        do {
            let bearer = try await ask()
            limits.giveBack(.stranger, from: network)
            return bearer
        } catch {
            // What identity could not answer says nothing of who asked.
            if (error as? Failure)?.kind != .unauthenticated { limits.giveBack(.stranger, from: network) }
            throw error
        }
    }

    private func address(of request: Request) -> IPAddress? {
        settings.proxies.client(peer: request.peer, forwarded: request.head.headers.values(of: "X-Forwarded-For"))
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
