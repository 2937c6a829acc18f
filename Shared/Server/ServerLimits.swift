public import HTTP

/// Every bound of a server. Times are kept to about an eighth of the shortest, at best a second.
public struct ServerLimits: Sendable {
    /// From the connection, or the first byte of a later request, to the end of the head; past it 408 and close.
    public var headerTime: Duration = .seconds(10)
    /// For each further 64 KiB of a body that the server waits for; past it 408 and close.
    public var bodyTime: Duration = .seconds(30)
    /// Between two requests of a connection.
    public var idleTime: Duration = .seconds(75)
    /// Without the peer taking a byte of what waits for it; past it the connection is cut.
    public var writeStall: Duration = .seconds(30)
    /// For the peer to close its side after the last answer.
    public var lingerTime: Duration = .seconds(2)
    /// Open connections of the whole server; past it 503 and close.
    public var maxConnections = 19_000
    /// Sizes of heads and bodies.
    public var http = ServerLimits.messages
    public var webSocket = WebSocketLimits()

    public init() {}

    private static var messages: HTTPLimits {
        var limits = HTTPLimits()
        limits.bodyBytes = 16 << 20
        return limits
    }
}

/// The bounds of one WebSocket.
public struct WebSocketLimits: Sendable {
    /// A message from the peer; past it close code 1009.
    public var messageBytes = 1 << 20
    /// What may wait for the peer before `send` refuses. One message always fits when nothing waits.
    public var pendingBytes = 1 << 20
    /// Silence after which the peer is asked with a ping.
    public var pingAfter: Duration = .seconds(30)
    /// Silence after the ping that makes the peer dead.
    public var pongTime: Duration = .seconds(20)
    /// For the close handshake.
    public var closeTime: Duration = .seconds(5)

    public init() {}
}

/// The limits in ticks of the server's sweep.
struct TickLimits {
    let tick: Duration
    let header, body, idle, stall, linger, ping, pong, close: UInt32

    init(_ limits: ServerLimits) {
        let web = limits.webSocket
        let all = [
            limits.headerTime, limits.bodyTime, limits.idleTime, limits.writeStall, limits.lingerTime, web.pingAfter,
            web.pongTime, web.closeTime,
        ]
        let tick = max(.milliseconds(5), min(.seconds(1), all.min()! / 8))
        // One more, as the tick under way has partly gone.
        func ticks(_ time: Duration) -> UInt32 { UInt32(min(1_000_000_000, (time / tick).rounded(.up))) + 1 }
        self.tick = tick
        header = ticks(limits.headerTime)
        body = ticks(limits.bodyTime)
        idle = ticks(limits.idleTime)
        stall = ticks(limits.writeStall)
        linger = ticks(limits.lingerTime)
        ping = ticks(web.pingAfter)
        pong = ticks(web.pongTime)
        close = ticks(web.closeTime)
    }
}
