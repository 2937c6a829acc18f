import HTTP
public import Loop

/// Calls other services over kept-alive connections, within bounds and deadlines. One a loop; callable from anywhere.
public actor HTTPClient: LoopBound {
    private typealias Grant = Result<StreamConnection?, ClientFault>

    private struct Waiter {
        var id: Int
        var continuation: CheckedContinuation<Grant, Never>
        var timer: LoopTimer
    }

    private struct Idle {
        var connection: StreamConnection
        var expires: LoopInstant
    }

    /// The connections to one host and port.
    private struct Pool {
        /// Busy, idle and promised ones.
        var open = 0
        var idle: [Idle] = []
        var waiters: [Waiter] = []
    }

    public nonisolated let loop: EventLoop
    let limits: HTTPClientLimits
    private var pools: [String: Pool] = [:]
    private var waiting = 0
    private var lastWaiter = 0
    private(set) var isClosed = false
    private var reaper: LoopTimer?

    public init(loop: EventLoop, limits: HTTPClientLimits = HTTPClientLimits()) {
        self.loop = loop
        self.limits = limits
    }

    deinit {
        let idle = pools.values.flatMap(\.idle).map(\.connection)
        let reaper = reaper
        loop.execute {
            reaper?.cancel()
            for connection in idle { connection.fail(.closed) }
        }
    }

    /// Sends `request` and returns once the response's head is there.
    ///
    /// When the server has closed a kept-alive connection meanwhile, an idempotent request is sent once more on a new
    /// one.
    /// - Parameter deadline: For everything up to the head, waiting and connecting included, and for
    ///   ``ClientResponse/collect(upTo:)``.
    public func send(_ request: ClientRequest, deadline: Duration) async throws(ClientFault) -> ClientResponse {
        let end = LoopInstant.clock() + deadline
        let lease = try await lease(for: request, until: end, fresh: false)
        do {
            return try await exchange(request, on: lease, until: end)
        } catch {
            guard error == .closed, lease.isReused, !lease.hasAnswered, request.method.isIdempotent,
                !Task.isCancelled, !isClosed
            else { throw error }
        }
        let second = try await self.lease(for: request, until: end, fresh: true)
        return try await exchange(request, on: second, until: end)
    }

    /// Closes unused connections now, and the others as their responses end. Later requests fail with `.closed`.
    public nonisolated func close() {
        loop.execute { self.onLoop { $0.closeAll() } }
    }

    // MARK: One exchange

    private func exchange(
        _ request: ClientRequest, on lease: Lease, until end: LoopInstant
    ) async throws(ClientFault) -> ClientResponse {
        let timer = lease.connection.failing(after: end - LoopInstant.clock())
        defer { timer.cancel() }
        try await lease.write(request.headBytes + request.body)
        let source = ResponseSource(lease: lease, limits: limits.http, method: request.method)
        let head = try await source.head()
        return ClientResponse(head, source, end: end)
    }

    // MARK: Connections

    func lease(
        for request: ClientRequest, until end: LoopInstant, fresh: Bool
    ) async throws(ClientFault) -> Lease {
        guard !isClosed else { throw .closed }
        let key = "\(request.host):\(request.port)"
        var reused = fresh ? nil : takeIdle(key)
        if reused == nil {
            if fresh { dropIdle(key) }
            if pools[key, default: Pool()].open < limits.connectionsPerHost {
                pools[key, default: Pool()].open += 1
            } else {
                reused = try await wait(for: key, until: end)
            }
        }
        if let reused { return Lease(reused, of: self, key: key, isReused: true) }
        do {
            let connection = try await connect(request, until: end)
            return Lease(connection, of: self, key: key, isReused: false)
        } catch {
            freeSlot(key)
            throw error
        }
    }

    private func connect(
        _ request: ClientRequest, until end: LoopInstant
    ) async throws(ClientFault) -> StreamConnection {
        let timeout = min(limits.connectTime, end - LoopInstant.clock())
        do throws(StreamFault) {
            let addresses = try await Resolver.resolve(host: request.host, port: request.port)
            return try await StreamConnection.open(addresses, timeout: timeout, on: loop)
        } catch {
            throw ClientFault(error)
        }
    }

    private func takeIdle(_ key: String) -> StreamConnection? {
        while let idle = pools[key]?.idle.popLast() {
            idle.connection.endedWhileIdle = nil
            if idle.connection.isClean { return idle.connection }
            drop(idle.connection, key)
        }
        return nil
    }

    private func dropIdle(_ key: String) {
        while let idle = pools[key]?.idle.popLast() { drop(idle.connection, key) }
    }

    private func drop(_ connection: StreamConnection, _ key: String) {
        connection.endedWhileIdle = nil
        connection.fail(.closed)
        freeSlot(key)
    }

    /// - Returns: A connection to use again, or nil with the right to open one.
    private func wait(for key: String, until end: LoopInstant) async throws(ClientFault) -> StreamConnection? {
        guard waiting < limits.waiting else { throw .busy }
        lastWaiter += 1
        let id = lastWaiter
        waiting += 1
        defer { waiting -= 1 }
        let result: Grant = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let timer = loop.schedule(after: end - LoopInstant.clock()) { [weak self] in
                    self?.onLoop { $0.giveUp(id, key, .timeout) }
                }
                pools[key, default: Pool()].waiters.append(Waiter(id: id, continuation: continuation, timer: timer))
            }
        } onCancel: {
            loop.execute { self.onLoop { $0.giveUp(id, key, .closed) } }
        }
        return try result.get()
    }

    private func giveUp(_ id: Int, _ key: String, _ reason: ClientFault) {
        guard let place = pools[key]?.waiters.firstIndex(where: { $0.id == id }) else { return }
        let waiter = pools[key]?.waiters.remove(at: place)
        waiter?.timer.cancel()
        waiter?.continuation.resume(returning: .failure(reason))
    }

    /// A response is over; its connection can serve the next request when `keep` is set.
    func release(_ connection: StreamConnection, _ key: String, keep: Bool) {
        guard keep, !isClosed, connection.isClean else {
            connection.fail(.closed)
            return freeSlot(key)
        }
        if let waiter = nextWaiter(key) { return waiter.continuation.resume(returning: .success(connection)) }
        connection.endedWhileIdle = { [weak self, weak connection] in
            self?.onLoop { client in
                if let connection { client.ended(connection, key) }
            }
        }
        pools[key]?.idle.append(Idle(connection: connection, expires: loop.now + limits.idleTime))
        if reaper == nil {
            reaper = loop.schedule(after: limits.idleTime) { [weak self] in self?.onLoop { $0.reap() } }
        }
    }

    private func nextWaiter(_ key: String) -> Waiter? {
        guard pools[key]?.waiters.isEmpty == false else { return nil }
        let waiter = pools[key]?.waiters.removeFirst()
        waiter?.timer.cancel()
        return waiter
    }

    /// The server has closed an unused connection.
    private func ended(_ connection: StreamConnection, _ key: String) {
        guard let place = pools[key]?.idle.firstIndex(where: { $0.connection === connection }) else { return }
        pools[key]?.idle.remove(at: place)
        drop(connection, key)
    }

    private func freeSlot(_ key: String) {
        if let waiter = nextWaiter(key) { return waiter.continuation.resume(returning: .success(nil)) }
        pools[key]?.open -= 1
        if pools[key]?.open == 0 { pools[key] = nil }
    }

    private func reap() {
        let now = loop.now
        reaper = nil
        for (key, pool) in pools {
            for idle in pool.idle where idle.expires <= now { ended(idle.connection, key) }
        }
        guard let next = pools.values.flatMap(\.idle).map(\.expires).min() else { return }
        reaper = loop.schedule(after: next - now) { [weak self] in self?.onLoop { $0.reap() } }
    }

    private func closeAll() {
        isClosed = true
        for (key, pool) in pools {
            for idle in pool.idle { ended(idle.connection, key) }
            for waiter in pool.waiters { giveUp(waiter.id, key, .closed) }
        }
    }
}

/// The use of a connection for one exchange.
// Sendable: confined to the client's loop; `deinit` may run anywhere and hops there.
final class Lease: @unchecked Sendable {
    let connection: StreamConnection
    /// Served a request before, so that the server may have closed it in the meantime.
    let isReused: Bool
    /// Some byte of a response has come.
    var hasAnswered = false
    /// The request was not sent to its end, so that nothing may follow it.
    var isSpoiled = false
    private let client: HTTPClient
    private let key: String
    private var isOver = false

    init(_ connection: StreamConnection, of client: HTTPClient, key: String, isReused: Bool) {
        self.connection = connection
        self.client = client
        self.key = key
        self.isReused = isReused
    }

    deinit {
        guard !isOver else { return }
        let (connection, client, key) = (connection, client, key)
        client.loop.execute { client.onLoop { $0.release(connection, key, keep: false) } }
    }

    /// Returns once the kernel has all of `bytes`. (loop)
    func write(_ bytes: [UInt8]) async throws(ClientFault) {
        do throws(StreamFault) {
            try await connection.write(bytes)
        } catch {
            end(keep: false)
            throw ClientFault(error)
        }
    }

    /// Gives the connection back, for the next request when `keep` is set. (loop)
    func end(keep: Bool) {
        guard !isOver else { return }
        isOver = true
        client.onLoop { $0.release(connection, key, keep: keep && !isSpoiled) }
    }
}
