import HTTP
import Loop
import WireModel

/// The sockets open on one event loop that said hello, by workspace, and what each of them may hear.
///
/// All of it belongs to the loop's thread: sockets call it from their callbacks, and events arrive in the order of the
/// log.
actor Hub: LoopBound {
    nonisolated let loop: EventLoop

    private struct Room {
        var team: [ClientSocket] = []
        /// The first of each visitor's sockets, the others behind it: nearly all have one, and an array for it would
        /// take another 48 bytes.
        var visitors: [VisitorID: ClientSocket] = [:]
        var isEmpty: Bool { team.isEmpty && visitors.isEmpty }

        var sockets: [ClientSocket] { team + visitors.values.flatMap { Array(Siblings(first: $0)) } }
    }

    /// The sockets of one visitor.
    private struct Siblings: Sequence, IteratorProtocol {
        var first: ClientSocket?

        mutating func next() -> ClientSocket? {
            defer { first = first?.sibling }
            return first
        }
    }

    private var rooms: [WorkspaceID: Room] = [:]
    /// Members' sockets that have not said hello yet: a session that ends meanwhile ends them too.
    private var expected: [ObjectIdentifier: ClientSocket] = [:]
    /// The last numbered event that was delivered here, and the log's epoch; nil before the first connection to the
    /// log.
    private(set) var place: (epoch: String, seq: Int64)?

    init(loop: EventLoop) {
        self.loop = loop
    }

    /// The log was connected to: from its head where nothing was delivered before. Another epoch is another log: every
    /// socket has to start afresh.
    func connected(epoch: String, head: Int64) {
        guard let place, place.epoch == epoch else {
            if place != nil { closeAll(.serviceRestart, reason: "start afresh") }
            place = (epoch, head)
            return
        }
    }

    /// A member's socket opened.
    func expect(_ socket: ClientSocket) {
        expected[ObjectIdentifier(socket)] = socket
    }

    /// A socket closed before it joined.
    func forget(_ socket: ClientSocket) {
        expected[ObjectIdentifier(socket)] = nil
    }

    func join(_ socket: ClientSocket, as principal: Principal) {
        forget(socket)
        if let visitor = principal.visitor {
            socket.sibling = rooms[principal.workspace, default: Room()].visitors.updateValue(socket, forKey: visitor)
        } else {
            rooms[principal.workspace, default: Room()].team.append(socket)
        }
    }

    /// How many sockets the same visitor, member or key has here.
    func count(of principal: Principal) -> Int {
        guard let room = rooms[principal.workspace] else { return 0 }
        guard let visitor = principal.visitor else {
            let identity = principal.author.identity
            return room.team.count { $0.principal?.author.identity == identity }
        }
        return Siblings(first: room.visitors[visitor]).reduce(into: 0) { count, _ in count += 1 }
    }

    func leave(_ socket: ClientSocket, of principal: Principal) {
        guard var room = rooms.removeValue(forKey: principal.workspace) else { return }
        if let visitor = principal.visitor {
            if room.visitors[visitor] === socket {
                room.visitors[visitor] = socket.sibling
            } else if let before = Siblings(first: room.visitors[visitor]).first(where: { $0.sibling === socket }) {
                before.sibling = socket.sibling
            }
            socket.sibling = nil
        } else {
            room.team.removeAll { $0 === socket }
        }
        if !room.isEmpty { rooms[principal.workspace] = room }
    }

    /// Sends each event to everybody here who may hear of it. Encoded once, shared by all.
    func deliver(_ events: [OutboundEvent]) {
        for event in events {
            if let seq = event.line.seq, event.line.log == .conversations, let current = place {
                place = (current.epoch, max(current.seq, seq))
            }
            guard event.line.audience != .services, let room = rooms[event.line.workspace] else { continue }
            for socket in room.team { socket.offer(event) }
            guard event.line.audience == .everyone, let visitor = event.line.visitor else { continue }
            for socket in Siblings(first: room.visitors[visitor]) { socket.offer(event) }
        }
    }

    /// Tells every visitor of a workspace something that is no event of a conversation: whether the team is there.
    func tellVisitors(of workspace: WorkspaceID, _ frame: EncodedFrame) {
        guard let room = rooms[workspace] else { return }
        for first in room.visitors.values {
            for socket in Siblings(first: first) { socket.tell(frame) }
        }
    }

    /// Closes the sockets of everybody whose principal is so.
    func close(_ code: CloseCode, reason: String, in workspace: WorkspaceID, where condition: (Principal) -> Bool) {
        for socket in (rooms[workspace]?.sockets ?? []) + expected.values {
            guard let principal = socket.principal, principal.workspace == workspace, condition(principal) else {
                continue
            }
            socket.close(code, reason: reason)
        }
    }

    private func closeAll(_ code: CloseCode, reason: String) {
        for room in rooms.values {
            for socket in room.sockets { socket.close(code, reason: reason) }
        }
    }
}

/// An event on its way to browsers: the line with its routing, and the frame that carries it.
struct OutboundEvent: Sendable {
    let line: EventLine
    let frame: EncodedFrame

    init(_ line: EventLine) {
        self.line = line
        frame = EncodedFrame(text: line.bytes)
    }
}

/// One hub a loop.
struct Hubs: Sendable {
    private let hubs: [Hub]

    init(_ hubs: [Hub]) {
        self.hubs = hubs
    }

    func hub(of loop: EventLoop) -> Hub {
        hubs.first { $0.loop === loop }!
    }

    /// Runs on every hub, each on its own loop, in the order of the calls; at once for the hub of the loop that calls.
    func each(_ body: @escaping @Sendable (isolated Hub) -> Void) {
        for hub in hubs {
            if hub.loop.isCurrent {
                hub.onLoop(body)
            } else {
                hub.loop.execute { hub.onLoop(body) }
            }
        }
    }
}
