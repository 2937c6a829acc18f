import HTTP
import JSON
import Loop
import ServiceKit
import Synchronization
import WireModel

/// Who is there: on this gateway's own sockets, and, by leases, on the others'.
///
/// Somebody is online as long as one gateway says so. Their last socket here may be gone for ``graceTime`` before it is
/// told, so that a reload is no departure. Leases are told as differences at once and in full every ``refreshTime``.
final class Presence: Sendable {
    static let graceTime = Duration.seconds(4)
    static let refreshTime = Duration.seconds(15)
    /// A lease line names so many people at most; more go into more lines.
    static let lineLimit = 500

    private let gateway = Base64URL.encode(Secret.randomBytes(9))
    private let loop: EventLoop
    private let hubs: Hubs
    private let signals: Signals
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(PresenceTable())

    init(loop: EventLoop, hubs: Hubs, signals: Signals, now: @escaping @Sendable () -> Timestamp) {
        self.loop = loop
        self.hubs = hubs
        self.signals = signals
        self.now = now
    }

    func start() {
        loop.execute { [self] in
            loop.schedule(every: Self.refreshTime) { [self] in refresh() }
        }
    }

    /// Sockets that said hello.
    var sockets: Int { state.withLock { $0.sockets } }

    func isTeamOnline(_ workspace: WorkspaceID) -> Bool {
        state.withLock { $0.isTeamOnline(workspace) }
    }

    /// Whom `principal` may know to be there.
    func people(of principal: Principal, limit: Int) -> (members: [MemberID], visitors: [VisitorID]) {
        state.withLock { $0.people(of: principal, limit: limit) }
    }

    /// A socket said hello.
    func came(_ principal: Principal) {
        let (changes, isFirstMember) = state.withLock { state in
            let wasWatched = state.isWatched(principal.workspace)
            let changes = state.came(PresenceTable.Person(principal), in: principal.workspace)
            return (changes, !wasWatched && principal.isTeam)
        }
        tell(changes, in: principal.workspace)
        if isFirstMember {
            send(PresenceLease(gateway: gateway, wanted: true), in: principal.workspace)
        }
        lease(changes, in: principal.workspace)
    }

    /// A socket closed.
    func left(_ principal: Principal) {
        let person = PresenceTable.Person(principal)
        let workspace = principal.workspace
        guard state.withLock({ $0.left(person, in: workspace) }) else { return }
        loop.execute { [self] in
            loop.schedule(after: Self.graceTime) { [self] in
                let changes = state.withLock { $0.settle(person, in: workspace) }
                tell(changes, in: workspace)
                lease(changes, in: workspace)
            }
        }
    }

    /// Another gateway's lease, or our own come back, which says nothing new.
    func heard(_ lease: PresenceLease, in workspace: WorkspaceID) {
        guard lease.gateway != gateway else { return }
        let until = now().milliseconds + Int64(PresenceLease.leaseSeconds) * 1000
        let changes = state.withLock { $0.heard(lease, in: workspace, until: until) }
        tell(changes, in: workspace)
        if lease.wanted { sayEverybody(in: workspace) }
    }

    private func refresh() {
        let moment = now().milliseconds
        let (workspaces, expired) = state.withLock { ($0.ownWorkspaces, $0.expire(before: moment)) }
        for (workspace, changes) in expired { tell(changes, in: workspace) }
        for workspace in workspaces { sayEverybody(in: workspace) }
    }

    private func sayEverybody(in workspace: WorkspaceID) {
        var people = state.withLock { $0.own(in: workspace) }
        while !people.isEmpty {
            lease(people.prefix(Self.lineLimit).map { .came($0) }, in: workspace)
            people = Array(people.dropFirst(Self.lineLimit))
        }
    }

    /// What the other gateways must know.
    private func lease(_ changes: [PresenceTable.Change], in workspace: WorkspaceID) {
        guard !changes.isEmpty else { return }
        var lease = PresenceLease(gateway: gateway)
        for change in changes {
            switch change {
            case .came(.member(let id)): lease.members.append(id)
            case .came(.visitor(let id, let inbox)): lease.visitors.append(.init(visitor: id, inbox: inbox))
            case .went(.member(let id)): lease.goneMembers.append(id)
            case .went(.visitor(let id, _)): lease.goneVisitors.append(id)
            case .team: break
            }
        }
        send(lease, in: workspace)
    }

    private func send(_ lease: PresenceLease, in workspace: WorkspaceID) {
        signals.send(.presenceLease, to: .services, workspace: workspace, data: lease, at: now())
    }

    /// What the browsers on this gateway must know.
    private func tell(_ changes: [PresenceTable.Change], in workspace: WorkspaceID) {
        for change in changes {
            switch change {
            case .came(.member(let id)): tellTeam(.memberPresence, MemberPresence(member: id, online: true), workspace)
            case .went(.member(let id)): tellTeam(.memberPresence, MemberPresence(member: id, online: false), workspace)
            case .came(.visitor(let id, let inbox)):
                tellTeam(.visitorPresence, VisitorPresence(visitor: id, online: true), workspace, inbox)
            case .went(.visitor(let id, let inbox)):
                tellTeam(.visitorPresence, VisitorPresence(visitor: id, online: false), workspace, inbox)
            case .team(let online): tellVisitors(TeamPresence(online: online), workspace)
            }
        }
    }

    private func tellTeam<Payload: Encodable>(
        _ type: EventType, _ data: Payload, _ workspace: WorkspaceID, _ inbox: InboxID? = nil
    ) {
        guard let line = line(type, .agents, data, workspace, inbox), let event = try? EventLine(line) else { return }
        let outbound = OutboundEvent(event)
        hubs.each { $0.deliver([outbound]) }
    }

    private func tellVisitors(_ data: TeamPresence, _ workspace: WorkspaceID) {
        guard let line = line(.teamPresence, .everyone, data, workspace, nil) else { return }
        let frame = EncodedFrame(text: line)
        hubs.each { $0.tellVisitors(of: workspace, frame) }
    }

    private func line<Payload: Encodable>(
        _ type: EventType, _ audience: Event.Audience, _ data: Payload, _ workspace: WorkspaceID, _ inbox: InboxID?
    ) -> [UInt8]? {
        guard let payload = try? JSON.encode(data) else { return nil }
        let event = Event(
            log: .conversations, type: type, audience: audience, workspace: workspace, inbox: inbox, at: now(),
            data: RawJSON(bytes: payload))
        return try? JSON.encode(event)
    }
}
