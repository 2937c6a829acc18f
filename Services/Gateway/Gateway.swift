import Loop
import Server
import ServiceKit
import WireModel

/// The only public service: pages, sign-in, the edge for REST, and every browser's socket. It keeps nothing durable;
/// any number of them may stand side by side.
struct Gateway: Service {
    let router: Router
    private let feeds: Feeds
    private let security: SecurityHeaders

    init(context: ServiceContext) async throws {
        let settings = try GatewaySettings(context.configuration)
        let peers = try Peers(context: context)
        let callers = Callers(identity: peers.identity, key: context.key, now: context.now)
        let doors = Doors(conversations: peers.conversations)
        let routes = ConversationRouteCache(conversations: peers.conversations)
        let signals = Signals(conversations: peers.conversations, loop: context.loop, log: context.log)
        let hubs = Hubs(context.loops.map { Hub(loop: $0) })
        let presence = Presence(loop: context.loop, hubs: hubs, signals: signals, now: context.now)
        let recent = RecentEvents()
        let workspaces = WorkspaceNames(identity: peers.identity)
        let feeds = Feeds(
            peers: peers, hubs: hubs, recent: recent, presence: presence, callers: callers, doors: doors,
            routes: routes, workspaces: workspaces, context: context)
        let limits = EdgeLimits(isOn: settings.hasLimits, now: context.now)
        let desk = SocketDesk(
            hubs: hubs, recent: recent, presence: presence, callers: callers, doors: doors, signals: signals,
            routes: routes, peers: peers, limits: limits, framesPerSecond: settings.framesPerSecond, context: context)
        context.metrics.gauge("majlis_sockets", help: "Open sockets that said hello.") { Int64(presence.sockets) }

        var router = Router()
        let edge = Edge(settings: settings, callers: callers, limits: limits)
        let sessions = SessionRoutes(edge: edge, peers: peers, settings: settings)
        sessions.register(on: &router)
        AccountRoutes(edge: edge, peers: peers, sessions: sessions).register(on: &router)
        let files = FileRoutes(edge: edge, peers: peers, uploads: Uploads())
        files.register(on: &router)
        WidgetRoutes(
            edge: edge, doors: doors, peers: peers, presence: presence, workspaces: workspaces, files: files,
            context: context
        ).register(on: &router)
        SocketRoutes(edge: edge, desk: desk).register(on: &router)
        ForwardRoutes(edge: edge, peers: peers).register(on: &router)
        if settings.operatorKey != nil { OperatorRoutes(edge: edge, peers: peers).register(on: &router) }
        PageRoutes(edge: edge, doors: doors, files: settings.files).register(on: &router)
        self.router = router
        self.feeds = feeds
        security = SecurityHeaders(isSecure: settings.isSecure)
        feeds.start()
        presence.start()
    }

    /// The largest file that a workspace may allow; every other route collects far less.
    static var bodyLimitBytes: Int { AttachmentPolicy.bytesRange.upperBound }

    func ready() async throws {
        guard feeds.areConnected else {
            throw Failure.unavailable("gateway.starting", "The gateway does not follow the services' logs yet.")
        }
    }

    func stop() async {
        feeds.stop()
    }

    func finish(_ response: inout Response, to request: Request) {
        security.set(on: &response, path: request.path)
    }
}
