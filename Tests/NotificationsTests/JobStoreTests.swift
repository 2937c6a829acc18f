import Storage
import TestKit
import Testing
import WireModel

@testable import Notifications

@Suite struct `The queue of mails` {
    private let folder = TemporaryFolder()
    private let start = Timestamp(milliseconds: 1_000_000)

    private func store() throws -> JobStore {
        JobStore(database: try Database(path: folder.file("n.sqlite"), migrations: Notifications.migrations))
    }

    private func closing(_ upTo: Int64, of conversation: Int64 = 1) -> Closing {
        Closing(
            workspace: Example.workspace, conversation: ConversationID(rawValue: conversation), upTo: upTo)
    }

    private func due(_ store: JobStore, after seconds: Int64 = 0) async throws -> [MailJob] {
        try await store.due(at: Timestamp(milliseconds: start.milliseconds + seconds * 1000), limit: 10)
    }

    @discardableResult
    private func queue(_ closings: [Closing], at cursor: Int64, epoch: String = "a", in store: JobStore) async throws
        -> Int
    {
        try await store.queue(
            closings.map(Occasion.closing), from: .conversations, cursor: cursor, epoch: epoch, now: start)
    }

    @Test func `has one job a closing, however often it is read`() async throws {
        let store = try store()

        let first = try await queue([closing(5)], at: 10, in: store)
        let again = try await queue([closing(5)], at: 11, in: store)
        let anew = try await queue([closing(3), closing(5)], at: 4, epoch: "b", in: store)

        #expect([first, again, anew] == [1, 0, 0])
        #expect(try await due(store).map(\.part.upTo) == [5])
        let place = try await store.place(in: .conversations)
        #expect(place == (4, "b"))
        await store.database.close()
    }

    @Test func `gives the parts of one conversation in their order`() async throws {
        let store = try store()
        try await queue([closing(5), closing(9), closing(2, of: 8)], at: 1, in: store)

        let first = try await due(store)
        try await store.finish(first[0], .sent, next: nil, now: start)
        let second = try await due(store)

        #expect(first.map(\.part.upTo) == [5, 2])
        #expect(second.map(\.part.upTo) == [9, 2])
        #expect(second.map(\.part.after) == [5, 0])
        await store.database.close()
    }

    @Test func `a part that never went is in the next one`() async throws {
        let store = try store()
        try await queue([closing(5), closing(9)], at: 1, in: store)

        try await store.finish(try await due(store)[0], .skipped("no address"), next: nil, now: start)

        #expect(try await due(store).map(\.part.after) == [0])
        await store.database.close()
    }

    @Test func `keeps a deferred job for later, and what follows it too`() async throws {
        let store = try store()
        try await queue([closing(5), closing(9)], at: 1, in: store)
        let later = start + .seconds(60)

        try await store.finish(try await due(store)[0], .deferred("down"), next: later, now: start)

        #expect(try await due(store, after: 59).isEmpty)
        #expect(try await due(store, after: 60).map(\.part.upTo) == [5])
        #expect(try await due(store, after: 60).map(\.attempts) == [1])
        #expect(try await store.outlook().waiting == 2)
        await store.database.close()
    }

    @Test func `gives up a deferred job that has no next time`() async throws {
        let store = try store()
        try await queue([closing(5)], at: 1, in: store)

        try await store.finish(try await due(store)[0], .deferred("down"), next: nil, now: start)

        let state = try await store.database.read { connection in
            try connection.first("SELECT state, reason FROM jobs") { row in
                [try row[0] as String, try row[1] as String]
            }
        }
        #expect(state == ["failed", "down"])
        #expect(try await store.outlook().waiting == 0)
        await store.database.close()
    }

    @Test func `survives a restart`() async throws {
        let before = try store()
        try await queue([closing(5)], at: 7, in: before)
        await before.database.close()

        let after = try store()

        #expect(try await due(after).map(\.part.upTo) == [5])
        let place = try await after.place(in: .conversations)
        #expect(place == (7, "a"))
        await after.database.close()
    }

    @Test func `reads closings out of the log and nothing else`() throws {
        func line(_ type: String, _ data: String) throws -> EventLine {
            try EventLine(
                Array(
                    """
                    {"log":"conversations","seq":3,"type":"\(type)","audience":"everyone","workspace":\
                    "\(Example.workspace)","conversation":"\(Example.conversation)","data":\(data)}
                    """.utf8))
        }
        let by = #""by":{"kind":"system","name":""},"lastSequence":8"#

        #expect(try Closing(line("conversation.status", #"{"status":"closed",\#(by)}"#))?.upTo == 8)
        #expect(try Closing(line("conversation.status", #"{"status":"open",\#(by)}"#)) == nil)
        #expect(try Closing(line("conversation.read", #"{"by":"team","sequence":1}"#)) == nil)
        #expect(try Closing(line("something.new", "{}")) == nil)
    }

    @Test func `keeps what was queued and read before there were account mails`() async throws {
        let old = try Database(path: folder.file("n.sqlite"), migrations: Array(Notifications.migrations.prefix(1)))
        try await old.write { transaction in
            try transaction.run(
                """
                INSERT INTO jobs (workspace, conversation, up_to, state, due_at, queued_at, done_at)
                VALUES (7, 1, 5, 'sent', ?1, ?1, ?1), (7, 1, 9, 'due', ?1, ?1, NULL)
                """, start)
            try transaction.run("UPDATE followed SET epoch = 'a', cursor = 12")
        }
        await old.close()

        let store = try store()
        let again = try await queue([closing(5), closing(9)], at: 13, in: store)

        #expect(again == 0)
        #expect(try await due(store).map(\.part) == [SummaryPart(conversation: .init(rawValue: 1), upTo: 9, after: 5)])
        let (place, other) = (try await store.place(in: .conversations), try await store.place(in: .identity))
        #expect(place == (13, "a") && other == (0, ""))
        await store.database.close()
    }
}

extension MailJob {
    /// Of a summary.
    fileprivate var part: SummaryPart {
        guard case .summary(let part) = content else { preconditionFailure("this is no summary's job") }
        return part
    }
}
