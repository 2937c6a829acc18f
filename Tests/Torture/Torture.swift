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
            let people = try await People.gather(options, at: [deployment.edge])
            let busy = people.begin()
            var killer = Killer(options, deployment: deployment, pairs: people.pairs, mails: mails)
            try await killer.run()
            await people.finish()
            for task in busy { await task.value }
            try await deployment.ready()
            note("Everybody has said what they had to say.")
            var report = killer.report
            try await Books(people: people, mails: mails).check(&report)
            deployment.signalAll(SIGKILL)
            checkFiles(&report)
            return report
        }
    }

    private func checkFiles(_ report: inout Report) {
        for name in folder.names() where name.hasSuffix(".sqlite") {
            report.count("databases whole after the last kill")
            for problem in StoredFile.problems(at: folder.file(name)) { report.fault("\(name): \(problem)") }
        }
    }
}
