import HTTP
import JSON
import Loop
import Server
import ServiceKit
import WireModel

/// What all sockets share: how a request is answered, and with whose help.
final class SocketDesk: Sendable {
    /// How long a socket may stay silent before its hello.
    static let helloTime = Duration.seconds(10)
    /// How many people a welcome names.
    static let presenceLimit = 2000

    enum Answer: Sendable {
        case value(RawJSON)
        /// A hello: the socket finishes it on its loop.
        case catchUp(Missed)
    }

    enum Missed: Sendable {
        /// `older`, fetched from the service where memory does not reach, and everything in memory after `after`.
        case from(after: Int64, older: [OutboundEvent])
        /// Too much or unknown: the client fetches afresh.
        case tooMuch
    }

    /// Frames that a socket may send a second on average, and at once.
    let frameRate: Double
    let frameBurst: Double
    let hubs: Hubs
    let recent: RecentEvents
    let presence: Presence
    private let limits: EdgeLimits
    /// One a loop.
    private let sends: [Sends]
    private let callers: Callers
    private let doors: Doors
    private let signals: Signals
    private let routes: ConversationRouteCache
    private let peers: Peers
    private let context: ServiceContext

    init(
        hubs: Hubs, recent: RecentEvents, presence: Presence, callers: Callers, doors: Doors, signals: Signals,
        routes: ConversationRouteCache, peers: Peers, limits: EdgeLimits, framesPerSecond: Int, context: ServiceContext
    ) {
        frameRate = Double(framesPerSecond)
        frameBurst = frameRate * 4
        self.hubs = hubs
        self.recent = recent
        self.presence = presence
        self.limits = limits
        sends = context.loops.map { Sends(conversations: peers.conversations, context: context, loop: $0) }
        self.callers = callers
        self.doors = doors
        self.signals = signals
        self.routes = routes
        self.peers = peers
        self.context = context
    }

    func now() -> Timestamp { context.now() }

    /// How many sockets of one visitor, member or key a loop takes.
    var socketsOfOne: Int { limits.socketsOfOne }

    func sends(of loop: EventLoop) -> Sends {
        sends.first { $0.loop === loop }!
    }

    /// The visitor behind a hello.
    /// - Parameter page: The page that opened the socket where it is none of ours.
    /// - Throws: `visitor.unknown`, `visitor.unverified`, `origin.refused`.
    func visitor(token: String, on page: String?) async throws -> Bearer {
        let pass = try callers.visitor(token: token)
        let inbox = try await doors.door(pass.inbox, requestID: "").inbox
        try inbox.admit(page: page)
        try inbox.admit(pass.identity)
        return Bearer(pass.principal(language: .arabic))
    }

    /// What a request takes of its sender's share, on all of their sockets together; each socket's frames have a bucket
    /// of their own besides.
    /// - Throws: `limit.…`.
    func admit(_ request: SocketRequest, by bearer: Bearer) throws(Failure) {
        let (principal, calls) = (bearer.principal, bearer.callsPerMinute)
        switch request {
        case .send: try limits.message(by: principal, callsPerMinute: calls)
        // What has no answer too: whom it concerns may have to be asked.
        case .hello, .read, .typing, .viewing, .cowriting: try limits.request(by: principal, callsPerMinute: calls)
        case .ping: break
        }
    }

    func answer(_ request: SocketRequest, by bearer: Bearer, place: (epoch: String, seq: Int64)?) async throws -> Answer
    {
        switch request {
        case .hello(let hello):
            return .catchUp(try await missed(hello, by: bearer.principal, place: place))
        case .read(let conversation, let sequence):
            _ = try await peers.conversations.send(
                .put, "\(bearer.conversationPath(conversation))/read",
                body: try JSON.encode(ReadMark(sequence: sequence)), as: bearer)
            return .value(.empty)
        case .typing(let conversation, let active, let note):
            try await typing(in: conversation, active: active, note: note, by: bearer.principal)
            return .value(.empty)
        case .viewing(let conversation, let active):
            try await together(in: conversation, by: bearer.principal, .viewing, [.conversationsView]) {
                Viewing(member: $0, active: active)
            }
            return .value(.empty)
        case .cowriting(let conversation, let data):
            let write: [Permission] = [.conversationsReply, .conversationsNote]
            try await together(in: conversation, by: bearer.principal, .cowriting, write) {
                Cowriting(member: $0, data: data)
            }
            return .value(.empty)
        case .send, .ping:
            preconditionFailure("The socket answers these itself.")
        }
    }

    func welcome(_ principal: Principal, epoch: String, seq: Int64, resume: Welcome.Resume) -> RawJSON {
        let people = presence.people(of: principal, limit: Self.presenceLimit)
        let welcome = Welcome(
            epoch: epoch, seq: seq, resume: resume, membersOnline: principal.isTeam ? people.members : nil,
            visitorsOnline: principal.isTeam ? people.visitors : nil,
            teamOnline: principal.isTeam ? nil : !people.members.isEmpty)
        return RawJSON(bytes: (try? JSON.encode(welcome)) ?? Array("{}".utf8))
    }

    /// Tells the others in the conversation; who may not see it is not heard.
    private func typing(
        in conversation: ConversationID, active: Bool, note: Bool, by principal: Principal
    ) async throws {
        let route = try await routes.route(conversation)
        guard route.workspace == principal.workspace else { return }
        let write: Permission = note ? .conversationsNote : .conversationsReply
        if let visitor = principal.visitor {
            guard route.visitor == visitor else { return }
        } else {
            guard principal.may(write, on: route.place) else { return }
        }
        signals.send(
            .typing, to: note && principal.isTeam ? .agents : .everyone, workspace: route.workspace, place: route.place,
            conversation: conversation, visitor: route.visitor, data: Typing(author: principal.author, active: active),
            at: context.now())
    }

    /// Tells the other members in the conversation what a page of one of them says; of whoever may none of it with the
    /// conversation, nothing is heard.
    private func together<Payload: Encodable>(
        in conversation: ConversationID, by principal: Principal, _ type: EventType, _ permissions: [Permission],
        _ payload: (MemberID) -> Payload
    ) async throws {
        guard let member = principal.member else { return }
        let route = try await routes.route(conversation)
        guard route.workspace == principal.workspace else { return }
        guard permissions.contains(where: { principal.may($0, on: route.place) }) else { return }
        signals.send(
            type, to: .agents, workspace: route.workspace, place: route.place, conversation: conversation,
            data: payload(member), at: context.now())
    }

    /// What a client that comes back did not see: from memory when that is enough, else from the service.
    private func missed(
        _ hello: SocketRequest.Hello, by principal: Principal, place: (epoch: String, seq: Int64)?
    ) async throws -> Missed {
        guard let place, let after = hello.after, hello.epoch == place.epoch, after <= place.seq, after >= 0 else {
            return .tooMuch
        }
        if recent.missed(after: after, upTo: place.seq, by: principal) != nil { return .from(after: after, older: []) }
        let (_, bytes) = try await peers.conversations.send(
            .get, "/internal/workspaces/\(principal.workspace)/events?after=\(after)")
        let lines = try bytes.split(separator: UInt8(ascii: "\n")).map { try EventLine(Array($0)) }
        guard lines.count <= EventLog.missedLimit else { return .tooMuch }
        let older = lines.filter { Audience.mayHear($0, principal) }.map(OutboundEvent.init)
        // All of this workspace up to here is looked through, whether or not the last of it was for this client.
        return .from(after: max(place.seq, lines.last?.seq ?? 0), older: older)
    }
}

extension Bearer {
    /// The resource that a visitor and a member each know their conversation by.
    fileprivate func conversationPath(_ id: ConversationID) -> String {
        principal.isTeam ? "/v1/conversations/\(id)" : "/v1/widget/conversations/\(id)"
    }
}
