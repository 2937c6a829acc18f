public import HTTP
import JSON
import Loop
import Server
public import WireModel

/// A page's side of the socket: an outbox in which every message stays until it is acknowledged, `hello` with the place
/// where it stopped reading, and a new connection whenever one breaks.
public actor LiveClient {
    /// What came, as it came; nothing is put in order or left out.
    public private(set) var events: [SeenEvent] = []
    /// Answers to `send`, by the message's name.
    public private(set) var acknowledged: [Int64: Message] = [:]
    /// How many times it said hello, and how many times it was told to fetch afresh.
    public private(set) var hellos = 0
    public private(set) var resets = 0
    public private(set) var problems: [String] = []

    private let connect: @Sendable () async throws -> WebSocketClient
    private let token: String?
    private let conversation: ConversationID
    private let fetch: @Sendable () async throws -> [Message]
    private var outbox: [MessageDraft] = []
    private var names: Int64
    private var epoch: String?
    private var place: Int64?
    private var socket: WebSocketClient?
    private var isStopped = false
    private var task: Task<Void, Never>?
    /// What was fetched after a reset, which no event brought.
    private var fetched: [Int64: Message] = [:]

    public struct SeenEvent: Sendable {
        public var seq: Int64?
        public var type: String
        public var message: Message?
    }

    private static let helloID: Int64 = 1

    public init(
        of client: TestClient, path: String, headers: Headers = [:], token: String? = nil,
        conversation: ConversationID, names: Int64, fetch: @escaping @Sendable () async throws -> [Message]
    ) {
        connect = { try await client.webSocket(path, headers: headers) }
        self.token = token
        self.conversation = conversation
        self.names = names
        self.fetch = fetch
    }

    /// A member's page on one conversation.
    public static func team(_ teammate: Teammate, in conversation: ConversationID) async -> LiveClient {
        let client = LiveClient(
            of: teammate.client, path: "/api/v1/socket", headers: ["Cookie": teammate.cookie],
            conversation: conversation, names: 1 << 40, fetch: { try await teammate.messages(of: conversation) })
        await client.begin()
        return client
    }

    public static func visitor(_ customer: Customer, in conversation: ConversationID) async -> LiveClient {
        let client = LiveClient(
            of: customer.client, path: "/api/v1/widget/socket", token: customer.grant.token, conversation: conversation,
            names: 1 << 41, fetch: { try await customer.messages(of: conversation) })
        await client.begin()
        return client
    }

    private func begin() {
        task = Task { await run() }
    }

    public func stop() async {
        isStopped = true
        await socket?.cut()
        await task?.value
    }

    /// Puts a message into the outbox; it leaves when those before it are acknowledged.
    @discardableResult
    public func send(_ body: String, kind: Message.Kind? = nil) async -> Int64 {
        names += 1
        outbox.append(MessageDraft(clientId: names, body: body, kind: kind))
        if outbox.count == 1 { await transmit() }
        return names
    }

    public func type(active: Bool) async {
        let frame = #"{"type":"typing","conversation":"\#(conversation)","active":\#(active)}"#
        try? await socket?.send(text: frame)
    }

    public var isConnected: Bool { socket != nil }
    public var unacknowledged: Int { outbox.count }

    /// What a page would show: everything known, once each, in the conversation's order.
    public var shown: [Message] {
        var known = fetched
        for message in events.compactMap(\.message) { known[message.sequence] = message }
        return known.values.sorted { $0.sequence < $1.sequence }
    }

    // MARK: Connection

    private func run() async {
        while !isStopped {
            if let opened = try? await connect() {
                await follow(opened)
                socket = nil
            }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    /// The first frame of a socket.
    /// - Parameters:
    ///   - token: A visitor's; nil for a member.
    ///   - epoch: With `after`, where the client stopped; without both it asks for nothing that it missed.
    public static func hello(id: Int64, token: String?, epoch: String?, after place: Int64?) -> [UInt8] {
        var hello = JSONWriter()
        hello.beginObject()
        hello.field("type", "hello")
        hello.field("id", id)
        if let token { hello.field("token", token) }
        if let epoch, let place {
            hello.field("epoch", epoch)
            hello.field("after", place)
        }
        hello.endObject()
        return hello.bytes
    }

    private func follow(_ opened: WebSocketClient) async {
        hellos += 1
        let hello = Self.hello(id: Self.helloID, token: token, epoch: epoch, after: place)
        guard (try? await opened.send(text: hello)) != nil else { return }
        while !isStopped, let message = try? await opened.receive(), let text = message.string {
            await read(Array(text.utf8), from: opened)
        }
        await opened.cut()
    }

    private func transmit() async {
        guard let socket, let draft = outbox.first else { return }
        var frame = JSONWriter()
        frame.beginObject()
        frame.field("type", "send")
        frame.field("id", draft.clientId)
        frame.field("conversation", "\(conversation)")
        frame.field("clientId", draft.clientId)
        frame.field("body", draft.body)
        if let kind = draft.kind { frame.field("kind", kind.rawValue) }
        frame.endObject()
        try? await socket.send(text: frame.bytes)
    }

    // MARK: What comes

    private struct Frame: Decodable {
        var type: String
        var id: Int64?
        var ok: RawJSON?
        var problem: Failure?
        var log: String?
        var seq: Int64?
        var data: RawJSON?
        var conversation: ConversationID?
    }

    private func read(_ bytes: [UInt8], from opened: WebSocketClient) async {
        guard let frame = try? JSON.decode(Frame.self, from: bytes, unknownFields: .ignored) else {
            problems.append("unreadable: \(String(decoding: bytes, as: UTF8.self))")
            return
        }
        if frame.log != nil { return note(frame) }
        if frame.id == Self.helloID {
            guard let ok = frame.ok else { return await opened.cut() }
            return await welcome(ok, to: opened)
        }
        guard let id = frame.id, outbox.first?.clientId == id else { return }
        if let ok = frame.ok, let message = try? JSON.decode(Message.self, from: ok.bytes, unknownFields: .ignored) {
            acknowledged[id] = message
            outbox.removeFirst()
            await transmit()
        } else if frame.problem?.kind == .unavailable || frame.problem?.kind == .tooMany {
            try? await Task.sleep(for: .milliseconds(50))
            await transmit()
        } else {
            problems.append("refused: \(String(decoding: bytes, as: UTF8.self))")
            outbox.removeFirst()
            await transmit()
        }
    }

    private func welcome(_ ok: RawJSON, to opened: WebSocketClient) async {
        guard let welcome = try? JSON.decode(Welcome.self, from: ok.bytes, unknownFields: .ignored) else {
            return problems.append("no welcome")
        }
        epoch = welcome.epoch
        if welcome.resume == .reset {
            resets += 1
            place = welcome.seq
            await refetch()
        }
        socket = opened
        await transmit()
    }

    private func refetch() async {
        while !isStopped {
            if let messages = try? await fetch() {
                for message in messages { fetched[message.sequence] = message }
                return
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    private func note(_ frame: Frame) {
        var event = SeenEvent(seq: frame.log == "conversations" ? frame.seq : nil, type: frame.type)
        if frame.type == "message.created", frame.conversation == conversation, let data = frame.data {
            event.message = try? JSON.decode(MessageCreated.self, from: data.bytes, unknownFields: .ignored).message
        }
        if let seq = event.seq {
            if let place, seq <= place { problems.append("event \(seq) came after \(place)") }
            place = max(place ?? 0, seq)
        }
        events.append(event)
    }
}
