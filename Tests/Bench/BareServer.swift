import CLinux
import Glibc
import HTTP
import TestKit

/// What this machine can do at best: one thread, one epoll, no rule and no store. The server that every figure of ours
/// is read against, in a process of its own (`bench bare PORT`).
///
/// `/room/NAME` sends every message to all of the room, its sender too. All that a room got in a turn leaves each
/// socket in one `send`. It trusts its clients: a frame that does not arrive whole waits, a reader that is too slow is
/// cut off.
// Plain memory and no classes: reference counting would be a third of what it measures.
struct BareServer {
    private struct Connection {
        var isOpen = false
        var room: Int32 = -1
        /// Bytes of a frame, or of the request, that has not arrived whole.
        var rest: [UInt8] = []
    }

    private struct Room {
        var members: [Int32] = []
        /// Frames of this turn.
        var due: [UInt8] = []
    }

    private static let descriptors = 20_000
    private static let eventsATurn = 512
    private static let bufferBytes = 1 << 18

    private let poll = epoll_create1(Int32(EPOLL_CLOEXEC))
    private let listener: Int32
    private var connections = [Connection](repeating: Connection(), count: descriptors)
    private var rooms: [Room] = []
    private var names: [String: Int32] = [:]
    private var dueRooms: [Int32] = []

    /// As a process of its own on the services' processor.
    static func start(at port: Int, in folder: TemporaryFolder) throws -> Program {
        try Program(
            "bench", arguments: ["bare", String(port)], settings: [:], log: folder.file("bare.log"),
            processor: Benchmark.servicesProcessor)
    }

    /// Serves until the process is ended.
    static func run(port: Int) throws -> Never {
        var server = try BareServer(port: port)
        server.serve()
    }

    private init(port: Int) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var one: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, 4)
        let address = InternetAddress(127, 0, 0, 1, port: port)
        guard address.withPointer({ bind(listener, $0, $1) }) == 0, listen(listener, 4096) == 0 else {
            throw BenchFault("The bare server cannot listen on port \(port).")
        }
        watch(listener)
    }

    private func watch(_ descriptor: Int32) {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        event.data.fd = descriptor
        epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event)
    }

    private mutating func serve() -> Never {
        var events = [epoll_event](repeating: epoll_event(), count: Self.eventsATurn)
        var buffer = [UInt8](repeating: 0, count: Self.bufferBytes)
        while true {
            let count = epoll_wait(poll, &events, Int32(Self.eventsATurn), -1)
            for index in 0..<max(0, Int(count)) {
                let descriptor = events[index].data.fd
                if descriptor == listener { accept() } else { read(descriptor, &buffer) }
            }
            for room in dueRooms { deliver(Int(room)) }
            dueRooms.removeAll(keepingCapacity: true)
        }
    }

    private mutating func accept() {
        while true {
            let descriptor = accept4(listener, nil, nil, Int32(SOCK_NONBLOCK.rawValue))
            guard descriptor >= 0 else { return }
            guard descriptor < Self.descriptors else {
                close(descriptor)
                continue
            }
            sendAtOnce(descriptor)
            connections[Int(descriptor)] = Connection()
            watch(descriptor)
        }
    }

    private mutating func read(_ descriptor: Int32, _ buffer: inout [UInt8]) {
        let place = Int(descriptor)
        let kept = connections[place].rest.count
        for index in 0..<kept { buffer[index] = connections[place].rest[index] }
        let received = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress! + kept, $0.count - kept, 0) }
        guard received > 0 else {
            if received < 0, errno == EAGAIN { return }
            return end(descriptor)
        }
        let count = kept + received
        var position = 0
        if !connections[place].isOpen {
            guard let end = shake(descriptor, buffer, count) else {
                connections[place].rest = Array(buffer[..<count])
                return
            }
            position = end
        }
        while let end = frame(descriptor, &buffer, from: position, to: count) { position = end }
        if kept > 0 || position < count { connections[place].rest = Array(buffer[position..<count]) }
    }

    /// Answers the opening handshake (RFC 6455, section 4.2.2).
    /// - Returns: Where the frames begin; nil while the request is not complete.
    private mutating func shake(_ descriptor: Int32, _ buffer: [UInt8], _ count: Int) -> Int? {
        let text = String(decoding: buffer[..<count], as: UTF8.self)
        guard text.hasSuffix("\r\n\r\n") else { return nil }
        let lines = text.split(separator: "\r\n")
        let key = lines.first { $0.lowercased().hasPrefix("sec-websocket-key: ") }?.dropFirst(19) ?? ""
        let answer =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: \(Handshake.accept(forKey: String(key)))\r\n\r\n"
        _ = Glibc.send(descriptor, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
        let name = String(lines.first?.split(separator: " ").dropFirst().first ?? "/")
        let room = names[name] ?? Int32(rooms.count)
        if room == rooms.count {
            names[name] = room
            rooms.append(Room())
        }
        rooms[Int(room)].members.append(descriptor)
        connections[Int(descriptor)].room = room
        connections[Int(descriptor)].isOpen = true
        return count
    }

    /// Takes one masked frame (RFC 6455, section 5.2) and puts it among what its room is due.
    /// - Returns: Where the next one begins; nil while this one is not complete.
    private mutating func frame(_ descriptor: Int32, _ buffer: inout [UInt8], from start: Int, to end: Int) -> Int? {
        guard end - start >= 6 else { return nil }
        var length = Int(buffer[start + 1] & 0x7f)
        var head = 2
        if length == 126 {
            guard end - start >= 8 else { return nil }
            length = Int(buffer[start + 2]) << 8 | Int(buffer[start + 3])
            head = 4
        }
        let payload = start + head + 4
        guard payload + length <= end else { return nil }
        for index in 0..<length { buffer[payload + index] ^= buffer[start + head + index & 3] }
        let number = Int(connections[Int(descriptor)].room)
        if rooms[number].due.isEmpty { dueRooms.append(Int32(number)) }
        rooms[number].due.append(buffer[start])
        if length < 126 {
            rooms[number].due.append(UInt8(length))
        } else {
            rooms[number].due.append(contentsOf: [126, UInt8(length >> 8), UInt8(length & 255)])
        }
        rooms[number].due.append(contentsOf: buffer[payload..<payload + length])
        return payload + length
    }

    private mutating func deliver(_ number: Int) {
        var slow: [Int32] = []
        rooms[number].due.withUnsafeBytes { bytes in
            for member in rooms[number].members
            where Glibc.send(member, bytes.baseAddress!, bytes.count, Int32(MSG_NOSIGNAL)) != bytes.count {
                slow.append(member)
            }
        }
        rooms[number].due.removeAll(keepingCapacity: true)
        for member in slow { end(member) }
    }

    private mutating func end(_ descriptor: Int32) {
        let room = Int(connections[Int(descriptor)].room)
        if room >= 0 { rooms[room].members.removeAll { $0 == descriptor } }
        connections[Int(descriptor)] = Connection()
        close(descriptor)
    }
}
