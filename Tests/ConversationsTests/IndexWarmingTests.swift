import HTTP
import Storage
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `After a start, a busy workspace's lists` {
    /// More than are read at once.
    private static let count = 9000

    @Test func `are read before somebody asks, a quiet one's when somebody does`() async throws {
        let folder = TemporaryFolder()
        let ids = try await TestService.start(Conversations.self, folder: folder) { service in
            let busy = try await service.start(.visitor(1, of: try await service.inbox())).conversation.id
            let quiet = try await service.start(
                .visitor(2, of: try await service.inbox(as: .member(2, .owner, workspace: 2)), workspace: 2)
            ).conversation.id
            try await service.multiply(busy)
            return [busy, quiet]
        }
        try await TestService.start(Conversations.self, folder: folder) { service in
            try await service.isWarm()
            let index = service.program.conversations.table.index

            #expect(index.members(of: .everything, among: ids, WorkspaceID(rawValue: 1)) == [ids[0]])
            #expect(index.members(of: .everything, among: ids, WorkspaceID(rawValue: 2)) == nil)
            #expect(try await index.ask(WorkspaceID(rawValue: 1)) { $0.count(.everything) } == Self.count)
            #expect(try await index.ask(WorkspaceID(rawValue: 2)) { $0.count(.everything) } == 1)
        }
    }

    @Test func `miss nothing that changes while they are read`() async throws {
        let folder = TemporaryFolder()
        let first = try await TestService.start(Conversations.self, folder: folder) { service in
            let id = try await service.start(.visitor(1, of: try await service.inbox())).conversation.id
            try await service.multiply(id)
            return id
        }
        try await TestService.start(Conversations.self, folder: folder) { service in
            for number in stride(from: Int64(Self.count - 1), to: 0, by: -300) {
                try await service.set(.closed, ConversationID(rawValue: first.rawValue - number))
            }
            let added = try await service.start(.visitor(2, of: try await service.inbox())).conversation.id
            try await service.isWarm()
            let index = service.program.conversations.table.index

            let closed = try await index.ask(WorkspaceID(rawValue: 1)) { $0.count(.having(.status(.closed))) }
            #expect(closed == Self.count / 300)
            #expect(try await service.list("?limit=1").items.map(\.id) == [added])
        }
    }
}

extension TestService where Program == Conversations {
    /// Makes thousands of a workspace's only conversation, and its usage that of a busy one.
    fileprivate func multiply(_ id: ConversationID) async throws {
        try await program.conversations.database.write { transaction in
            try transaction.run(
                """
                WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers LIMIT 8999)
                INSERT INTO conversations (id, workspace, inbox, contact, contact_name, visitor, verified, language,
                    status, last_sequence, team_read, visitor_read, created_at, updated_at)
                SELECT id - number, workspace, inbox, contact, contact_name, visitor, verified, language, status,
                    last_sequence, team_read, visitor_read, created_at, updated_at
                FROM conversations CROSS JOIN numbers WHERE id = ?1
                """, id)
            try transaction.run("UPDATE usage SET messages = 20000 WHERE workspace = 1")
        }
    }

    fileprivate func isWarm() async throws {
        try await eventually("the lists are read") {
            try await call(.get, "/metrics").text.contains("majlis_lists_warm 1\n")
        }
    }
}
