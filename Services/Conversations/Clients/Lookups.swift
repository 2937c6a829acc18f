import HTTP
import Search
import ServiceKit
import Storage
import WireModel

/// What a filter asks of others than the index: of texts, and of contacts by what they are called and where they are
/// reached.
struct Lookups: Sendable {
    let database: Database
    let search: SearchStore
    let contacts: Peer

    /// The conversations meant; of texts, more of them.
    /// - Parameter known: What was found before.
    func find(
        _ lookup: FilterRules.Lookup, _ workspace: WorkspaceID, beside known: Finding, requestID: String
    ) async throws -> Finding {
        switch lookup.field {
        case .text: try await search.look(for: SearchQuery(lookup.text), in: .texts, workspace, beside: known)
        case .title: try await search.look(for: SearchQuery(lookup.text), in: .titles, workspace, beside: known)
        case .contactName: try await conversations(workspace, whose: .name, lookup.text, requestID)
        case .email: try await conversations(workspace, whose: .email, lookup.text, requestID)
        case .phone: try await conversations(workspace, whose: .phone, lookup.text, requestID)
        }
    }

    private func conversations(
        _ workspace: WorkspaceID, whose field: ContactField, _ text: String, _ requestID: String
    ) async throws -> Finding {
        let query = text.utf8.map { Self.escaped($0) }.joined()
        let found = try await contacts.call(
            .get, "/internal/workspaces/\(workspace)/contacts?field=\(field.rawValue)&text=\(query)",
            requestID: requestID, expecting: FoundContacts.self
        ).contacts
        let ids = "[\(found.map { String($0.rawValue) }.joined(separator: ","))]"
        return try await database.read { connection in
            let conversations: [ConversationID] = try connection.rows(
                """
                SELECT id FROM conversations
                WHERE workspace = ?1 AND contact IN (SELECT value FROM json_each(?2)) ORDER BY id
                """, workspace, ids
            ) { try $0[0] }
            return Finding(ids: conversations)
        }
    }

    /// RFC 3986 section 2.1.
    private static func escaped(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "%" + (digits.count == 1 ? "0" : "") + digits
    }
}
