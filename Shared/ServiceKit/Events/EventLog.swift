public import JSON
import Loop
public import Server
public import Storage
import Synchronization
public import WireModel

/// A service's event log: a row for every change, written in the change's own transaction, and a stream for whoever
/// must know.
///
/// The newest entries stand in memory, encoded once; a reader that is further behind gets them from the store. A slow
/// reader is suspended on its own socket and costs nobody anything.
public final class EventLog: Sendable {
    /// The first migration of every service that has a log.
    public static let schema: StaticString = """
        CREATE TABLE events (
            seq INTEGER PRIMARY KEY,
            workspace INTEGER NOT NULL,
            -- The line from after `"seq":N` on.
            rest BLOB NOT NULL
        ) STRICT;
        CREATE INDEX events_by_workspace ON events (workspace, seq);
        """

    /// How many rows a reader that is behind gets in one piece.
    static let pageLimit = 500
    /// A line is sent at least this often, so that a reader can tell a quiet log from a dead one.
    public static let heartbeat = Duration.seconds(5)

    public let name: Event.Log
    let database: Database
    let tail = EventTail()
    private let now: @Sendable () -> Timestamp

    public init(_ name: Event.Log, in database: Database, context: ServiceContext) async throws {
        self.name = name
        self.database = database
        now = context.now
        let head = try await database.read { connection in
            try connection.first("SELECT coalesce(max(seq), 0) FROM events") { row in try row[0] as Int64 } ?? 0
        }
        tail.start(at: head)
        let tail = tail
        context.loop.execute { context.loop.schedule(every: Self.heartbeat) { tail.beat() } }
        context.atDrain { tail.close() }
    }

    public var epoch: String { database.epoch }

    /// Writes one event beside its change, within the change's transaction; readers hear of it once that is on disk.
    /// - Parameter team: Whose it is, where it stands in no inbox.
    public func append<Payload: Encodable>(
        _ type: EventType, to audience: Event.Audience, workspace: WorkspaceID, place: Place? = nil,
        team: TeamID? = nil, conversation: ConversationID? = nil, visitor: VisitorID? = nil, member: MemberID? = nil,
        data: Payload, in transaction: Transaction
    ) throws {
        try append(
            type, to: audience, workspace: workspace, place: place, team: team, conversation: conversation,
            visitor: visitor, member: member, data: RawJSON(bytes: try JSON.encode(data)), in: transaction)
    }

    /// As the other one, for a payload that is encoded already.
    public func append(
        _ type: EventType, to audience: Event.Audience, workspace: WorkspaceID, place: Place? = nil,
        team: TeamID? = nil, conversation: ConversationID? = nil, visitor: VisitorID? = nil, member: MemberID? = nil,
        data: RawJSON, in transaction: Transaction
    ) throws {
        let event = Event(
            log: name, type: type, audience: audience, workspace: workspace, inbox: place?.inbox,
            assignee: place?.assignee, team: place?.team ?? team, conversation: conversation, visitor: visitor,
            member: member,
            at: now(), data: data)
        let rest = Self.rest(of: event)
        try transaction.run("INSERT INTO events (workspace, rest) VALUES (?1, ?2)", workspace.rawValue, rest)
        let seq = transaction.lastInsertedRowID
        let line = Self.line(name, seq: seq, rest: rest)
        transaction.afterCommit { [tail] in tail.append(line, seq: seq) }
    }

    /// Waits until the log goes on after `cursor`: for the service that writes it and reads it again.
    /// - Returns: False when the service is told to stop.
    public func grows(past cursor: Int64) async -> Bool {
        while true {
            let end = tail.end
            if end.head > cursor { return true }
            if case .closed = await tail.next(from: end.position) { return false }
        }
    }

    /// The highest number committed.
    public var head: Int64 { tail.head }

    /// A stored event: columns seq, rest.
    public static func event(of log: Event.Log, _ row: Row) throws -> EventLine {
        try EventLine(line(log, seq: try row[0], rest: try row[1]))
    }

    /// Sends lines that are never stored (typing, presence) to the readers of this moment.
    public func signal(_ lines: [[UInt8]]) {
        tail.append(ephemeral: lines)
    }

    /// Adds `GET /internal/events?after=N&ephemeral=1` (the stream, for ever; from its end without `after`) and
    /// `GET /internal/workspaces/:workspace/events?after=N` (what one workspace missed; at most ``missedLimit``).
    public func register(on router: inout Router) {
        router.get("/internal/events") { [self] request in
            let after = request.query("after").flatMap { Int64($0) }
            let ephemeral = request.query("ephemeral") == "1"
            return .stream(type: "application/x-ndjson") { [self] writer in
                try await stream(to: writer, after: after, ephemeral: ephemeral)
            }
        }
        router.get("/internal/workspaces/:workspace/events") { [self] request in
            let workspace: WorkspaceID = try request.id("workspace", "workspace")
            let after = Int64(request.query("after") ?? "") ?? 0
            return .bytes(try await missed(workspace, after: after), type: "application/x-ndjson")
        }
    }

    /// Past so many events it is cheaper for a client to fetch afresh.
    public static let missedLimit = 1000

    /// The lines of a workspace after `after`, oldest first, each with its line feed; one more than ``missedLimit`` at
    /// most, so that the caller sees when there are too many.
    private func missed(_ workspace: WorkspaceID, after: Int64) async throws -> [UInt8] {
        let name = name
        return try await database.read { connection in
            try connection.rows(
                "SELECT seq, rest FROM events WHERE workspace = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
                workspace.rawValue, after, Self.missedLimit + 1
            ) { row in Self.line(name, seq: try row[0], rest: try row[1]) }.flatMap { $0 }
        }
    }

    private func stream(to writer: BodyWriter, after: Int64?, ephemeral: Bool) async throws {
        // One look at the head for both: what is committed between the two would reach nobody.
        let head = tail.head
        try await writer.write(greeting(head))
        var cursor = after ?? head
        while true {
            let start = tail.end
            try await catchUp(&cursor, to: start.head, writer)
            guard try await follow(from: start.position, &cursor, ephemeral: ephemeral, writer) else { return }
        }
    }

    /// From the store, up to what was the log's head when its end in memory was looked at.
    private func catchUp(_ cursor: inout Int64, to head: Int64, _ writer: BodyWriter) async throws {
        let name = name
        while cursor < head {
            let after = cursor
            let page = try await database.read { connection in
                try connection.rows(
                    "SELECT seq, rest FROM events WHERE seq > ?1 ORDER BY seq LIMIT ?2", after, Self.pageLimit
                ) { row in (seq: try row[0] as Int64, rest: try row[1] as [UInt8]) }
            }
            guard let last = page.last else { return }
            cursor = last.seq
            try await writer.write(page.flatMap { Self.line(name, seq: $0.seq, rest: $0.rest) })
        }
    }

    /// From memory, for ever. True when the reader fell so far behind that it must go to the store again; false at the
    /// end.
    private func follow(
        from start: Int, _ cursor: inout Int64, ephemeral: Bool, _ writer: BodyWriter
    ) async throws -> Bool {
        var position = start
        while true {
            switch await tail.next(from: position) {
            case .lines(let entries, let end):
                position = end
                var bytes: [UInt8] = []
                for entry in entries {
                    if let seq = entry.seq {
                        guard seq > cursor else { continue }
                        cursor = seq
                    } else if !ephemeral {
                        continue
                    }
                    bytes += entry.line
                }
                if !bytes.isEmpty { try await writer.write(bytes) }
            case .beat: try await writer.write(greeting(tail.head))
            case .behind: return true
            case .closed: return false
            }
        }
    }

    /// Stands at the start and serves as heartbeat: which log this is, and how long.
    private func greeting(_ head: Int64) -> [UInt8] {
        Array("{\"epoch\":\"\(epoch)\",\"head\":\(head)}\n".utf8)
    }

    /// `{"log":"…","seq":N` and the rest make the line.
    private static func line(_ name: Event.Log, seq: Int64, rest: [UInt8]) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(rest.count + 48)
        line += "{\"log\":\"".utf8
        line += name.rawValue.utf8
        line += "\",\"seq\":".utf8
        line += String(seq).utf8
        line += rest
        return line
    }

    private static func rest(of event: Event) -> [UInt8] {
        var writer = JSONWriter(capacity: event.data.bytes.count + 320)
        writer.beginObject()
        writer.field("type", event.type.rawValue)
        writer.field("audience", event.audience.rawValue)
        writer.field("workspace", event.workspace.description)
        if let inbox = event.inbox { writer.field("inbox", inbox.description) }
        if let assignee = event.assignee { writer.field("assignee", assignee.description) }
        if let team = event.team { writer.field("team", team.description) }
        if let conversation = event.conversation { writer.field("conversation", conversation.description) }
        if let visitor = event.visitor { writer.field("visitor", visitor.description) }
        if let member = event.member { writer.field("member", member.description) }
        writer.field("at", event.at.description)
        writer.field("data", event.data)
        writer.endObject()
        writer.newline()
        // It goes on from the number before it.
        var rest = writer.bytes
        rest[0] = UInt8(ascii: ",")
        return rest
    }
}

extension Event {
    /// The line of an ephemeral event, its line feed included.
    public func ephemeralLine() throws -> [UInt8] {
        precondition(seq == nil, "What has a place in the log is written by the log.")
        return try JSON.encode(self) + [UInt8(ascii: "\n")]
    }
}
