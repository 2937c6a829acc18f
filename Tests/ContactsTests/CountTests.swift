import HTTP
import ServiceKit
import Storage
import TestKit
import Testing
import WireModel

@testable import Contacts

@Suite struct `Counts from the conversations' log` {
    /// Asks until the log has been counted as far as expected.
    private func contact(
        _ id: ContactID, _ running: Running, until isThere: (Contact) -> Bool
    ) async throws -> Contact {
        try await eventually("the log is counted") { isThere(try await running.contact(id)) }
        return try await running.contact(id)
    }

    @Test func `visitors' messages and new conversations count, the team's do not`() async throws {
        let running = try await Running.start()
        let sara = try await running.match(1, name: "Sara")
        let log = running.conversations.program
        let later = sara.lastSeenAt.milliseconds + 60_000

        try await log.begin(sara.id)
        try await log.say("salam", from: .visitor(VisitorID(rawValue: 1)), at: later)
        try await log.say("ahlan", from: .member(MemberID(rawValue: 3)), at: later + 1)
        try await log.say("stranger", from: .visitor(VisitorID(rawValue: 99)), at: later + 2)
        try await log.say("order 7", from: .visitor(VisitorID(rawValue: 1)), at: later - 5)

        let seen = try await contact(sara.id, running) { $0.messageCount == 2 }
        #expect(seen.conversationCount == 1)
        #expect(seen.lastSeenAt.milliseconds == later)
        #expect(try await running.events().count == 1)
        await running.stop()
    }

    @Test func `a restart goes on where it stopped`() async throws {
        let (folder, logFolder) = (TemporaryFolder(), TemporaryFolder())
        let before = try await Running.start(folder: folder, logFolder: logFolder)
        let sara = try await before.match(1, name: "Sara")
        try await before.conversations.program.say("1", from: .visitor(VisitorID(rawValue: 1)), at: 1)
        _ = try await contact(sara.id, before) { $0.messageCount == 1 }
        await before.stop()

        let after = try await Running.start(folder: folder, logFolder: logFolder)
        try await after.conversations.program.say("2", from: .visitor(VisitorID(rawValue: 1)), at: 2)

        let counted = try await contact(sara.id, after) { $0.messageCount >= 2 }
        #expect(counted.messageCount == 2)
        await after.stop()
    }

    @Test func `it is ready once it follows the log`() async throws {
        let running = try await Running.start()

        try await eventually("it is ready") { try await running.send(.get, "/readyz").status == 200 }

        await running.stop()
    }

    @Test func `a batch that comes twice counts once, and a new log begins anew`() async throws {
        let running = try await Running.start()
        let folder = TemporaryFolder()
        let database = try Database(path: folder.file("contacts.sqlite"), migrations: Contacts.migrations)
        let counts = CountStore(database: database)
        try await database.write { transaction in
            let moment = Timestamp(milliseconds: 1)
            let sara = Contact(
                id: ContactID(rawValue: 4), name: "Sara", email: nil, phone: nil, language: nil, unverified: false,
                claims: [], createdAt: moment, lastSeenAt: moment, conversationCount: 0, messageCount: 0)
            try ContactRows.insert(sara, founder: nil, in: Running.workspace, transaction)
            try ContactRows.link(VisitorID(rawValue: 1), to: sara.id, in: Running.workspace, transaction)
        }
        let log = running.conversations.program
        for number in Int64(1)...3 {
            try await log.say("\(number)", from: .visitor(VisitorID(rawValue: 1)), at: number)
        }
        let lines = try await lines(of: log)
        func count() async throws -> Int {
            try await database.read {
                try ContactRows.contact(ContactID(rawValue: 4), in: Running.workspace, $0).messageCount
            }
        }

        try await counts.add(Array(lines[..<2]), epoch: "a", cursor: 2)
        try await counts.add(lines, epoch: "a", cursor: 3)
        #expect(try await count() == 3)
        try await counts.add(Array(lines[..<1]), epoch: "b", cursor: 1)
        #expect(try await count() == 1)
        let place = try await counts.place()
        #expect(place.cursor == 1 && place.epoch == "b")
        await database.close()
        await running.stop()
    }

    private func lines(of log: LogOnly) async throws -> [EventLine] {
        try await log.database.read { connection in
            try connection.rows("SELECT seq, rest FROM events ORDER BY seq") { row in
                let text = "{\"log\":\"conversations\",\"seq\":\(try row[0] as Int64)"
                return try EventLine(Array(text.utf8) + (try row[1] as [UInt8]).dropLast())
            }
        }
    }
}
