import HTTP
import Loop
import Server

/// Sends back what it gets.
final class Echo: WebSocketHandler {
    func received(text: [UInt8], on socket: WebSocket) {
        socket.send(text: text)
    }

    func received(binary: [UInt8], on socket: WebSocket) {
        socket.send(binary: binary)
    }

    func closed(_ code: CloseCode?, on socket: WebSocket) {}
}

/// The rooms of one loop. A message is encoded once for all members.
actor Rooms: LoopBound {
    nonisolated let loop: EventLoop
    private var rooms: [String: Room] = [:]

    init(on loop: EventLoop) {
        self.loop = loop
    }

    func room(_ name: String) -> Room {
        if let room = rooms[name] { return room }
        let room = Room()
        rooms[name] = room
        return room
    }
}

// Sendable: used on its rooms' loop only.
final class Room: @unchecked Sendable {
    private var members: [RoomSocket] = []

    func join(_ member: RoomSocket) {
        member.place = members.count
        members.append(member)
    }

    func leave(_ member: RoomSocket) {
        guard member.place >= 0, let last = members.popLast() else { return }
        if last !== member {
            members[member.place] = last
            last.place = member.place
        }
        member.place = -1
    }

    func publish(_ frame: EncodedFrame) {
        for member in members {
            guard let socket = member.socket else { continue }
            if !socket.send(frame) { socket.close(.tryAgainLater, reason: "Too slow.") }
        }
    }
}

/// One member of a room.
final class RoomSocket: WebSocketHandler {
    private let name: String
    private let rooms: Rooms
    private var room: Room?
    private(set) var socket: WebSocket?
    var place = -1

    init(of name: String, in rooms: Rooms) {
        self.name = name
        self.rooms = rooms
    }

    func opened(_ socket: WebSocket) {
        self.socket = socket
        let name = name
        room = rooms.onLoop { $0.room(name) }
        room?.join(self)
    }

    func received(text: [UInt8], on socket: WebSocket) {
        room?.publish(EncodedFrame(text: text))
    }

    func received(binary: [UInt8], on socket: WebSocket) {
        room?.publish(EncodedFrame(binary: binary))
    }

    func closed(_ code: CloseCode?, on socket: WebSocket) {
        room?.leave(self)
        self.socket = nil
    }
}
