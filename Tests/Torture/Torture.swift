import Glibc
import HTTP
import Loop
import TestKit
import WireModel

/// One round: people talk, everything goes wrong, everything heals and settles, and the books are compared.
struct Torture: Sendable {
    let options: Options
    let folder: TemporaryFolder
    private let network = EventLoop(name: "network")
    private let pages = TemporaryFolder()

    init(options: Options, folder: TemporaryFolder) {
        self.options = options
        self.folder = folder
    }

    func run() async throws -> Report {
        note("--seed \(options.seed) --seconds \(options.seconds) --pairs \(options.pairs), in \(folder.path)")
        defer { network.stop() }
        let places = Name.allCases.map { Place($0) } + [Place(.gateway, 1)]
        let shims = Dictionary(uniqueKeysWithValues: try places.map { ($0, try shim(of: $0)) })
        let mails = try await MailDesk()
        var links: [Place: Link] = [:]
        return try await Deployment.run(
            in: folder, settings: settings(mails, shims),
            through: { name, port in
                let link = Link(to: port, on: network)
                links[Place(name)] = link
                return link.port
            }
        ) { deployment in
            let port = try await deployment.addGateway(shims[Place(.gateway, 1)]!.settings)
            links[Place(.gateway, 1)] = Link(to: port, on: network)
            return try await torture(deployment, links, shims, mails)
        }
    }

    private func torture(
        _ deployment: Deployment, _ links: [Place: Link], _ shims: [Place: Shim], _ mails: MailDesk
    ) async throws -> Report {
        let gateways = links.keys.filter { $0.name == .gateway }.sorted { $0.number < $1.number }
        let pairs = try await pairs(in: deployment, at: gateways.map { links[$0]!.port })
        let camera = Camera(deployment: deployment, pairs: pairs)
        let keeper = Keeper(deployment, shims: shims, camera: camera, mails: mails)
        let weather = Weather(
            strokes: options.strokes, deployment: deployment, links: links, shims: shims, keeper: keeper,
            camera: camera)
        let talking = pairs.map { pair in Task { await pair.talk() } }
        await weather.run()
        note("Everything is healed.")
        for pair in pairs { await pair.finish() }
        for task in talking { await task.value }
        try await deployment.ready()
        note("Everybody has said what they had to say.")
        var report = Report()
        report.count("seed", Int(options.seed))
        weather.tell(&report)
        try await Books(pairs: pairs, mails: mails).check(&report)
        report.add(keeper.end())
        deployment.signalAll(SIGKILL)
        checkFiles(&report)
        return report
    }

    private func shim(of place: Place) throws -> Shim {
        let seed = place.description.utf8.reduce(options.seed) { $0 &* 31 &+ UInt64($1) }
        return try Shim(seed: seed, at: pages.file("\(place)"))
    }

    private func settings(_ mails: MailDesk, _ shims: [Place: Shim]) -> [Name: [String: String]] {
        // All people come from one network, and write faster than people do.
        let own = [Name.notifications: ["MAJLIS_SMTP_URL": mails.url], .gateway: ["MAJLIS_LIMITS": "off"]]
        return Dictionary(
            uniqueKeysWithValues: Name.allCases.map { name in
                (name, shims[Place(name)]!.settings.merging(own[name] ?? [:]) { $1 })
            })
    }

    /// - Parameter doors: One a gateway; each has its share of the people.
    private func pairs(in deployment: Deployment, at doors: [Int]) async throws -> [Pair] {
        let edges = doors.map { TestClient(port: $0, on: deployment.loop) }
        var teams: [(owner: Teammate, inbox: Inbox)] = []
        for number in 0..<options.workspaces {
            let owner = try await deployment.signUp("owner-\(number)@palm.example")
            let settings = WorkspaceSettings(reopenHours: 0)
            _ = try await owner.call(.put, "workspace-settings", body: settings, expecting: WorkspaceSettings.self)
            teams.append((owner, try await deployment.inbox(of: owner)))
        }
        var pairs: [Pair] = []
        for number in 0..<options.pairs {
            var team = teams[number % teams.count]
            team.owner.client = edges[number / teams.count % edges.count]
            let customer = try await Customer(client: edges[number % edges.count], inbox: team.inbox.id)
            let dice = Dice(seed: options.seed, stream: UInt64(number) + 1)
            pairs.append(Pair(number, owner: team.owner, customer: customer, dice: dice))
        }
        return pairs
    }

    private func checkFiles(_ report: inout Report) {
        for name in folder.names() where name.hasSuffix(".sqlite") {
            report.count("databases whole after the last kill")
            for problem in StoredFile.problems(at: folder.file(name)) { report.fault("\(name): \(problem)") }
        }
    }
}
