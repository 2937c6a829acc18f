import Glibc
import Search
import ServiceKit
import Storage
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `The search's index` {
    private static let workspace = Principal.owner.workspace

    @Test func `is made anew of what is there`() async throws {
        let folder = TemporaryFolder()
        try await TestService.start(Conversations.self, folder: folder) { service in
            try await service.talk(["order one", "order two"], 1, in: service.inbox())
            try await service.indexed("order two")
        }
        for suffix in ["", "-wal", "-shm"] { unlink(folder.file("search.sqlite\(suffix)")) }

        try await TestService.start(Conversations.self, folder: folder) { service in
            try await service.indexed("order two")
            #expect(try await service.texts("order") == ["order two", "order one"])
        }
    }

    @Test func `is made anew where its file is damaged`() async throws {
        let folder = TemporaryFolder()
        try await TestService.start(Conversations.self, folder: folder) { service in
            try await service.talk(["order one"], 1, in: service.inbox())
            try await service.indexed("order one")
        }
        for suffix in ["-wal", "-shm"] { unlink(folder.file("search.sqlite\(suffix)")) }
        _ = folder.write("No database at all, whatever its name says.", to: "search.sqlite")

        try await TestService.start(Conversations.self, folder: folder) { service in
            try await service.indexed("order one")
        }
    }

    @Test func `goes on where it stopped, and finds nothing twice`() async throws {
        let folder = TemporaryFolder()
        try await TestService.start(Conversations.self, folder: folder) { service in
            let inbox = try await service.inbox()
            try await service.talk(["order one"], 1, in: inbox)
            try await service.indexed("order one")
        }
        try await TestService.start(Conversations.self, folder: folder) { service in
            let inbox = try await service.inbox()
            try await service.talk(["order two"], 2, in: inbox)
            try await service.indexed("order two")

            #expect(try await service.texts("order").sorted() == ["order one", "order two"])
        }
    }

    /// At every step on its way through 17 messages and then through their events, the file is copied as a kill would
    /// leave it; each copy goes on and ends with the same.
    @Test func `survives a kill at every step`() async throws {
        let folder = TemporaryFolder()
        try await TestService.start(Conversations.self, folder: folder) { service in
            let inbox = try await service.inbox()
            for visitor in 1...4 as ClosedRange<Int64> {
                try await service.talk((1...4).map { "order \(visitor)\($0)" }, visitor, in: inbox)
            }
            let head = service.program.conversations.log.head
            let source = SearchSource(database: service.program.database, limit: 3)
            let whole = try await Self.index(folder, "step0")
            var progress = try await whole.progress(epoch: "e", head: 0)
            var step = 0
            while progress.walked != nil || progress.event < head {
                progress = try await Self.step(source, whole, progress)
                step += 1
                for suffix in ["", "-wal"] {
                    try Self.copy(folder.file("step0.sqlite\(suffix)"), to: folder.file("step\(step).sqlite\(suffix)"))
                }
            }
            #expect(step > 12)

            for copy in 1..<step {
                let index = try await Self.index(folder, "step\(copy)")
                var progress = try await index.progress(epoch: "e", head: 0)
                while progress.walked != nil || progress.event < head {
                    progress = try await Self.step(source, index, progress)
                }
                let rows = try await Self.rows(index)
                #expect(rows == (try await Self.rows(whole)), "step \(copy)")
                #expect(rows.count == 16)
                await index.database.close()
            }
            await whole.database.close()
        }
    }

    @Test func `holds what a message says now`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.talk(["order one", "order two"], 1, in: service.inbox())
            try await service.indexed("order two")

            try await service.change("invoice one", 1, of: id)
            try await service.indexed("invoice one")
            #expect(try await service.texts("order") == ["order two"])

            try await service.change("", 2, of: id)
            try await service.talk(["order three"], 2, in: service.inbox())
            try await service.indexed("order three")
            #expect(try await service.texts("order") == ["order three"])
        }
    }

    @Test func `holds the titles that somebody gave`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.talk(["hello order"], 1, in: service.inbox())
            try await service.title("الطلب المتأخر", id)
            try await eventually("the title is found") { try await !service.texts("متأخر").isEmpty }

            let found = try await service.search("متاخر").items
            #expect(found.map(\.title) == [true])
            #expect(found.map(\.sequence) == [0])
            #expect(found.map(\.snippet.text) == ["الطلب المتأخر"])
            #expect(found.map(\.after?.body) == ["hello order"])
            #expect(try await service.texts("متأخر", "&kind=reply") == [])

            try await service.title("شيء آخر", id)
            try await eventually("the new title is found") { try await !service.texts("شيء").isEmpty }
            #expect(try await service.texts("متأخر") == [])
        }
    }

    @Test func `follows a merge`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let one = try await service.talk(["order one"], 1, in: inbox)
            let two = try await service.talk(["order two"], 2, in: inbox)
            try await service.indexed("order two")

            try await service.merge(two, into: one)
            try await eventually("the copy is found where it is now") {
                try await service.search("order").items.map(\.conversation.id) == [one, one]
            }
            #expect(try await service.texts("order") == ["order two", "order one"])
        }
    }

    /// Texts come in another order than their conversations began, as after a clock that went back.
    @Test func `says what was not looked at yet, and leaves out nothing`() async throws {
        try await TestService.start(Conversations.self) { service in
            let folder = TemporaryFolder()
            let index = try await Self.index(folder, "mixed")
            let progress = try await index.progress(epoch: "e", head: 0)
            var dice = Dice(seed: 6)
            let numbers = (1...2500).map { $0 * 10 + Int64.random(in: -300...300, using: &dice) }
            let wanted = Set(numbers.map { ConversationID(rawValue: 1000 + $0) })
            for number in numbers {
                let id = ConversationID(rawValue: 1000 + number)
                let key = MessageKey(workspace: Self.workspace, conversation: id, sequence: 1)
                try await index.put([.init(key: key, text: "order \(number)")], upTo: progress)
            }
            let search = SearchStore(
                database: service.program.database, index: index,
                conversations: service.program.conversations.table.index)
            var finding = Finding.unknown
            var looks = 0
            while let rest = finding.rest {
                let seen = Set(finding.ids)
                #expect(seen.isSuperset(of: wanted.filter { $0 > rest.upTo }), "after \(looks) looks")
                finding = try await search.look(
                    for: SearchQuery("order "), in: .texts, Self.workspace, beside: finding)
                looks += 1
            }

            #expect(looks == 3)
            #expect(finding.ids == wanted.sorted())
            await index.database.close()
        }
    }

    /// 40 messages in each of 20 conversations, of which every third is meant.
    @Test func `leads past what is not meant, from stretch to stretch`() async throws {
        let folder = TemporaryFolder()
        let index = try await Self.index(folder, "narrowed")
        let progress = try await index.progress(epoch: "e", head: 0)
        let all = (1...20).flatMap { id in
            (1...40).map { MessageKey(workspace: Self.workspace, conversation: .init(rawValue: id), sequence: $0) }
        }
        try await index.put(all.map { .init(key: $0, text: "order") }, upTo: progress)
        let query = try SearchQuery("order ")
        var calls = 0
        var row = Int64.max
        var found: [(Int64, Int64)] = []
        var stretches = 0
        while true {
            // Now and then nobody knows which are meant.
            calls += 1
            let isUnknown = calls.isMultiple(of: 4)
            let stretch = try await index.candidates(
                Self.workspace, query, before: row, limit: 30, looks: 333
            ) { ids in isUnknown ? nil : Set(ids.filter { $0.rawValue.isMultiple(of: 3) }) }
            #expect(stretch.looked <= 333)
            found += stretch.candidates.map { ($0.conversation.rawValue, $0.sequence) }
            row = stretch.row
            stretches += 1
            if stretch.isLast { break }
        }

        let meant = all.filter { $0.conversation.rawValue.isMultiple(of: 3) }.reversed()
        #expect(found.elementsEqual(meant.map { ($0.conversation.rawValue, $0.sequence) }, by: ==))
        #expect(stretches > 4)
        await index.database.close()
    }

    @Test func `is made anew where its file was made by other rules`() async throws {
        let folder = TemporaryFolder()
        try await TestService.start(Conversations.self, folder: folder) { service in
            try await service.talk(["order one"], 1, in: service.inbox())
            try await service.indexed("order one")
        }
        let file = try Database(path: folder.file("search.sqlite"), migrations: searchMigrations)
        try await file.write {
            try $0.run("UPDATE progress SET folding = folding - 1")
            try $0.run("DELETE FROM conversations")
        }
        await file.close()

        try await TestService.start(Conversations.self, folder: folder) { service in
            try await service.indexed("order one")
        }
    }

    @Test func `knows of an older file how far its conversations go`() async throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/older.sqlite"
        let older = try Database(path: path, migrations: Array(searchMigrations.prefix(1)))
        try await older.write {
            try $0.run("INSERT INTO conversations (workspace, id) VALUES (1, 5), (2, 90), (1, 9), (1, 7), (2, 80)")
        }
        await older.close()

        let database = try Database(path: path, migrations: searchMigrations)
        let greatest: [Int64] = try await database.read {
            try $0.rows("SELECT greatest FROM conversations ORDER BY number") { try $0[0] }
        }
        #expect(greatest == [5, 90, 9, 9, 90])
        await database.close()
    }

    // MARK: Help

    private static func index(_ folder: TemporaryFolder, _ name: String) async throws -> SearchIndex {
        SearchIndex(database: try Database(path: "\(folder.path)/\(name).sqlite", migrations: searchMigrations))
    }

    private static func copy(_ path: String, to copy: String) throws {
        try #require(system("cp \(path) \(copy)") == 0)
    }

    private static func step(
        _ source: SearchSource, _ index: SearchIndex, _ progress: SearchIndex.Progress
    ) async throws -> SearchIndex.Progress {
        let batch =
            progress.walked == nil ? try await source.follow(after: progress) : try await source.walk(after: progress)
        try await index.put(batch.documents, upTo: batch.progress)
        return batch.progress
    }

    private static func rows(_ index: SearchIndex) async throws -> [Int64] {
        let query = try SearchQuery("order ")
        return try await index.candidates(workspace, query, before: .max, limit: 1000).candidates.map(\.row)
    }
}

// What other parts of the service do to rows and log.
extension TestService where Program == Conversations {
    fileprivate func change(_ body: String, _ sequence: Int64, of id: ConversationID) async throws {
        var message = try #require(try await messages(id).items.first { $0.sequence == sequence })
        message.body = body
        let changed = message
        let log = program.conversations.log
        try await program.database.write { transaction in
            try transaction.run(
                "UPDATE messages SET body = ?3 WHERE workspace = 1 AND conversation = ?1 AND sequence = ?2", id,
                sequence, body)
            try log.append(
                .messageChanged, to: .everyone, workspace: Principal.owner.workspace, conversation: id, data: changed,
                in: transaction)
        }
    }

    fileprivate func title(_ title: String, _ id: ConversationID) async throws {
        let store = program.conversations
        try await program.database.write { transaction in
            var conversation = try Conversation.find(Principal.owner.workspace, id, in: transaction)
            conversation.title = title
            conversation.titled = true
            try store.table.update(conversation, in: Principal.owner.workspace, transaction)
            try store.log.append(
                .conversationChanged, to: .agents, workspace: Principal.owner.workspace, conversation: id,
                data: conversation, in: transaction)
        }
    }

    fileprivate func merge(_ from: ConversationID, into: ConversationID) async throws {
        let store = program.conversations
        try await program.database.write { transaction in
            try transaction.run(
                """
                INSERT INTO messages (workspace, conversation, sequence, id, kind, author_kind, author, author_name,
                    body, client_id, sent_at)
                SELECT workspace, ?2, sequence + 1, id + 1, kind, author_kind, author, author_name, body, client_id + 9,
                    sent_at
                FROM messages WHERE workspace = 1 AND conversation = ?1
                """, from, into)
            var merged = try Conversation.find(Principal.owner.workspace, from, in: transaction)
            merged.mergedInto = into
            try store.table.update(merged, in: Principal.owner.workspace, transaction)
            try store.log.append(
                .conversationMerged, to: .agents, workspace: Principal.owner.workspace, conversation: into,
                data: ConversationsMerged(into: into, from: [from], merged: true), in: transaction)
        }
    }
}
