import Glibc
import HTTP
import JSON
import Loop
import Server
import Storage
import Synchronization
public import WireModel

/// Stands around a service's router: the request's id, the caller's principal, one answer for every error, one log line
/// and one measurement for every request.
struct Endpoint: Sendable {
    private let context: ServiceContext
    private let router: Router
    private let finish: @Sendable (inout Response, Request) -> Void

    init(
        context: ServiceContext, router: Router, ready: @escaping @Sendable () async throws -> Void,
        finish: @escaping @Sendable (inout Response, Request) -> Void
    ) {
        var router = router
        router.get("/healthz") { _ in .text("ok\n") }
        router.get("/readyz") { _ in
            try await ready()
            return .text("ready\n")
        }
        let metrics = context.metrics
        router.get("/metrics") { _ in
            .bytes(Array(metrics.text().utf8), type: "text/plain; version=0.0.4; charset=utf-8")
        }
        router.failure = { failure, request in Self.answer(failure, request, context) }
        self.context = context
        self.router = router
        self.finish = finish
    }

    func respond(to request: Request) async -> Response {
        let started = request.loop.now
        var request = request
        let requestID = Self.requestID(of: request)
        request[RequestIDKey.self] = requestID
        var response: Response
        var route: String?
        do {
            try requireReadableQuery(request)
            try identify(&request)
            (response, route) = await router.answer(request)
        } catch {
            response = Self.answer(.thrown(error), request, context)
        }
        response.headers.set("Majlis-Request-ID", requestID)
        finish(&response, request)
        record(request, response, route: route ?? "none", started: started, requestID: requestID)
        return response
    }

    /// A filter that cannot be read must not be taken for one that is absent.
    private func requireReadableQuery(_ request: Request) throws(Failure) {
        guard let query = request.head.query, PercentEncoding.decode(query) == nil else { return }
        throw Failure(.malformed, "http.malformed", "The query is not percent-encoded UTF-8.")
    }

    /// Checks what the caller says it is. An `/internal` route is for services only, and where a request came from is
    /// only believed of whoever brings a proof of this deployment.
    private func identify(_ request: inout Request) throws {
        let headers = request.head.headers
        if let assertion = headers["Majlis-Principal"] {
            request[PrincipalKey.self] = try context.principal(of: assertion)
        }
        let proof = headers["Majlis-Service"]
        let isService = try proof.map { try context.principals.isService($0, now: context.now()) } ?? false
        guard isService || !request.path.hasPrefix("/internal/") else {
            throw Failure(.unauthenticated, "service.required", "This route is for the deployment's own services.")
        }
        if isService || request[PrincipalKey.self] != nil { request[ProofKey.self] = true }
    }

    private func record(
        _ request: Request, _ response: Response, route: String, started: LoopInstant, requestID: String
    ) {
        let elapsed = LoopInstant.clock() - started
        let microseconds = elapsed.components.seconds * 1_000_000 + elapsed.components.attoseconds / 1_000_000_000_000
        let status = response.status.rawValue
        context.metrics.observe(
            method: request.method.series, route: route, status: status, microseconds: microseconds)
        guard route != "/healthz", route != "/readyz", context.log.isEnabled(.info) else { return }
        context.log.info(
            "Request.",
            [
                "request.id": .string(requestID), "http.method": .string(request.method.name),
                "http.route": .string(route), "http.status": .integer(Int64(status)),
                "microseconds": .integer(microseconds),
                "workspace": .string(request[PrincipalKey.self].map { $0.workspace.description } ?? ""),
            ])
    }

    /// The caller's id where it looks like one, else a new one of 64 random bits.
    private static func requestID(of request: Request) -> String {
        if let given = request.head.headers["Majlis-Request-ID"], (1...64).contains(given.utf8.count),
            given.utf8.allSatisfy({
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
            })
        {
            return given
        }
        return String(UInt64.random(in: 0...UInt64.max), radix: 16)
    }

    /// One mapping of everything that can go wrong to what the caller is told.
    private static func answer(_ failure: RouteFailure, _ request: Request, _ context: ServiceContext) -> Response {
        switch failure {
        case .notFound:
            return .problem(Failure(.notFound, "route.notFound", "There is nothing at this address."))
        case .methodNotAllowed:
            return .problem(Failure(.methodNotAllowed, "method.notAllowed", "This address does not take this method."))
        case .thrown(let error):
            return .problem(context.failure(telling: error, of: request))
        }
    }
}

extension Method {
    /// The name in a metric: whoever invents methods makes no new series.
    fileprivate var series: String {
        if case .other = self { "other" } else { name }
    }
}

extension Failure {
    /// What a caller is told of an error: our own failures as they are, the input's faults with their field, the
    /// store's and the network's as `unavailable`, and everything else as a fault of which nothing is shown.
    public init(describing error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let fault as JSONFault: self.init(input: fault)
        case let fault as StorageFault: self.init(store: fault)
        case let fault as HTTPFault: self.init(http: fault)
        case is OffloadFull: self = .unavailable("service.busy", "Too much is going on at the moment.")
        default: self.init(.fault, "fault", "Something went wrong on our side.")
        }
    }

    private init(store fault: StorageFault) {
        switch fault {
        case .full: self = .unavailable("storage.full", "The disk is full: nothing was stored.", retryAfter: 30)
        case .busy: self = .unavailable("storage.busy", "Too many writes are waiting.", retryAfter: 1)
        case .constraint, .programming: self.init(.fault, "fault", "Something went wrong on our side.")
        default: self = .unavailable("storage.unavailable", "The store cannot be reached.", retryAfter: 5)
        }
    }

    private init(http fault: HTTPFault) {
        let kind = Kind(rawValue: fault.status.rawValue) ?? .malformed
        self.init(kind, kind == .tooLarge ? "body.tooLarge" : "http.malformed", fault.message)
    }
}

/// Assertions that were checked a moment ago: a caller sends the same one for half a minute, and a check costs some
/// microseconds. At most ``limit`` of each kind; when full it starts afresh.
public final class AssertionCache: Sendable {
    static let limit = 8192
    private let key: DeploymentKey
    private let known = Mutex<[String: (Principal, until: Int64)]>([:])
    private let services = Mutex<[String: Int64]>([:])

    public init(key: DeploymentKey) {
        self.key = key
    }

    /// The principal of an assertion.
    /// - Throws: As ``DeploymentKey/principal(of:now:)``.
    public func principal(of assertion: String, now: Timestamp) throws(Failure) -> Principal {
        if let (principal, until) = known.withLock({ $0[assertion] }), until > now.milliseconds { return principal }
        let (principal, until) = try key.principal(of: assertion, now: now)
        known.withLock { known in
            if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
            known[assertion] = (principal, until)
        }
        return principal
    }

    /// - Throws: `assertion.expired` for a proof that was good once.
    func isService(_ proof: String, now: Timestamp) throws(Failure) -> Bool {
        if let until = services.withLock({ $0[proof] }), until > now.milliseconds { return true }
        guard let expiry = key.expiry(ofService: proof) else { return false }
        guard expiry > now.milliseconds else { throw .assertionExpired }
        services.withLock { services in
            if services.count >= Self.limit { services.removeAll(keepingCapacity: true) }
            // Trusted for a second only without looking again: the proof's own expiry is within it.
            services[proof] = now.milliseconds + 1000
        }
        return true
    }
}
