import HTTP
import JSON
import Loop
import Server
import ServiceKit
import WireModel

#if BREAKABLE
    import Threads
#endif

/// One browser's socket: says hello, asks, and hears events. Everything here happens on its connection's loop.
///
/// Requests of one socket are worked off one after another, so that messages keep the order in which they were sent; at
/// most ``queueLimit`` wait. While nothing is asked there is no task and no buffer.
// Sendable: all of it belongs to the thread of `socket.loop`. The server calls it there, the hub is an actor on that
// very loop, and the task of a request is spawned on it and checks it before it comes back in.
final class ClientSocket: WebSocketHandler, @unchecked Sendable {
    static let queueLimit = 128

    private struct Typed: Equatable {
        var conversation: ConversationID
        var active: Bool
        var note: Bool
    }

    /// What others are told of this page. Most sockets of an installation belong to visitors who only look, and have
    /// none.
    private final class Signs {
        /// The conversation that the page shows: over for the others when the socket closes.
        var viewed: ConversationID?
        var lastTyping: (what: Typed, at: LoopInstant)?
    }

    /// The next of the same visitor's sockets: a list of the hub's.
    var sibling: ClientSocket?
    private let desk: SocketDesk
    private let socket: WebSocket
    /// Who this is: a member from the start, a visitor from their hello on.
    private var bearer: Bearer?
    /// The page that opened a visitor's socket where it is none of ours.
    private let page: String?
    private var hasJoined = false
    /// The last numbered event that was sent, so that what was caught up is not sent again.
    private var seq: Int64 = 0
    /// Without `id` there is no answer.
    private var queue: [(id: Int64?, request: SocketRequest)] = []
    private var isWorking = false
    private var allowance: Double
    private var lastFrame: LoopInstant
    private var signs: Signs?
    /// Until the hello the end of its patience, from then on the end of the session. It holds this socket until it has
    /// fired or `closed` takes it back: a weak reference would do the same, and make every later retain and release of
    /// the socket, which each delivery needs, several times as dear.
    private var timer: LoopTimer?

    init(_ socket: WebSocket, as bearer: Bearer?, on page: String? = nil, desk: SocketDesk) {
        self.socket = socket
        self.bearer = bearer
        self.page = page
        self.desk = desk
        allowance = desk.frameBurst
        lastFrame = socket.loop.now
        timer = socket.loop.schedule(after: SocketDesk.helloTime) { [self] in
            close(.helloTimeout, reason: "no hello")
        }
    }

    var principal: Principal? { bearer?.principal }
    private var hub: Hub { desk.hubs.hub(of: socket.loop) }

    func opened(_ socket: WebSocket) {
        if bearer != nil { hub.onLoop { $0.expect(self) } }
    }

    func received(text: [UInt8], on socket: WebSocket) {
        guard mayGoOn() else { return close(.tooManyFrames, reason: "too many frames") }
        let (id, result) = SocketRequest.read(text)
        switch result {
        case .failure(let failure): answer(.failed(id: id, failure))
        case .success(.typing(let conversation, let active, let note)):
            if hasJoined { type(in: conversation, active: active, note: note) }
        case .success(.viewing(let conversation, let active)):
            if hasJoined { view(conversation, active: active) }
        case .success(let request) where request.isCowriting:
            if hasJoined { pass(request) }
        case .success(let request): enqueue(request, id: id)
        }
    }

    func closed(_ code: CloseCode?, on socket: WebSocket) {
        queue = []
        timer?.cancel()
        timer = nil
        guard hasJoined, let principal else { return hub.onLoop { $0.forget(self) } }
        hasJoined = false
        if let viewed = signs?.viewed, let bearer {
            socket.loop.spawn { [desk] in
                // Lost, its lease ends.
                _ = try? await desk.answer(.viewing(conversation: viewed, active: false), by: bearer, place: nil)
            }
        }
        hub.onLoop { $0.leave(self, of: principal) }
        desk.presence.left(principal)
    }

    /// Passes an event on where its hearer may hear it and has not yet.
    func offer(_ event: OutboundEvent) {
        guard let principal, Audience.mayHear(event.line, principal) else { return }
        if event.line.log == .conversations, let number = event.line.seq {
            guard number > seq else { return }
            seq = number
        }
        tell(event.frame)
    }

    /// A reader that is too slow is cut off, told to come back and to resume where it stopped.
    func tell(_ frame: EncodedFrame) {
        if !socket.send(frame) { close(.tooSlow, reason: "too slow: resume") }
    }

    func close(_ code: CloseCode, reason: String) {
        socket.close(code, reason: reason)
    }

    private func answer(_ reply: SocketReply) {
        if !socket.send(text: reply.encoded()) { close(.tooSlow, reason: "too slow: resume") }
    }

    /// A token bucket over this socket's frames.
    private func mayGoOn() -> Bool {
        let now = socket.loop.now
        let seconds = (now - lastFrame) / .seconds(1)
        allowance = min(desk.frameBurst, allowance + seconds * desk.frameRate) - 1
        lastFrame = now
        return allowance >= 0
    }

    private func enqueue(_ request: SocketRequest, id: Int64?) {
        guard let id else {
            return answer(.failed(id: nil, .invalid("id", "required", "A request has an “id”.")))
        }
        if !hasJoined {
            guard case .hello = request, queue.isEmpty, !isWorking else {
                return answer(.failed(id: id, Failure(.malformed, "socket.hello", "Say hello first.")))
            }
        }
        guard queue.count < Self.queueLimit else {
            return answer(.failed(id: id, Failure(.tooMany, "socket.busy", "Too many requests wait.", retryAfter: 1)))
        }
        queue.append((id, request))
        workOff()
    }

    /// Takes the next request; the one that ends takes the one after it.
    private func workOff() {
        guard !isWorking, !queue.isEmpty else { return }
        let (id, request) = queue.removeFirst()
        // Its memory too: a hello would keep 160 bytes for each visitor who only looks.
        if queue.isEmpty { queue = [] }
        if case .ping = request, let id {
            answer(.ok(id: id, .empty))
            return workOff()
        }
        isWorking = true
        guard let bearer else { return admit(request, id: id) }
        do throws(Failure) {
            try desk.admit(request, by: bearer)
        } catch {
            return finish(id, .failure(error))
        }
        if case .send(let conversation, let draft) = request {
            return desk.sends(of: socket.loop).onLoop { sends in
                sends.send(draft, to: conversation, by: bearer) { [self] in finish(id, $0.map { .value($0) }) }
            }
        }
        let place = hub.onLoop { $0.place }
        socket.loop.spawn { [self] in
            let outcome: Result<SocketDesk.Answer, Failure>
            do {
                outcome = .success(try await desk.answer(request, by: bearer, place: place))
            } catch {
                outcome = .failure(Failure(describing: error))
            }
            precondition(socket.loop.isCurrent, "A socket's task left its loop.")
            finish(id, outcome)
        }
    }

    private func finish(_ id: Int64?, _ outcome: Result<SocketDesk.Answer, Failure>) {
        isWorking = false
        guard socket.isOpen else { return }
        guard let id else { return workOff() }
        switch outcome {
        case .success(.value(let value)): answer(.ok(id: id, value))
        case .success(.catchUp(let missed)): welcome(id, missed)
        case .failure(let failure): answer(.failed(id: id, failure))
        }
        workOff()
    }

    /// Joins the hub and sends what was missed. One step on the loop: between what is caught up and what follows
    /// nothing can fall through, and what is in both is sent once.
    private func welcome(_ id: Int64, _ missed: SocketDesk.Missed) {
        guard let principal, let place = hub.onLoop({ $0.place }) else {
            return close(.tryAgainLater, reason: "starting")
        }
        guard hasJoined || hub.onLoop({ $0.count(of: principal) }) < desk.socketsOfOne else {
            return close(.tooManyFrames, reason: "too many sockets")
        }
        var events: [OutboundEvent]? = nil
        if case .from(let after, let older) = missed,
            let newer = desk.recent.missed(
                after: after, upTo: place.seq, by: principal)
        {
            events = older + newer
        }
        #if BREAKABLE
            if Breakage.chosen == .droppedReplay, let all = events { events = Array(all.prefix(all.count / 2)) }
        #endif
        if !hasJoined { desk.presence.came(principal) }
        seq = place.seq
        if let last = events?.last?.line.seq { seq = max(seq, last) }
        let welcome = desk.welcome(principal, epoch: place.epoch, seq: seq, resume: events == nil ? .reset : .complete)
        answer(.ok(id: id, welcome))
        for event in events ?? [] { tell(event.frame) }
        guard !hasJoined else { return }
        hasJoined = true
        closeAtExpiry()
        hub.onLoop { $0.join(self, as: principal) }
    }

    /// Comes back at once, where the session was used meanwhile; where it was not, it is over.
    private func closeAtExpiry() {
        timer?.cancel()
        timer = nil
        guard let expiry = bearer?.expiresAt else { return }
        let left = max(0, expiry.milliseconds - desk.now().milliseconds)
        timer = socket.loop.schedule(after: .milliseconds(left)) { [self] in
            close(.serviceRestart, reason: "expired")
        }
    }

    /// A visitor is known by their hello, which is worked off once they are let in.
    private func admit(_ request: SocketRequest, id: Int64?) {
        guard case .hello(let hello) = request else { return close(.unauthenticated, reason: "not signed in") }
        socket.loop.spawn { [self] in
            do {
                let admitted = try await desk.visitor(token: hello.token ?? "", on: page)
                precondition(socket.loop.isCurrent, "A socket's task left its loop.")
                isWorking = false
                guard socket.isOpen else { return }
                bearer = admitted
                queue.insert((id, request), at: 0)
                workOff()
            } catch {
                let failure = Failure(describing: error)
                answer(.failed(id: id, failure))
                switch failure.kind {
                case .unavailable: close(.tryAgainLater, reason: "unavailable")
                case .forbidden: close(.refusedOrigin, reason: "refused")
                default: close(.unauthenticated, reason: "not signed in")
                }
            }
        }
    }

    /// Typing is passed on at most every half second unless it changes.
    private func type(in conversation: ConversationID, active: Bool, note: Bool) {
        let now = socket.loop.now
        let typed = Typed(conversation: conversation, active: active, note: note)
        let signs = shownSigns()
        if let (what, at) = signs.lastTyping, what == typed, now - at < .milliseconds(500) { return }
        signs.lastTyping = (typed, now)
        pass(.typing(conversation: conversation, active: active, note: note))
    }

    /// A page shows one conversation at a time.
    private func view(_ conversation: ConversationID, active: Bool) {
        let signs = shownSigns()
        if let viewed = signs.viewed, viewed != conversation, active {
            pass(.viewing(conversation: viewed, active: false))
        }
        if active || signs.viewed == conversation { signs.viewed = active ? conversation : nil }
        pass(.viewing(conversation: conversation, active: active))
    }

    private func shownSigns() -> Signs {
        if let signs { return signs }
        let first = Signs()
        signs = first
        return first
    }

    /// In its turn among the requests, so that who stopped typing is not told of before they began.
    private func pass(_ request: SocketRequest) {
        guard queue.count < Self.queueLimit else { return }
        queue.append((nil, request))
        workOff()
    }
}

extension SocketRequest {
    fileprivate var isCowriting: Bool {
        if case .cowriting = self { true } else { false }
    }
}

extension RawJSON {
    static let empty = RawJSON(bytes: Array("{}".utf8))
}

extension CloseCode {
    /// Sign in again.
    static let unauthenticated = CloseCode(rawValue: 4401)
    static let helloTimeout = CloseCode(rawValue: 4408)
    /// Come back and resume.
    static let tooSlow = CloseCode(rawValue: 4409)
    /// Come back later.
    static let tooManyFrames = CloseCode(rawValue: 4429)
}
