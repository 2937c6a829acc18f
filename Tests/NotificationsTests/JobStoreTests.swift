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

    private func due(_ store: JobStore, after seconds: Int64 = 0) async throws -> [SummaryJob] {
        try await store.due(at: Timestamp(milliseconds: start.milliseconds + seconds * 1000), limit: 10)
    }

    @Test func `has one job a closing, however often it is read`() async throws {
        let store = try store()

        let first = try await store.queue([closing(5)], cursor: 10, epoch: "a", now: start)
        let again = try await store.queue([closing(5)], cursor: 11, epoch: "a", now: start)
        let anew = try await store.queue([closing(3), closing(5)], cursor: 4, epoch: "b", now: start)

        #expect([first, again, anew] == [1, 0, 0])
        #expect(try await due(store).map(\.upTo) == [5])
        let place = try await store.place()
        #expect(place == (4, "b"))
        await store.database.close()
    }

    @Test func `gives the parts of one conversation in their order`() async throws {
        let store = try store()
        try await store.queue([closing(5), closing(9), closing(2, of: 8)], cursor: 1, epoch: "a", now: start)

        let first = try await due(store)
        try await store.finish(first[0], .sent, next: nil, now: start)
        let second = try await due(store)

        #expect(first.map(\.upTo) == [5, 2])
        #expect(second.map(\.upTo) == [9, 2])
        #expect(second.map(\.after) == [5, 0])
        await store.database.close()
    }

    @Test func `a part that never went is in the next one`() async throws {
        let store = try store()
        try await store.queue([closing(5), closing(9)], cursor: 1, epoch: "a", now: start)

        try await store.finish(try await due(store)[0], .skipped("no address"), next: nil, now: start)

        #expect(try await due(store).map(\.after) == [0])
        await store.database.close()
    }

    @Test func `keeps a deferred job for later, and what follows it too`() async throws {
        let store = try store()
        try await store.queue([closing(5), closing(9)], cursor: 1, epoch: "a", now: start)
        let later = start + .seconds(60)

        try await store.finish(try await due(store)[0], .deferred("down"), next: later, now: start)

        #expect(try await due(store, after: 59).isEmpty)
        #expect(try await due(store, after: 60).map(\.upTo) == [5])
        #expect(try await due(store, after: 60).map(\.attempts) == [1])
        #expect(try await store.outlook().waiting == 2)
        await store.database.close()
    }

    @Test func `gives up a deferred job that has no next time`() async throws {
        let store = try store()
        try await store.queue([closing(5)], cursor: 1, epoch: "a", now: start)

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
        try await before.queue([closing(5)], cursor: 7, epoch: "a", now: start)
        await before.database.close()

        let after = try store()

        #expect(try await due(after).map(\.upTo) == [5])
        let place = try await after.place()
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
}
