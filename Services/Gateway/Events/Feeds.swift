import HTTP
import Loop
import ServiceKit
import WireModel

/// Follows the logs of the three services with changes that browsers or this gateway's own memory must know.
struct Feeds: Sendable {
    private let conversations: EventFeed
    private let identity: EventFeed
    private let contacts: EventFeed

    init(
        peers: Peers, hubs: Hubs, recent: RecentEvents, presence: Presence, callers: Callers, doors: Doors,
        routes: ConversationRouteCache, workspaces: WorkspaceNames, context: ServiceContext
    ) {
        let log = context.log
        conversations = EventFeed(
            of: peers.conversations, from: .end, ephemeral: true, context: context,
            connected: { epoch, head in
                recent.connected(epoch: epoch, head: head)
                hubs.each { $0.connected(epoch: epoch, head: head) }
                doors.forgetAll()
                routes.forgetAll()
            },
            handle: { batch in
                for line in batch.lines where line.type == .presenceLease {
                    presence.heard(try line.data(as: PresenceLease.self), in: line.workspace)
                }
                for line in batch.lines {
                    switch line.type {
                    case .inboxChanged:
                        line.inbox.map(doors.forget)
                        try Self.admitAnew(line, hubs)
                    // Rare, and every inbox of the workspace has them.
                    case .settingsChanged: doors.forgetAll()
                    case .conversationChanged: line.conversation.map(routes.forget)
                    default: break
                    }
                }
                Self.push(batch.lines, hubs, recent)
            })
        identity = EventFeed(
            of: peers.identity, from: .end, context: context,
            connected: { _, _ in
                callers.endAll()
                workspaces.forgetAll()
            },
            handle: { batch in
                for line in batch.lines where line.type == .workspaceChanged { workspaces.forget(line.workspace) }
                for line in batch.lines {
                    do {
                        try Self.revoke(line, callers, hubs)
                    } catch {
                        log.error("An event of the identity log cannot be read.", ["error": .string("\(error)")])
                    }
                }
                Self.push(batch.lines, hubs, recent)
            })
        contacts = EventFeed(
            of: peers.contacts, from: .end, context: context,
            handle: { batch in Self.push(batch.lines, hubs, recent) })
    }

    func start() {
        conversations.start()
        identity.start()
        contacts.start()
    }

    func stop() {
        conversations.stop()
        identity.stop()
        contacts.stop()
    }

    /// The contacts' log is not waited for: without it the team works on.
    var areConnected: Bool { conversations.isConnected && identity.isConnected }

    private static func push(_ lines: [EventLine], _ hubs: Hubs, _ recent: RecentEvents) {
        let events = lines.filter { $0.audience != .services }.map(OutboundEvent.init)
        guard !events.isEmpty else { return }
        recent.append(events.filter { $0.line.log == .conversations })
        hubs.each { $0.deliver(events) }
    }

    /// Visitors of an inbox that wants proof come back at once, and only those with it are let in.
    private static func admitAnew(_ line: EventLine, _ hubs: Hubs) throws {
        guard let inbox = line.inbox, try line.data(as: Proof.self).verification == .required else { return }
        hubs.each { hub in
            hub.close(.serviceRestart, reason: "inbox changed", in: line.workspace) { principal in
                if case .visitor(_, inbox) = principal.subject { true } else { false }
            }
        }
    }

    /// The one field of ``Inbox`` that matters here; a line of an older log lacks it.
    private struct Proof: Decodable {
        var verification: Inbox.Verification?
    }

    /// What identity ends ends here at once, on open sockets too.
    private static func revoke(_ line: EventLine, _ callers: Callers, _ hubs: Hubs) throws {
        let workspace = line.workspace
        switch line.type {
        case .sessionEnded:
            let session = try line.data(as: SessionReference.self).session
            callers.end { $0.session == session }
            hubs.each { $0.close(.unauthenticated, reason: "signed out", in: workspace) { $0.session == session } }
        case .memberEnded:
            let member = try line.data(as: MemberEnded.self).member
            callers.end { $0.member == member }
            hubs.each { $0.close(.unauthenticated, reason: "ended", in: workspace) { $0.member == member } }
        case .memberChanged:
            let member = try line.data(as: Member.self).id
            callers.end { $0.member == member }
        case .workspaceChanged:
            // Perhaps its plan, which says how much its keys may call.
            callers.end { $0.workspace == workspace && $0.member == nil }
        case .rightsChanged:
            // Comes back at once, with the rights it has now.
            let change = try line.data(as: RightsChanged.self)
            callers.end { $0.workspace == workspace && change.concerns($0) }
            hubs.each { $0.close(.serviceRestart, reason: "rights changed", in: workspace, where: change.concerns) }
        case .keyRevoked:
            let key = try line.data(as: KeyReference.self).key
            let isRevoked: @Sendable (Principal) -> Bool = { principal in
                if case .key(key, _) = principal.subject { true } else { false }
            }
            callers.end(where: isRevoked)
            hubs.each { $0.close(.unauthenticated, reason: "revoked", in: workspace, where: isRevoked) }
        default: break
        }
    }
}
