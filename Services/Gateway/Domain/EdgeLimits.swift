import ServiceKit
import WireModel

/// How much the edge lets through, counted where it is trusted most: whoever is signed in by account and workspace, a
/// visitor by device, and only what nobody answers for by network. So thousands of customers behind one address of a
/// mobile carrier do not stand in one another's way, and one of them who floods does.
///
/// Each gateway counts for itself. The whole table:
///
/// | limit       | of whom                   | at once | then   | why                                              |
/// | ----------- | ------------------------- | ------- | ------ | ------------------------------------------------ |
/// | account     | a member, an API key      | 600     | 20/s   | an inbox that opens asks some 20 times, a person |
/// |             |                           |         |        | who clicks 2/s; a program that syncs pages fast  |
/// | workspace   | all of its accounts       | 6000    | 200/s  | ten accounts at their limit; no tenant takes the |
/// |             |                           |         |        | others' share                                    |
/// | plan        | a workspace's API keys    | by plan | a min. | what it pays for                                 |
/// | device      | a visitor's browser       | 120     | 4/s    | a page that is opened asks 4 times, typing 2/s;  |
/// |             |                           |         |        | many tabs                                        |
/// | messages    | a visitor's browser       | 60      | 1/s    | nobody types faster; 60 wait in an outbox that   |
/// |             |                           |         |        | was offline                                      |
/// | uploads     | a visitor's browser       | 40      | 1/5 s  | twenty pictures twice; a file may be 50 MiB      |
/// | widgets     | a network                 | 6000    | 100/s  | each page view of each shop: the most generous   |
/// | visitors    | a network                 | 1000    | 10/s   | once a browser and year; each becomes a device   |
/// |             |                           |         |        | with a bucket of its own                         |
/// | doors       | a network                 | 60      | 1/s    | an office that signs in at nine; 31 ms of work   |
/// | accounts    | a network                 | 20      | 2/min. | makes a workspace or sends somebody a mail       |
/// | strangers   | a network                 | 300     | 10/s   | secrets that open nothing; each asks `identity`  |
/// | sockets     | a visitor, a member, a    | 64 open |        | more tabs than anybody has; one token must not   |
/// |             | key, on each event loop   |         |        | take the room that all have                      |
struct EdgeLimits: Sendable {
    /// What nobody in particular asks for.
    enum Anonymous: Sendable {
        /// How a widget looks.
        case widget
        /// Becoming a visitor.
        case visitor
        /// With a secret to show: sign-in, an invitation, a ticket.
        case door
        /// Without one, and with consequences: sign-up, a forgotten password.
        case account
        /// A session, key or token that is not known yet; given back when it turns out to be one.
        case stranger
    }

    /// How many sockets one visitor, member or key has open on one event loop.
    let socketsOfOne: Int

    private static let busy = "Too many requests. Wait a little."

    private let isOn: Bool
    private let now: @Sendable () -> Timestamp
    private let accounts = RateLimit("limit.account", busy, RateQuota(burst: 600, every: .milliseconds(50)))
    private let workspaces = RateLimit("limit.workspace", busy, RateQuota(burst: 6000, every: .milliseconds(5)))
    private let plans = RateLimit("limit.plan", "The plan's calls for this minute are used up.", .perMinute(1))
    private let devices = RateLimit(
        "limit.device", busy, RateQuota(burst: 120, every: .milliseconds(250)), countLimit: 65_536)
    private let messages = RateLimit(
        "limit.messages", "Too many messages. Wait a little.", RateQuota(burst: 60, every: .seconds(1)),
        countLimit: 65_536)
    private let uploads = RateLimit(
        "limit.uploads", "Too many files. Wait a little.", RateQuota(burst: 40, every: .seconds(5)),
        countLimit: 65_536)
    private let widgets = network(RateQuota(burst: 6000, every: .milliseconds(10)))
    private let visitors = network(RateQuota(burst: 1000, every: .milliseconds(100)))
    private let doors = network(RateQuota(burst: 60, every: .seconds(1)))
    private let newcomers = network(RateQuota(burst: 20, every: .seconds(30)))
    private let strangers = network(RateQuota(burst: 300, every: .milliseconds(100)))

    init(isOn: Bool, now: @escaping @Sendable () -> Timestamp) {
        self.isOn = isOn
        socketsOfOne = isOn ? 64 : .max
        self.now = now
    }

    /// One request of whoever is signed in, or of a visitor.
    ///
    /// - Parameter callsPerMinute: Of the workspace's plan, for all of its keys together; nil for no such limit.
    /// - Throws: `limit.account`, `limit.workspace`, `limit.plan`, `limit.device`.
    func request(by principal: Principal, callsPerMinute: Int? = nil) throws(Failure) {
        guard isOn else { return }
        let (workspace, now) = (principal.workspace, now())
        switch principal.subject {
        case .visitor(let visitor, _):
            try devices.take(RateKey(visitor, in: workspace), now: now)
        case .member(let member, _):
            try accounts.take(RateKey(member, in: workspace), now: now)
            try workspaces.take(RateKey(workspace), now: now)
        case .key(let key, _):
            try accounts.take(RateKey(key, in: workspace), now: now)
            try workspaces.take(RateKey(workspace), now: now)
            guard let callsPerMinute else { return }
            try plans.take(RateKey(workspace), quota: .perMinute(callsPerMinute), now: now)
        }
    }

    /// One message, over REST or any of the sender's sockets.
    /// - Throws: `limit.messages` for a visitor's device, as ``request(by:callsPerMinute:)`` for the team.
    func message(by principal: Principal, callsPerMinute: Int? = nil) throws(Failure) {
        guard isOn else { return }
        guard let visitor = principal.visitor else {
            return try request(by: principal, callsPerMinute: callsPerMinute)
        }
        try messages.take(RateKey(visitor, in: principal.workspace), now: now())
    }

    /// One file of a visitor.
    /// - Throws: `limit.uploads`.
    func upload(by principal: Principal) throws(Failure) {
        guard isOn, let visitor = principal.visitor else { return }
        try uploads.take(RateKey(visitor, in: principal.workspace), now: now())
    }

    /// One request of nobody in particular, by the network it comes from.
    /// - Throws: `limit.network`.
    func request(_ kind: Anonymous, from network: IPAddress?) throws(Failure) {
        guard isOn else { return }
        try limit(kind).take(Self.key(network), now: now())
    }

    /// It was somebody after all.
    func giveBack(_ kind: Anonymous, from network: IPAddress?) {
        guard isOn else { return }
        limit(kind).giveBack(Self.key(network), now: now())
    }

    private func limit(_ kind: Anonymous) -> RateLimit {
        switch kind {
        case .widget: widgets
        case .visitor: visitors
        case .door: doors
        case .account: newcomers
        case .stranger: strangers
        }
    }

    /// Peers without an address that can be read share a bucket.
    private static func key(_ address: IPAddress?) -> RateKey {
        RateKey(address?.network.description ?? "")
    }

    private static func network(_ quota: RateQuota) -> RateLimit {
        RateLimit("limit.network", "Too many requests from this network. Wait a little.", quota)
    }
}
