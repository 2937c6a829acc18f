import Glibc
public import Loop
import Synchronization

/// Answers one request. Runs on the loop of its connection, one task a request; cancelled when the connection is lost.
public typealias Handler = @Sendable (Request) async -> Response

/// An HTTP/1.1 and WebSocket server on one or several loops.
public final class HTTPServer: Sendable {
    let handler: Handler
    public let limits: ServerLimits
    let count = Counter()
    private let loops: [EventLoop]
    private let shards = Mutex<[Shard]>([])

    public init(loops: [EventLoop], limits: ServerLimits = ServerLimits(), handler: @escaping Handler) {
        precondition(!loops.isEmpty, "a server needs a loop")
        self.loops = loops
        self.limits = limits
        self.handler = handler
    }

    /// Open connections, WebSockets included. From any thread.
    public var connections: Int { count.value }

    /// Listens on `host` (numeric) and `port`, 0 for any free one, with one listener a loop.
    /// - Returns: The port.
    /// - Throws: `.unreachable` with the system's reason, such as a port in use.
    public func start(host: String, port: Int) throws(StreamFault) -> Int {
        raiseDescriptorLimit()
        var bound = port
        for loop in loops {
            guard let address = SocketAddress(numeric: host, port: bound) else {
                throw .unreachable("\(host) is no numeric address")
            }
            let shard = Shard(server: self, loop: loop)
            bound = try shard.listen(on: address)
            shards.withLock { $0.append(shard) }
        }
        return bound
    }

    /// Leaves in good order: accepts no more, lets requests finish, closes idle connections, and WebSockets with 1001.
    /// Returns when all are gone; what is left after `grace` is cut.
    public func drain(grace: Duration) async {
        let shards = shards.withLock { $0 }
        await withTaskGroup(of: Void.self) { group in
            for shard in shards {
                group.addTask { await self.drain(shard, grace: grace) }
            }
        }
        self.shards.withLock { $0 = [] }
    }

    private func drain(_ shard: Shard, grace: Duration) async {
        await withCheckedContinuation { continuation in
            shard.loop.execute {
                let timer = shard.loop.schedule(after: grace) { shard.cutAll() }
                shard.drain {
                    timer.cancel()
                    continuation.resume()
                }
            }
        }
    }

    /// As many descriptors as the system allows this process.
    private func raiseDescriptorLimit() {
        var limit = rlimit()
        // The pointers are used during the calls only.
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

/// A number that several loops count.
final class Counter: Sendable {
    private let number = Atomic<Int>(0)

    var value: Int { number.load(ordering: .relaxed) }

    /// - Returns: The new value.
    @discardableResult
    func add(_ amount: Int) -> Int {
        number.wrappingAdd(amount, ordering: .relaxed).newValue
    }
}
