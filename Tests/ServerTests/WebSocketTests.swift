import HTTP
import Loop
import Server
import Synchronization
import Testing

@Suite struct `WebSockets of a server` {
    private let handshake = [UInt8](
        """
        GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r
        Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n
        """.utf8)

    @Test func `text and binary messages come back`() async throws {
        let test = try TestServer { _ in .webSocket { _ in Mirror() } }
        let socket = try await test.webSocket()
        let large = [UInt8](repeating: 7, count: 900_000)

        try await socket.send(text: "سلام")
        try await socket.send(binary: large)

        #expect(try await socket.receive()?.string == "سلام")
        #expect(try await socket.receive() == .binary(large))
    }

    @Test func `fragments make one message, with a ping between them`() async throws {
        let test = try TestServer { _ in .webSocket { _ in Mirror() } }
        let socket = try await test.webSocket()

        try await socket.send(.text, [UInt8]("one ".utf8), final: false)
        try await socket.send(.ping, [1])
        try await socket.send(.continuation, [UInt8]("message".utf8))

        #expect(try await socket.receive()?.string == "one message")
    }

    @Test(.timeLimit(.minutes(1)))
    func `whoever is about to receive hears that the socket was cut`() async throws {
        let test = try TestServer { _ in .webSocket { _ in Mirror() } }

        for turn in 0..<200 {
            let socket = try await test.webSocket()
            let receiver = Task { try? await socket.receive() }
            for _ in 0..<turn % 4 { await Task.yield() }
            await socket.cut()
            #expect(await receiver.value == nil)
        }
    }

    @Test func `what is sent on opening leaves behind the handshake`() async throws {
        let test = try TestServer { _ in .webSocket { _ in Greeter() } }

        let socket = try await test.webSocket()

        #expect(try await socket.receive()?.string == "salam")
    }

    @Test func `a frame sent together with the handshake is not lost`() async throws {
        let test = try TestServer { _ in .webSocket { _ in Mirror() } }
        let stream = try await test.connect()
        var bytes = handshake
        FrameWriter.append(.text, [UInt8]("early".utf8), mask: 0x0102_0304, to: &bytes)

        try await stream.write(bytes)
        let answer = try await stream.read(until: "early")

        #expect(answer.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
    }

    @Test func `a plain request for a socket is told to upgrade`() async throws {
        let test = try TestServer { _ in .webSocket { _ in Mirror() } }

        let answer = try await test.exchange("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")

        #expect(["400", "426"].contains(answer.statuses.first ?? ""))
    }

    @Test func `the close code travels both ways`() async throws {
        let codes = Happening<CloseCode?>()
        let test = try TestServer { _ in .webSocket { _ in Mirror { codes.happen($0) } } }
        let socket = try await test.webSocket()

        await socket.close(CloseCode(rawValue: 4_001))

        #expect(await codes.value == CloseCode(rawValue: 4_001))
        #expect(await socket.closeCode == CloseCode(rawValue: 4_001))
    }

    @Test func `a connection lost without a word closes with no code`() async throws {
        let codes = Happening<CloseCode?>()
        let test = try TestServer { _ in .webSocket { _ in Mirror { codes.happen($0) } } }
        let socket = try await test.webSocket()

        await socket.cut()

        #expect(await codes.value == nil)
    }

    @Test func `a message too big is 1009`() async throws {
        var limits = ServerLimits()
        limits.webSocket.messageBytes = 100
        let test = try TestServer(limits) { _ in .webSocket { _ in Mirror() } }
        let socket = try await test.webSocket()

        try await socket.send(binary: [UInt8](repeating: 0, count: 101))

        #expect(try await socket.receive() == nil)
        #expect(await socket.closeCode == .messageTooBig)
    }

    @Test func `text that is no UTF-8 is 1007`() async throws {
        let test = try TestServer { _ in .webSocket { _ in Mirror() } }
        let socket = try await test.webSocket()

        try await socket.send(text: [0xC3, 0x28])

        #expect(try await socket.receive() == nil)
        #expect(await socket.closeCode == .invalidPayload)
    }

    @Test func `a binary message to a handler of text is 1003`() async throws {
        let test = try TestServer { _ in .webSocket { _ in Greeter() } }
        let socket = try await test.webSocket()
        _ = try await socket.receive()

        try await socket.send(binary: [1])

        #expect(try await socket.receive() == nil)
        #expect(await socket.closeCode == .unsupportedData)
    }

    @Test func `a peer that is silent is pinged, and kept when it answers`() async throws {
        var limits = ServerLimits()
        limits.webSocket.pingAfter = .milliseconds(40)
        limits.webSocket.pongTime = .seconds(600)
        let test = try TestServer(limits) { _ in .webSocket { _ in Mirror() } }
        let stream = try await test.connect()
        try await stream.write(handshake)

        var received: [UInt8] = []
        while received.suffix(2) != EncodedFrame(ping: []).bytes[...] {
            received += try await stream.read(timeout: .seconds(60))
        }

        #expect(String(decoding: received, as: UTF8.self).statuses == ["101"])
    }

    @Test func `a peer that answers no ping is dead`() async throws {
        let codes = Happening<CloseCode?>()
        var limits = ServerLimits()
        limits.webSocket.pingAfter = .milliseconds(40)
        limits.webSocket.pongTime = .milliseconds(40)
        let test = try TestServer(limits) { _ in .webSocket { _ in Mirror { codes.happen($0) } } }

        // It answers only while somebody receives.
        let socket = try await test.webSocket()

        #expect(await codes.value == nil)
        _ = socket
    }

    @Test func `a consumer that is slow is refused past the bound, and the others are not`() async throws {
        let loop = EventLoop()
        defer { loop.stop() }
        let refused = Happening<Int>()
        let test = try TestServer { request in
            request.path == "/slow" ? .webSocket { _ in Flood(refused) } : .webSocket { _ in Mirror() }
        }
        let slow = try await test.webSocket("/slow")
        let other = try await test.webSocket("/other")

        let pending = await refused.value
        try await other.send(text: "still here")

        #expect(pending <= WebSocketLimits().pendingBytes)
        #expect(try await other.receive()?.string == "still here")
        _ = slow
    }

    @Test func `one frame is shared by all members of a room and arrives once in order`() async throws {
        let test = try TestServer { request in
            let room = SharedRoom.of(request.loop)
            return .webSocket { _ in Member(room) }
        }
        var sockets: [WebSocketClient] = []
        for _ in 0..<20 { sockets.append(try await test.webSocket()) }

        for number in 0..<50 { try await sockets[number % 20].send(text: "\(number)") }
        var received: [Set<String>] = []
        for socket in sockets {
            var seen: Set<String> = []
            for _ in 0..<50 { seen.insert(try await socket.receive()?.string ?? "") }
            received.append(seen)
        }

        #expect(received.allSatisfy { $0.count == 50 })
    }
}

/// Sends back what it gets.
final class Mirror: WebSocketHandler {
    private let whenClosed: (CloseCode?) -> Void

    init(_ whenClosed: @escaping (CloseCode?) -> Void = { _ in }) {
        self.whenClosed = whenClosed
    }

    func received(text: [UInt8], on socket: WebSocket) {
        socket.send(text: text)
    }

    func received(binary: [UInt8], on socket: WebSocket) {
        socket.send(binary: binary)
    }

    func closed(_ code: CloseCode?, on socket: WebSocket) {
        whenClosed(code)
    }
}

final class Greeter: WebSocketHandler {
    func opened(_ socket: WebSocket) {
        socket.send(text: [UInt8]("salam".utf8))
    }

    func received(text: [UInt8], on socket: WebSocket) {}
    func closed(_ code: CloseCode?, on socket: WebSocket) {}
}

/// Sends until it is refused, and tells how much waited then.
final class Flood: WebSocketHandler {
    private let refused: Happening<Int>

    init(_ refused: Happening<Int>) {
        self.refused = refused
    }

    func opened(_ socket: WebSocket) {
        let frame = EncodedFrame(binary: [UInt8](repeating: 1, count: 100_000))
        while socket.send(frame) {}
        refused.happen(socket.pendingBytes)
        socket.close(.tryAgainLater)
    }

    func received(text: [UInt8], on socket: WebSocket) {}
    func closed(_ code: CloseCode?, on socket: WebSocket) {}
}

/// A room with everybody of one loop in it.
actor SharedRoom: LoopBound {
    private static let rooms = Mutex<[ObjectIdentifier: SharedRoom]>([:])

    nonisolated let loop: EventLoop
    private var members: [ObjectIdentifier: WebSocket] = [:]

    private init(_ loop: EventLoop) {
        self.loop = loop
    }

    static func of(_ loop: EventLoop) -> SharedRoom {
        rooms.withLock { rooms in
            let room = rooms[ObjectIdentifier(loop)] ?? SharedRoom(loop)
            rooms[ObjectIdentifier(loop)] = room
            return room
        }
    }

    func join(_ socket: WebSocket) {
        members[ObjectIdentifier(socket)] = socket
    }

    func leave(_ socket: WebSocket) {
        members[ObjectIdentifier(socket)] = nil
    }

    func publish(_ text: [UInt8]) {
        let frame = EncodedFrame(text: text)
        for member in members.values { member.send(frame) }
    }
}

final class Member: WebSocketHandler {
    private let room: SharedRoom

    init(_ room: SharedRoom) {
        self.room = room
    }

    func opened(_ socket: WebSocket) {
        room.onLoop { $0.join(socket) }
    }

    func received(text: [UInt8], on socket: WebSocket) {
        room.onLoop { $0.publish(text) }
    }

    func closed(_ code: CloseCode?, on socket: WebSocket) {
        room.onLoop { $0.leave(socket) }
    }
}
