import Glibc
import HTTP
import Loop
import Server

// For outside conformance suites and load generators. `/room/NAME` sends every message to all sockets of the room, any
// other path is an echo; plain GET answers 200, plain POST reads its body first.
// Usage: conformance-server [--port 9001] [--host 127.0.0.1] [--loops 1]

func option(_ name: String, default fallback: String) -> String {
    guard let place = CommandLine.arguments.firstIndex(of: "--\(name)") else { return fallback }
    return CommandLine.arguments.dropFirst(place + 1).first ?? fallback
}

func answer(_ request: Request, _ rooms: [ObjectIdentifier: Rooms]) async -> Response {
    if Handshake.isUpgrade(request.head) {
        guard request.path.hasPrefix("/room/"), let rooms = rooms[ObjectIdentifier(request.loop)] else {
            return .webSocket { _ in Echo() }
        }
        let name = String(request.path.dropFirst(6))
        return .webSocket { _ in RoomSocket(of: name, in: rooms) }
    }
    do throws(HTTPFault) {
        let body = try await request.body.collect(upTo: 16 << 20)
        return .text("\(body.count)\n")
    } catch {
        return Response(error)
    }
}

func serve() throws(StreamFault) {
    let loops = LoopGroup(count: Int(option("loops", default: "1")) ?? 1).loops
    let rooms = Dictionary(uniqueKeysWithValues: loops.map { (ObjectIdentifier($0), Rooms(on: $0)) })
    var limits = ServerLimits()
    limits.webSocket.messageBytes = 16 << 20
    limits.webSocket.pendingBytes = 32 << 20
    let server = HTTPServer(loops: loops, limits: limits) { await answer($0, rooms) }
    let port = Int(option("port", default: "9001")) ?? 9001
    print("listening on port \(try server.start(host: option("host", default: "127.0.0.1"), port: port))")
    Signals.watch([SIGTERM, SIGINT], on: loops[0]) { _ in
        loops[0].spawn {
            await server.drain(grace: Duration.seconds(5))
            exit(0)
        }
    }
}

do {
    try serve()
    while true { pause() }
} catch {
    print("cannot start: \(error)")
    exit(1)
}
