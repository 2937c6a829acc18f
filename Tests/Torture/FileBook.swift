import TestKit
import WireModel

/// What the files hold once nobody has them open, compared with what people know.
struct FileBook: Sendable {
    private static let log = "SELECT seq, rest FROM events ORDER BY seq"
    /// Who follows a log stands nowhere behind its end.
    private static let followers = [
        ("contacts.sqlite", "SELECT cursor FROM counted", "conversations.sqlite"),
        ("notifications.sqlite", "SELECT cursor FROM places WHERE log = 'conversations'", "conversations.sqlite"),
        ("notifications.sqlite", "SELECT cursor FROM places WHERE log = 'identity'", "identity.sqlite"),
        ("conversations.sqlite", "SELECT cursor FROM feeds WHERE name = 'identity'", "identity.sqlite"),
        ("conversations.sqlite", "SELECT cursor FROM feeds WHERE name = 'contacts'", "contacts.sqlite"),
    ]

    let people: People
    let folder: TemporaryFolder

    func check(_ report: inout Report) async {
        await checkMessages(&report)
        await checkLog(&report)
        for (file, query, log) in Self.followers {
            let head = StoredFile.numbers("SELECT coalesce(max(seq), 0) FROM events", at: folder.file(log)).first ?? 0
            for cursor in StoredFile.numbers(query, at: folder.file(file)) {
                report.expect(cursor <= head, "\(file) has read up to \(cursor), and \(log) ends at \(head)")
            }
        }
    }

    private func checkMessages(_ report: inout Report) async {
        let ids = StoredFile.numbers("SELECT id FROM messages", at: folder.file("conversations.sqlite"))
        let rows = Dictionary(ids.map { ($0, 1) }, uniquingKeysWith: +)
        for message in await people.acknowledged() {
            let count = rows[message.id.rawValue] ?? 0
            report.expect(count > 0, .lost, "\(message.conversation): \(message.id) is not in the file")
            report.expect(count < 2, .doubled, "\(message.conversation): \(message.id) is in the file \(count) times")
        }
    }

    /// Each line as those heard it who did, and none that somebody had to hear and nobody did.
    private func checkLog(_ report: inout Report) async {
        let heard = Dictionary(uniqueKeysWithValues: people.ledger.all.map { ($0.seq, $0.digest) })
        let last = heard.keys.max() ?? 0
        var unheard: [Ledger.Entry] = []
        for (seq, rest) in StoredFile.lines(Self.log, at: folder.file("conversations.sqlite")) where seq <= last {
            report.count("lines of the log in the file")
            let bytes = Array("{\"log\":\"conversations\",\"seq\":\(seq)".utf8) + rest.dropLast(rest.last == 10 ? 1 : 0)
            if let digest = heard[seq] {
                report.expect(digest == bytes.hashValue, "line \(seq) of the log is stored otherwise than it was heard")
            } else if let line = try? EventLine(bytes), let entry = try? Ledger.Entry(line, seq, 0) {
                unheard.append(entry)
            } else {
                report.fault("line \(seq) of the log cannot be read")
            }
        }
        unheard.removeAll { $0.audience == .services }
        for page in await people.pages {
            let stretches = await page.stretches
            for entry in unheard where page.reader.mayHear(entry) {
                let isDue = stretches.contains { $0.start < entry.seq && entry.seq <= $0.end }
                report.expect(!isDue, .lost, "\(page.reader.name) never heard \(entry.type.rawValue) \(entry.seq)")
            }
        }
    }
}
