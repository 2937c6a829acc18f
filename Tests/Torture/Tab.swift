import HTTP
import JSON
import Server
import TestKit
import WireModel

/// One tab of somebody's browser: an outbox in which every message stays until it is acknowledged, `hello` with the
/// place where it stopped reading, and a new connection whenever one breaks.
///
/// It keeps little: the numbers of what it heard. What was said in those lines stands in the ``Ledger``, once for all.
actor Tab {
    /// From a fetch of everything to the next one nothing may be missing.
    struct Stretch: Sendable {
        /// The log's place when it began.
        var start: Int64
        var heard: [Int64] = []
        /// Up to where it is whole.
        var end: Int64
    }

    nonisolated let reader: Reader
    private(set) var stretches: [Stretch] = []
    /// Answers to `send`, by the message's name.
    private(set) var acknowledged: [Int64: Message] = [:]
    private(set) var refused: Set<Int64> = []
    private(set) var hellos = 0
    private(set) var resets = 0
    /// Lines that were not for this reader.
    private(set) var leaked: [String] = []
    /// Lines that came again, or behind later ones.
    private(set) var repeated: [String] = []
    private(set) var problems: [String] = []

    private let edges: [TestClient]
    private let path: String
    private let cookie: String?
    private let token: String?
    private let ledger: Ledger
    /// What a visitor's page shows, asked for afresh; nil for a member's, which shows what it is asked for.
    private let fetch: (@Sendable () async throws -> [Message])?
    private var known: [Place: Message] = [:]
    private var outbox: [(draft: MessageDraft, conversation: ConversationID)] = []
    private var epoch: String?
    private var place: Int64?
    private var socket: WebSocketClient?
    private var lastHeard = ContinuousClock.now
    private var isStopped = false
    private var finishing: Finish?
    private var tasks: [Task<Void, Never>] = []

    private struct Place: Hashable {
        var conversation: ConversationID
        var sequence: Int64
    }

    /// Comes back once more and waits until all that was missed is here.
    private struct Finish {
        /// The log's place that the welcome named.
        var end: Int64?
        var isDone = false
    }

    private static let helloID: Int64 = 1
    private static let pingID: Int64 = 2
    private static let markID: Int64 = 3
    /// A page that hears nothing asks whether anybody is there, and then looks for another connection.
    private static let silence = Duration.seconds(6)
    private static let retryPause = Duration.milliseconds(50)

    init(
        _ reader: Reader, edges: [TestClient], path: String, cookie: String? = nil, token: String? = nil,
        ledger: Ledger, fetch: (@Sendable () async throws -> [Message])? = nil
    ) {
        (self.reader, self.edges, self.path, self.cookie, self.token) = (reader, edges, path, cookie, token)
        (self.ledger, self.fetch) = (ledger, fetch)
    }

    static func team(_ teammate: Teammate, _ reader: Reader, edges: [TestClient], ledger: Ledger) -> Tab {
        Tab(reader, edges: edges, path: "/api/v1/socket", cookie: teammate.cookie, ledger: ledger)
    }

    static func visitor(_ customer: Customer, _ reader: Reader, edges: [TestClient], ledger: Ledger) -> Tab {
        Tab(
            reader, edges: edges, path: "/api/v1/widget/socket", token: customer.grant.token, ledger: ledger,
            fetch: { try await customer.everything() })
    }

    /// - Parameter cursor: Where another page stopped reading.
    func begin(from cursor: (epoch: String, after: Int64)? = nil) {
        if let cursor {
            (epoch, place) = cursor
            stretches = [Stretch(start: cursor.after, end: cursor.after)]
        }
        tasks = [Task { await run() }, Task { await watch() }]
    }

    /// Another tab of the same person, which takes up where this one stopped reading at some time.
    func again(from cursor: (epoch: String, after: Int64)) -> Tab {
        let tab = Tab(reader, edges: edges, path: path, cookie: cookie, token: token, ledger: ledger, fetch: fetch)
        Task { await tab.begin(from: cursor) }
        return tab
    }

    func stop() async {
        isStopped = true
        await socket?.cut()
        for task in tasks {
            task.cancel()
            await task.value
        }
    }

    /// Puts a message into the outbox; it leaves when those before it are acknowledged.
    func send(_ body: String, kind: Message.Kind? = nil, in conversation: ConversationID) async -> Int64 {
        let name = Names.next()
        outbox.append((MessageDraft(clientId: name, body: body, kind: kind), conversation))
        if outbox.count == 1 { await transmit() }
        return name
    }

    /// Tells the others; nobody answers.
    func type(in conversation: ConversationID) async {
        try? await socket?.send(text: #"{"type":"typing","conversation":"\#(conversation)","active":true}"#)
    }

    func markRead(_ conversation: ConversationID, upTo sequence: Int64) async {
        let frame = #"{"type":"read","id":\#(Self.markID),"conversation":"\#(conversation)","sequence":\#(sequence)}"#
        try? await socket?.send(text: frame)
    }

    /// Loses its connection, as pages do.
    func drop() async { await socket?.cut() }

    /// Comes back once more; done when all that it missed is here.
    func finish() async {
        finishing = Finish()
        await socket?.cut()
    }

    var isFinished: Bool { finishing?.isDone ?? false }
    var isConnected: Bool { socket != nil }
    var unacknowledged: Int { outbox.count }
    var cursor: (epoch: String, after: Int64)? { epoch.flatMap { epoch in place.map { (epoch, $0) } } }

    /// What it shows, each conversation in its order.
    var shown: [Message] {
        known.values.sorted { ($0.conversation, $0.sequence) < ($1.conversation, $1.sequence) }
    }

    // MARK: Connection

    private func run() async {
        var turn = Int.random(in: 0..<edges.count)
        while !isStopped {
            turn += 1
            let headers: Headers = cookie.map { ["Cookie": $0] } ?? [:]
            if let opened = try? await edges[turn % edges.count].webSocket(path, headers: headers) {
                await follow(opened)
                socket = nil
            }
            try? await Task.sleep(for: Self.retryPause * Int.random(in: 1...5))
        }
    }

    /// A connection may be dead without a word.
    private func watch() async {
        while !isStopped {
            try? await Task.sleep(for: Self.silence / 2)
            let silent = ContinuousClock.now - lastHeard
            if silent > Self.silence * 2 {
                await socket?.cut()
            } else if silent > Self.silence {
                await ping()
            }
        }
    }

    private func ping() async { try? await socket?.send(text: #"{"type":"ping","id":\#(Self.pingID)}"#) }

    private func follow(_ opened: WebSocketClient) async {
        hellos += 1
        lastHeard = .now
        let hello = LiveClient.hello(id: Self.helloID, token: token, epoch: epoch, after: place)
        // From here on, so that one that never answers is cut as well.
        socket = opened
        isWelcome = false
        guard (try? await opened.send(text: hello)) != nil else { return }
        while !isStopped, let message = try? await opened.receive(), let text = message.string {
            lastHeard = .now
            await read(Array(text.utf8), from: opened)
        }
        await opened.cut()
    }

    private var isWelcome = false

    private func transmit() async {
        guard let socket, isWelcome, let (draft, conversation) = outbox.first else { return }
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

    private func transmitLater() {
        Task {
            try? await Task.sleep(for: Self.retryPause)
            await transmit()
        }
    }

    // MARK: What comes

    private struct Reply: Decodable {
        var type: String
        var id: Int64?
        var ok: RawJSON?
        var problem: Failure?
    }

    private func read(_ bytes: [UInt8], from opened: WebSocketClient) async {
        if bytes.starts(with: Array(#"{"log""#.utf8)) { return await hear(bytes) }
        guard let reply = try? JSON.decode(Reply.self, from: bytes, unknownFields: .ignored) else {
            return problems.append("unreadable: \(String(decoding: bytes, as: UTF8.self))")
        }
        switch reply.id {
        case Self.helloID:
            guard let ok = reply.ok else { return await opened.cut() }
            await welcome(ok)
        case Self.pingID: if finishing?.end != nil { finish(at: finishing?.end ?? 0) }
        case Self.markID, nil: break
        case let id?: await acknowledge(id, reply, String(decoding: bytes, as: UTF8.self))
        }
    }

    private func finish(at end: Int64) {
        finishing?.isDone = true
        if let last = stretches.indices.last { stretches[last].end = max(stretches[last].end, end) }
    }

    private func acknowledge(_ id: Int64, _ reply: Reply, _ text: String) async {
        guard outbox.first?.draft.clientId == id else { return }
        if let ok = reply.ok, let message = try? JSON.decode(Message.self, from: ok.bytes, unknownFields: .ignored) {
            acknowledged[id] = message
        } else if let kind = reply.problem?.kind, kind == .unavailable || kind == .tooMany || kind == .fault {
            return transmitLater()
        } else {
            problems.append("refused: \(outbox[0].conversation) \(text)")
            refused.insert(id)
        }
        outbox.removeFirst()
        await transmit()
    }

    private func welcome(_ ok: RawJSON) async {
        guard let welcome = try? JSON.decode(Welcome.self, from: ok.bytes, unknownFields: .ignored) else {
            return problems.append("no welcome")
        }
        epoch = welcome.epoch
        if welcome.resume == .reset {
            resets += 1
            place = welcome.seq
            stretches.append(Stretch(start: welcome.seq, end: welcome.seq))
            await refetch()
        }
        isWelcome = true
        if finishing != nil {
            finishing?.end = welcome.seq
            await ping()
        }
        await transmit()
    }

    private func refetch() async {
        guard let fetch else { return }
        while !isStopped {
            if let messages = try? await fetch() {
                known = [:]
                for message in messages { keep(message) }
                return
            }
            try? await Task.sleep(for: Self.retryPause)
        }
    }

    private func keep(_ message: Message) {
        known[Place(conversation: message.conversation, sequence: message.sequence)] = message
    }

    private func hear(_ bytes: [UInt8]) async {
        guard let line = try? EventLine(bytes) else {
            return problems.append("unreadable: \(String(decoding: bytes, as: UTF8.self))")
        }
        guard line.log == .conversations, let seq = line.seq else {
            if !reader.mayHear(line) { leaked.append("\(line.type?.rawValue ?? "?") of \(line.workspace)") }
            return
        }
        if let place, seq <= place { return repeated.append("event \(seq) after \(place)") }
        place = seq
        if let last = stretches.indices.last {
            stretches[last].heard.append(seq)
            stretches[last].end = seq
        }
        guard let (entry, isSame) = try? ledger.note(line, seq) else {
            return problems.append("unreadable: \(String(decoding: bytes, as: UTF8.self))")
        }
        if !isSame { problems.append("event \(seq) is another than others heard") }
        if !reader.mayHear(entry) { leaked.append("\(entry.type.rawValue) \(seq) to \(entry.audience)") }
        guard fetch != nil else { return }
        switch entry.payload {
        case .created(let message, _), .changed(let message): keep(message)
        case .merged: await refetch()
        default: break
        }
    }
}
