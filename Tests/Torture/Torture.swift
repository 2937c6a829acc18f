import Glibc
import TestKit
import WireModel

/// One run: people talk, services die and come back, everything settles, and the books are compared.
struct Torture: Sendable {
    let options: Options
    let folder: TemporaryFolder

    func run() async throws -> Report {
        note("--kills \(options.kills) --seed \(options.seed) --pairs \(options.pairs), in \(folder.path)")
        let mails = try await MailDesk()
        // All of them come from one network, and write faster than people do.
        let settings = [Name.notifications: ["MAJLIS_SMTP_URL": mails.url], .gateway: ["MAJLIS_LIMITS": "off"]]
        return try await Deployment.run(in: folder, settings: settings) { deployment in
            let pairs = try await pairs(in: deployment)
            let talking = pairs.map { pair in Task { await pair.talk() } }
            var killer = Killer(options, deployment: deployment, pairs: pairs, mails: mails)
            try await killer.run()
            for pair in pairs { await pair.finish() }
            for task in talking { await task.value }
            try await deployment.ready()
            note("Everybody has said what they had to say.")
            var report = killer.report
            try await Books(pairs: pairs, mails: mails).check(&report)
            deployment.signalAll(SIGKILL)
            checkFiles(&report)
            return report
        }
    }

    private func pairs(in deployment: Deployment) async throws -> [Pair] {
        var teams: [(owner: Teammate, inbox: Inbox)] = []
        for number in 0..<options.workspaces {
            let owner = try await deployment.signUp("owner-\(number)@palm.example")
            teams.append((owner, try await deployment.inbox(of: owner)))
        }
        let edge = deployment.edge
        var pairs: [Pair] = []
        for number in 0..<options.pairs {
            let team = teams[number % teams.count]
            let customer = try await Customer(client: edge, inbox: team.inbox.id)
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
