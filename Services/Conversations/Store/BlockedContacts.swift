import Storage
import Synchronization
import WireModel

/// Whom the team keeps from writing, as the contacts' log told of it. In memory, since every message of a customer
/// asks; as many as were blocked and not let in again.
final class BlockedContacts: Sendable {
    private struct Key: Hashable {
        var workspace: WorkspaceID
        var contact: ContactID
    }

    private let contacts: Mutex<Set<Key>>

    init(in database: Database) async throws {
        let rows = try await database.read { connection in
            try connection.rows("SELECT workspace, contact FROM blocked_contacts") {
                Key(workspace: try $0[0], contact: try $0[1])
            }
        }
        contacts = Mutex(Set(rows))
    }

    /// - Throws: `contact.blocked` for a customer who is.
    func admit(_ contact: ContactID, in workspace: WorkspaceID) throws(Failure) {
        let isBlocked = contacts.withLock { $0.contains(Key(workspace: workspace, contact: contact)) }
        if isBlocked {
            throw Failure(.forbidden, "contact.blocked", "Messages from you cannot be received in this chat.")
        }
    }

    /// Keeps what a line of the log says, from its commit on.
    /// - Returns: Whether it is news.
    func keep(
        _ isBlocked: Bool, _ contact: ContactID, in workspace: WorkspaceID, _ transaction: Transaction
    ) throws -> Bool {
        if isBlocked {
            try transaction.run(
                "INSERT INTO blocked_contacts (workspace, contact) VALUES (?1, ?2) ON CONFLICT DO NOTHING", workspace,
                contact)
        } else {
            try transaction.run(
                "DELETE FROM blocked_contacts WHERE workspace = ?1 AND contact = ?2", workspace, contact)
        }
        guard transaction.changes > 0 else { return false }
        transaction.afterCommit { [self] in
            let key = Key(workspace: workspace, contact: contact)
            contacts.withLock { if isBlocked { $0.insert(key) } else { $0.remove(key) } }
        }
        return true
    }
}
