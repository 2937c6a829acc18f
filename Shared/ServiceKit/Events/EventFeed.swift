import JSON
import Loop
import Server
import Synchronization
public import WireModel

/// Follows another service's event log for as long as this process lives: connects, reads on from where it stopped, and
/// comes back after every break.
public final class EventFeed: Sendable {
    /// Where to begin when nothing has been read yet in this process.
    public enum Start: Sendable {
        /// At the log's end: for those who keep nothing.
        case end
        /// After an event that a store remembers, with the epoch it was of. Another epoch is another log and is read
        /// from its beginning.
        case after(Int64, epoch: String)
    }

    /// Some lines in the log's order, as they came in one piece.
    public struct Batch: Sendable {
        public var epoch: String
        /// The log's head as last heard of.
        public var head: Int64
        public var lines: [EventLine]
        /// The place to remember once all of it is worked off.
        public var cursor: Int64
    }

    /// Silence past this means a dead connection: three heartbeats.
    static let silenceLimit = EventLog.heartbeat * 3
    /// Past so long without a line, a heartbeat or a try the reader stands still: twice what silence is cut off after.
    static let stallLimit = silenceLimit * 2

    static let lineLimitBytes = 1 << 20
    /// A batch smaller than this waits for company where the consumer is in no hurry.
    static let smallBatchLines = 64

    private struct Place {
        var epoch: String?
        var cursor: Int64?
    }

    private struct State {
        var place = Place()
        var connected = false
        var task: Task<Void, any Error>?
        var isStopped = false
        /// Counts whatever happens, and what the watch counted last.
        var steps = 0
        var seen = -1
    }

    private let peer: Peer
    /// Whether the reader remembers its place, and so must not miss what another log already holds.
    private let keepsPlace: Bool
    private let ephemeral: Bool
    private let gathering: Duration
    private let silence: Duration
    private let log: Log
    private let loop: EventLoop
    private let state: Mutex<State>
    private let connected: @Sendable (_ epoch: String, _ head: Int64) async -> Void
    private let handle: @Sendable (Batch) async throws -> Void

    /// - Parameters:
    ///   - ephemeral: Whether typing and presence are wanted too.
    ///   - gathering: How long the rest waits after a small batch. A consumer in no hurry is woken ten times a second
    ///     instead of at every change, and works a fifth as long for each.
    ///   - connected: Called at each new connection before its first batch.
    ///   - handle: Works off one batch, and is not called again before it is done. When it throws, the feed connects
    ///     anew a moment later and gives the same events again.
    public convenience init(
        of peer: Peer, from start: Start, ephemeral: Bool = false, gathering: Duration = .zero,
        context: ServiceContext,
        connected: @escaping @Sendable (_ epoch: String, _ head: Int64) async -> Void = { _, _ in },
        handle: @escaping @Sendable (Batch) async throws -> Void
    ) {
        self.init(
            of: peer, from: start, ephemeral: ephemeral, gathering: gathering, silence: Self.silenceLimit,
            context: context, connected: connected, handle: handle)
    }

    /// As the public one, with another limit of silence.
    init(
        of peer: Peer, from start: Start, ephemeral: Bool, gathering: Duration = .zero, silence: Duration,
        context: ServiceContext, connected: @escaping @Sendable (_ epoch: String, _ head: Int64) async -> Void,
        handle: @escaping @Sendable (Batch) async throws -> Void
    ) {
        self.peer = peer
        self.ephemeral = ephemeral
        self.gathering = gathering
        self.silence = silence
        self.connected = connected
        self.handle = handle
        log = context.log
        loop = context.loop
        switch start {
        case .end:
            keepsPlace = false
            state = Mutex(State())
        case .after(let cursor, let epoch):
            keepsPlace = true
            state = Mutex(State(place: Place(epoch: epoch, cursor: cursor)))
        }
    }

    /// Begins to follow; once.
    public func start() {
        begin()
        loop.execute { [self] in
            loop.schedule(every: Self.stallLimit) { [self] in watch() }
        }
    }

    public func stop() {
        state.withLock { state in
            state.isStopped = true
            state.connected = false
            return state.task
        }?.cancel()
    }

    private func begin() {
        let task = loop.spawn { [self] in try await run() }
        state.withLock { $0.task = task }
    }

    /// A reader that neither gets on nor gives up would leave its service behind for as long as the process lives, and
    /// nobody would be told. It begins anew from its cursor; who hears an event twice knows it by its number. Called
    /// every ``stallLimit``.
    func watch() {
        let standing = state.withLock { state in
            defer { state.seen = state.steps }
            guard state.seen == state.steps, !state.isStopped else { return nil as Task<Void, any Error>? }
            state.connected = false
            return state.task
        }
        guard let standing else { return }
        log.error("An event feed stood still and begins anew.", ["peer": .string(peer.name)])
        standing.cancel()
        begin()
    }

    public var isConnected: Bool { state.withLock { $0.connected } }

    private func run() async throws {
        var pause = Duration.milliseconds(20)
        while !Task.isCancelled {
            do {
                try await follow(onProgress: { pause = .milliseconds(20) })
            } catch {
                if isConnected {
                    log.warning("An event feed broke off.", ["peer": .string(peer.name), "error": .string("\(error)")])
                }
            }
            // One that was given up has no say any more: another one reads in its place.
            guard !Task.isCancelled else { return }
            state.withLock { state in
                state.connected = false
                state.steps += 1
            }
            await loop.sleep(for: pause)
            pause = min(pause * 2, .seconds(2))
        }
    }

    /// - Parameter onProgress: Called when something was worked off or the connection lasted, so that a batch which
    ///   fails each time is tried less and less often.
    private func follow(onProgress: () -> Void) async throws {
        let cursor = state.withLock { $0.place.cursor }
        var path = "/internal/events?ephemeral=\(ephemeral ? 1 : 0)"
        if let cursor { path += "&after=\(cursor)" }
        let response = try await peer.stream(path)
        var lines = LineSplitter(limitBytes: Self.lineLimitBytes)
        var greeted = false
        while let piece = try await response.next(timeout: silence) {
            guard !Task.isCancelled else { throw CancellationError() }
            state.withLock { $0.steps += 1 }
            var batch: [EventLine] = []
            for line in try lines.split(piece) {
                if line.starts(with: Self.greetingStart) {
                    let greeting = try JSON.decode(Greeting.self, from: line, unknownFields: .ignored)
                    guard greeted || adopt(greeting) else { return }
                    if greeted {
                        onProgress()
                    } else {
                        greeted = true
                        await connected(greeting.epoch, greeting.head)
                        guard !Task.isCancelled else { throw CancellationError() }
                        state.withLock { $0.connected = true }
                    }
                } else {
                    batch.append(try EventLine(line))
                }
            }
            guard !batch.isEmpty else { continue }
            try await deliver(batch)
            onProgress()
            if gathering > .zero, batch.count < Self.smallBatchLines { await loop.sleep(for: gathering) }
        }
    }

    private func deliver(_ lines: [EventLine]) async throws {
        let place = state.withLock { $0.place }
        let cursor = lines.last { $0.seq != nil }?.seq ?? place.cursor ?? 0
        try await handle(Batch(epoch: place.epoch ?? "", head: cursor, lines: lines, cursor: cursor))
        guard !Task.isCancelled else { throw CancellationError() }
        state.withLock { $0.place.cursor = cursor }
    }

    /// Takes the log's epoch over. False when it is another log than the one that the cursor is of: then it is read
    /// from the beginning (or, by those who keep nothing, from its end) on a new connection.
    private func adopt(_ greeting: Greeting) -> Bool {
        state.withLock { state in
            defer { state.place.epoch = greeting.epoch }
            guard let epoch = state.place.epoch, epoch != greeting.epoch, !epoch.isEmpty else {
                if state.place.cursor == nil { state.place.cursor = greeting.head }
                return true
            }
            state.place.cursor = keepsPlace ? 0 : nil
            return false
        }
    }

    private static let greetingStart = Array("{\"epoch\"".utf8)

    private struct Greeting: Decodable {
        var epoch: String
        var head: Int64
    }
}

/// Cuts a stream of bytes into lines, wherever it was cut before.
struct LineSplitter {
    private var rest: [UInt8] = []
    private let limitBytes: Int

    init(limitBytes: Int) {
        self.limitBytes = limitBytes
    }

    /// The lines that `piece` completes, without their line feeds; empty ones are left out.
    /// - Throws: A `Failure` when a line is longer than the limit.
    mutating func split(_ piece: [UInt8]) throws(Failure) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var start = 0
        while let end = piece[start...].firstIndex(of: UInt8(ascii: "\n")) {
            if rest.isEmpty {
                if end > start { lines.append(Array(piece[start..<end])) }
            } else {
                rest += piece[start..<end]
                lines.append(rest)
                rest = []
            }
            start = end + 1
        }
        rest += piece[start...]
        guard rest.count <= limitBytes else {
            throw Failure(.fault, "feed.line", "A line of an event stream is too long.")
        }
        return lines
    }
}
