import HTTP
import JSON
import Server
import TestKit
import WireModel

/// A socket to the gateway as a browser's page uses it: asks and hears.
final class Line {
    enum Reply: Equatable {
        case ok(RawJSON)
        case failed(Failure)

        var problem: Failure? {
            if case .failed(let failure) = self { failure } else { nil }
        }
    }

    private let socket: WebSocketClient
    /// Events that came, in their order, and that no test has looked at yet.
    private var unseen: [EventLine] = []
    /// The place to come back at.
    private(set) var place: (epoch: String, seq: Int64)?
    private var lastID: Int64 = 0

    init(_ socket: WebSocketClient) {
        self.socket = socket
    }

    func send(_ text: String) async throws {
        try await socket.send(text: text)
    }

    func send(binary: [UInt8]) async throws {
        try await socket.send(binary: binary)
    }

    func send(_ opcode: Opcode, _ payload: [UInt8], final: Bool = true) async throws {
        try await socket.send(opcode, payload, final: final)
    }

    /// Sends `{"type": …, "id": …, <fields>}` and waits for its reply; events that come before it are kept.
    func ask(_ type: String, _ fields: String = "") async throws -> Reply {
        lastID += 1
        try await send(#"{"type":"\#(type)","id":\#(lastID)\#(fields.isEmpty ? "" : ",")\#(fields)}"#)
        while let frame = try await read() {
            if case .reply(let id, let reply) = frame, id == lastID { return reply }
        }
        throw LineClosed(description: "The socket closed instead of a reply: \(String(describing: await closeCode))")
    }

    /// Says hello, as one who comes back where `place` is given.
    func hello(token: String? = nil, resume place: (epoch: String, seq: Int64)? = nil) async throws -> Welcome {
        var fields: [String] = []
        if let token { fields.append(#""token":"\#(token)""#) }
        if let place { fields.append(#""epoch":"\#(place.epoch)","after":\#(place.seq)"#) }
        switch try await ask("hello", fields.joined(separator: ",")) {
        case .ok(let value):
            let welcome = try JSON.decode(Welcome.self, from: value.bytes, unknownFields: .ignored)
            self.place = (welcome.epoch, place.map { min($0.seq, welcome.seq) } ?? welcome.seq)
            if welcome.resume == .reset { self.place?.seq = welcome.seq }
            return welcome
        case .failed(let failure): throw failure
        }
    }

    @discardableResult
    func say(_ body: String, _ clientId: Int64, in conversation: ConversationID, kind: Message.Kind? = nil) async throws
        -> Message
    {
        let draft = MessageDraft(clientId: clientId, body: body, kind: kind)
        let fields = String(decoding: try JSON.encode(draft), as: UTF8.self).dropFirst().dropLast()
        switch try await ask("send", "\"conversation\":\"\(conversation)\",\(fields)") {
        case .ok(let value): return try JSON.decode(Message.self, from: value.bytes, unknownFields: .ignored)
        case .failed(let failure): throw failure
        }
    }

    func type(in conversation: ConversationID, active: Bool = true, note: Bool? = nil) async throws {
        let tail = note.map { ",\"note\":\($0)" } ?? ""
        try await send(#"{"type":"typing","conversation":"\#(conversation)","active":\#(active)\#(tail)}"#)
    }

    /// The next event that is so; those before it are dropped.
    func event(_ type: EventType, where condition: (EventLine) throws -> Bool = { _ in true }) async throws -> EventLine
    {
        while let event = try await nextEvent() {
            if event.type == type, try condition(event) { return event }
        }
        throw LineClosed(
            description: "The socket closed before “\(type.rawValue)”: \(String(describing: await closeCode))")
    }

    /// The texts of the next messages, in the order they came.
    func messages(_ count: Int) async throws -> [String] {
        var texts: [String] = []
        while texts.count < count { texts.append(try await message().body) }
        return texts
    }

    func message() async throws -> Message {
        try await event(.messageCreated).data(as: MessageCreated.self).message
    }

    /// Everything up to the close, and its code.
    func untilClosed() async throws -> CloseCode? {
        while try await read() != nil {}
        return await closeCode
    }

    /// All events that came so far and up to the answer of a ping.
    func eventsSoFar() async throws -> [EventLine] {
        _ = try await ask("ping")
        defer { unseen = [] }
        return unseen
    }

    var closeCode: CloseCode? {
        get async { await socket.closeCode }
    }

    func close() async {
        await socket.close()
    }

    private func nextEvent() async throws -> EventLine? {
        while unseen.isEmpty {
            guard try await read() != nil else { return nil }
        }
        return unseen.removeFirst()
    }

    enum Frame {
        case reply(Int64?, Reply)
        case event
    }

    /// The next frame of any kind; nil at the end.
    func read() async throws -> Frame? {
        guard let message = try await socket.receive(), case .text(let bytes) = message else { return nil }
        var scanner = try JSONScanner(bytes)
        var id: Int64?
        var reply: Reply?
        var isEvent = false
        while try scanner.nextField() {
            switch scanner.name {
            case "id": id = try scanner.int64()
            case "ok": reply = .ok(try scanner.raw())
            case "problem":
                let raw = try scanner.raw()
                reply = .failed(try JSON.decode(Failure.self, from: raw.bytes))
            case "log": isEvent = true
            default: break
            }
        }
        if let reply, !isEvent { return .reply(id, reply) }
        let event = try EventLine(bytes)
        unseen.append(event)
        if event.log == .conversations, let seq = event.seq, let place {
            self.place = (place.epoch, max(place.seq, seq))
        }
        return .event
    }
}

/// The socket ended while a test waited for something.
struct LineClosed: Error, CustomStringConvertible {
    let description: String
}
