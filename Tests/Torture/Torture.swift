import Glibc
import Loop
import TestKit
import WireModel

/// One round: people talk, everything goes wrong, everything heals and settles, and the books are compared.
struct Torture: Sendable {
    let options: Options
    let folder: TemporaryFolder
    /// How long people talk before anything goes wrong.
    private static let calm = Duration.seconds(8)
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
        func door(_ name: Name, _ port: Int) -> Int {
            let link = Link(to: port, on: network)
            links[Place(name)] = link
            return link.port
        }
        let settings = settings(mails, shims)
        return try await Deployment.run(in: folder, settings: settings, through: door) { deployment in
            let port = try await deployment.addGateway(shims[Place(.gateway, 1)]!.settings)
            links[Place(.gateway, 1)] = Link(to: port, on: network)
            return try await torture(deployment, links, shims, mails)
        }
    }

    private func torture(
        _ deployment: Deployment, _ links: [Place: Link], _ shims: [Place: Shim], _ mails: MailDesk
    ) async throws -> Report {
        let gateways = links.keys.filter { $0.name == .gateway }.sorted { $0.number < $1.number }
        let edges = gateways.map { TestClient(port: links[$0]!.port, on: deployment.loop) }
        let people = try await People.gather(options, at: edges)
        let camera = Camera(deployment: deployment, people: people)
        let keeper = Keeper(deployment, shims: shims, camera: camera, mails: mails)
        let weather = Weather(
            strokes: options.strokes, deployment: deployment, links: links, shims: shims, keeper: keeper,
            camera: camera)
        let busy = people.begin()
        // Everybody is there, and nothing has gone wrong yet.
        try await Task.sleep(for: Self.calm)
        let memory = Memory(of: deployment)
        await weather.run()
        note("Everything is healed.")
        await people.finish()
        for task in busy { await task.value }
        try await deployment.ready()
        note("Everybody has said what they had to say.")
        var report = Report()
        report.count("seed", Int(options.seed))
        weather.tell(&report)
        try await Books(people: people, mails: mails).check(&report)
        Memory(of: deployment).compare(with: memory, &report)
        await people.leave()
        report.add(keeper.end())
        deployment.signalAll(SIGKILL)
        checkFiles(&report)
        await FileBook(people: people, folder: folder).check(&report)
        return report
    }

    private func shim(of place: Place) throws -> Shim {
        let seed = place.description.utf8.reduce(options.seed) { $0 &* 31 &+ UInt64($1) }
        return try Shim(seed: seed, at: pages.file("\(place)"))
    }

    private func settings(_ mails: MailDesk, _ shims: [Place: Shim]) -> [Name: [String: String]] {
        // All people come from one network, and write faster than people do.
        var own = [Name.notifications: ["MAJLIS_SMTP_URL": mails.url], .gateway: ["MAJLIS_LIMITS": "off"]]
        // Where messages go through: with an `identity` that forgets people there would be nobody to torture with.
        for name in [Name.conversations, .gateway] { own[name, default: [:]]["MAJLIS_BREAK"] = options.breakage }
        return Dictionary(
            uniqueKeysWithValues: Name.allCases.map { name in
                (name, shims[Place(name)]!.settings.merging(own[name] ?? [:]) { $1 })
            })
    }

    private func checkFiles(_ report: inout Report) {
        for name in folder.names() where name.hasSuffix(".sqlite") {
            report.count("databases whole after the last kill")
            for problem in StoredFile.problems(at: folder.file(name)) { report.fault("\(name): \(problem)") }
        }
    }
}
