import HTTP
import JSON
import Server
import Storage
import Synchronization
import TestKit
import WireModel

@testable import ServiceKit

/// The smallest service with an event log: it keeps lines of text and tells of each.
struct Ledger: Service {
    let router: Router
    let log: EventLog
    private let database: Database

    init(context: ServiceContext) async throws {
        database = try context.database([
            Migration(version: 1, sql: EventLog.schema),
            Migration(version: 2, sql: "CREATE TABLE entries (text TEXT NOT NULL) STRICT"),
        ])
        log = try await EventLog(.contacts, in: database, context: context)
        var router = Router()
        log.register(on: &router)
        self.router = router
    }

    /// Stores each text with its event, all in one transaction.
    func write(_ texts: [String], in workspace: WorkspaceID = .one) async throws {
        let log = log
        try await database.write { transaction in
            for text in texts {
                try transaction.run("INSERT INTO entries (text) VALUES (?1)", text)
                try log.append(
                    .contactChanged, to: .agents, workspace: workspace,
                    data: ContactReference(contact: .one, name: text), in: transaction)
            }
        }
    }

    /// Stores a text with its event, and then thinks better of it.
    func writeInVain(_ text: String) async throws {
        let log = log
        try? await database.write { transaction in
            try log.append(
                .contactChanged, to: .agents, workspace: .one, data: ContactReference(contact: .one, name: text),
                in: transaction)
            throw Failure.forbidden
        }
    }

    /// Says something that is stored nowhere.
    func say(_ text: String) throws {
        let event = Event(
            log: .contacts, type: .typing, audience: .agents, workspace: .one, at: Timestamp(milliseconds: 0),
            data: RawJSON(bytes: try JSON.encode(ContactReference(contact: .one, name: text))))
        log.signal([try event.ephemeralLine()])
    }

    func ready() async throws {}

    func stop() async {
        await database.close()
    }
}

extension Identifier {
    static var one: Self { Self(rawValue: 1) }
}

/// A line of a stream as a reader sees it: the greeting (also the heartbeat), or an event's text.
enum StreamLine: Equatable {
    case greeting(epoch: String, head: Int64)
    case event(seq: Int64?, text: String)

    init(_ bytes: [UInt8]) throws {
        struct Greeting: Decodable {
            var epoch: String
            var head: Int64
        }
        if let greeting = try? JSON.decode(Greeting.self, from: bytes) {
            self = .greeting(epoch: greeting.epoch, head: greeting.head)
        } else {
            let line = try EventLine(bytes)
            self = .event(seq: line.seq, text: try line.data(as: ContactReference.self).name)
        }
    }
}

/// Reads a stream line by line, at the speed of the test.
final class StreamReader {
    private let response: ClientResponse
    private var lines: [StreamLine] = []
    private var rest: [UInt8] = []

    init(_ response: ClientResponse) {
        self.response = response
    }

    /// Nil at the stream's end.
    func next() async throws -> StreamLine? {
        while lines.isEmpty {
            guard let piece = try await response.next(timeout: TestClient.deadline) else { return nil }
            var parts = (rest + piece).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            rest = Array(parts.removeLast())
            lines = try parts.map { try StreamLine(Array($0)) }
        }
        return lines.removeFirst()
    }

    /// The next events, heartbeats left out.
    func events(_ count: Int) async throws -> [StreamLine] {
        var events: [StreamLine] = []
        while events.count < count, let line = try await next() {
            if case .event = line { events.append(line) }
        }
        return events
    }

    func close() {
        response.cancel()
    }
}

extension TestService where Program == Ledger {
    func reader(_ query: String = "") async throws -> StreamReader {
        StreamReader(try await client.stream("/internal/events\(query)"))
    }
}

/// A service that follows a ledger and remembers what it heard. `FROM` is `end`, or a place such as `3@epoch`. Silence
/// does not tell it anything.
struct Follower: Service {
    let router = Router()
    let heard = Heard()
    private let peer: Peer
    let feed: EventFeed

    init(context: ServiceContext) async throws {
        let heard = heard
        peer = try context.peer("ledger", port: 1)
        let place = context.configuration.string("FROM", default: "end").split(
            separator: "@", omittingEmptySubsequences: false)
        let start: EventFeed.Start =
            place.count == 2 ? .after(Int64(place[0])!, epoch: String(place[1])) : .end
        feed = EventFeed(
            of: peer, from: start, ephemeral: try context.configuration.flag("EPHEMERAL"), silence: .seconds(3600),
            context: context,
            connected: { epoch, _ in heard.connected(epoch) },
            handle: { batch in try await heard.take(batch) })
        feed.start()
    }

    func ready() async throws {
        guard feed.isConnected else { throw Failure.unavailable("follower.alone", "There is no ledger.") }
    }

    func stop() async {
        feed.stop()
        peer.close()
    }
}

/// What a follower was given.
final class Heard: Sendable {
    private struct State {
        var epochs: [String] = []
        var texts: [String] = []
        var cursors: [Int64] = []
        var refusals = 0
        /// What the next batch is held up by.
        var gate: Gate?
    }

    private let state = Mutex(State())

    /// The epoch of each connection.
    var epochs: [String] { state.withLock { $0.epochs } }
    var texts: [String] { state.withLock { $0.texts } }
    var cursors: [Int64] { state.withLock { $0.cursors } }

    /// Lets the next batches fail.
    func refuse(_ count: Int) {
        state.withLock { $0.refusals = count }
    }

    /// Lets the next batch wait; it is never worked off.
    func holdUp(_ gate: Gate) {
        state.withLock { $0.gate = gate }
    }

    func connected(_ epoch: String) {
        state.withLock { $0.epochs.append(epoch) }
    }

    func take(_ batch: EventFeed.Batch) async throws {
        let gate = state.withLock { state in
            defer { state.gate = nil }
            return state.gate
        }
        if let gate {
            await gate.pass()
            throw Failure.forbidden
        }
        let texts = try batch.lines.map { try $0.data(as: ContactReference.self).name }
        try state.withLock { state in
            guard state.refusals == 0 else {
                state.refusals -= 1
                throw Failure.forbidden
            }
            state.texts += texts
            state.cursors.append(batch.cursor)
        }
    }
}
