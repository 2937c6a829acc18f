import HTTP
import JSON
import Loop
import ServiceKit
import Synchronization
import WireModel

/// Sends ephemeral events to every gateway by way of the conversations' stream. What gathers while one request is under
/// way goes with the next; past ``limit`` lines or ``bytesLimit`` the newest are dropped, as is what could not be sent:
/// nothing depends on it.
final class Signals: Sendable {
    static let limit = 4096
    static let bytesLimit = 8 << 20
    /// Of one request; the service takes 1 MiB.
    static let requestBytes = 512 << 10

    private struct State {
        var lines: [[UInt8]] = []
        var bytes = 0
        var isSending = false

        /// As many lines as one request takes.
        mutating func next() -> [[UInt8]] {
            var count = 0
            var size = 0
            while count < lines.count, count == 0 || size + lines[count].count <= Signals.requestBytes {
                size += lines[count].count
                count += 1
            }
            let taken = Array(lines.prefix(count))
            lines.removeFirst(count)
            bytes -= size
            if taken.isEmpty { isSending = false }
            return taken
        }
    }

    private let conversations: Peer
    private let loop: EventLoop
    private let log: Log
    private let state = Mutex(State())

    init(conversations: Peer, loop: EventLoop, log: Log) {
        self.conversations = conversations
        self.loop = loop
        self.log = log
    }

    func send<Payload: Encodable>(
        _ type: EventType, to audience: Event.Audience, workspace: WorkspaceID, place: Place? = nil,
        conversation: ConversationID? = nil, visitor: VisitorID? = nil, data: Payload, at now: Timestamp
    ) {
        do {
            let event = Event(
                log: .conversations, type: type, audience: audience, workspace: workspace, inbox: place?.inbox,
                assignee: place?.assignee, team: place?.team, conversation: conversation, visitor: visitor, at: now,
                data: RawJSON(bytes: try JSON.encode(data)))
            enqueue(try event.ephemeralLine())
        } catch {
            log.error("A signal cannot be written.", ["error": .string("\(error)")])
        }
    }

    private func enqueue(_ line: [UInt8]) {
        let starts = state.withLock { state in
            if state.lines.count < Self.limit, state.bytes + line.count <= Self.bytesLimit {
                state.lines.append(line)
                state.bytes += line.count
            }
            defer { state.isSending = true }
            return !state.isSending
        }
        if starts { loop.spawn { [self] in await drain() } }
    }

    private func drain() async {
        while true {
            let lines = state.withLock { $0.next() }
            guard !lines.isEmpty else { return }
            do {
                _ = try await conversations.send(.post, "/internal/signals", body: Array(lines.joined()))
            } catch {
                log.debug("Signals were lost.", ["count": .integer(Int64(lines.count))])
            }
        }
    }
}
