import ServiceKit
import Storage
import WireModel

/// Which secrets an inbox's visitors may be vouched for with. Their text is made of their ids, never stored.
struct VerificationSecretStore: Sendable {
    let database: Database
    let log: EventLog
    let context: ServiceContext

    /// - Throws: `inbox.notFound`.
    func list(_ workspace: WorkspaceID, _ inbox: InboxID) async throws -> [VerificationSecret] {
        let found = try await database.read { connection in
            _ = try InboxStore.find(workspace, inbox, in: connection)
            return try Self.list(workspace, inbox, in: connection)
        }
        return found.map { grant($0.id, of: inbox, createdAt: $0.createdAt).secret }
    }

    /// - Throws: `inbox.notFound`, `secret.limit` past ``VerificationSecret/limit``.
    func create(
        _ workspace: WorkspaceID, _ inbox: InboxID, by caller: Caller
    ) async throws -> VerificationSecretGrant {
        let grant = grant(context.ids.next(), of: inbox, createdAt: context.now())
        return try await database.write { transaction in
            let door = try InboxStore.find(workspace, inbox, in: transaction)
            guard try Self.list(workspace, inbox, in: transaction).count < VerificationSecret.limit else {
                throw Failure(
                    .conflict, "secret.limit",
                    "An inbox has \(VerificationSecret.limit) secrets at most: revoke one that is not used any more.")
            }
            try transaction.run(
                "INSERT INTO verification_secrets (id, workspace, inbox, created_at) VALUES (?1, ?2, ?3, ?4)",
                grant.secret.id, workspace, inbox, grant.secret.createdAt)
            try log.append(
                .inboxChanged, to: .agents, workspace: workspace, place: Place(inbox: inbox), data: door,
                in: transaction)
            try audit(nil, grant.secret.id, of: door, by: caller, workspace, in: transaction)
            return grant
        }
    }

    /// - Throws: `inbox.notFound`, `secret.notFound`.
    func revoke(
        _ workspace: WorkspaceID, _ inbox: InboxID, _ id: VerificationSecretID, by caller: Caller
    ) async throws {
        try await database.write { transaction in
            let door = try InboxStore.find(workspace, inbox, in: transaction)
            guard try Self.list(workspace, inbox, in: transaction).contains(where: { $0.id == id }) else {
                throw Failure.notFound("secret")
            }
            try transaction.run(
                "DELETE FROM verification_secrets WHERE workspace = ?1 AND inbox = ?2 AND id = ?3", workspace, inbox,
                id)
            try log.append(
                .inboxChanged, to: .agents, workspace: workspace, place: Place(inbox: inbox), data: door,
                in: transaction)
            try audit(id, nil, of: door, by: caller, workspace, in: transaction)
        }
    }

    /// Writes down which secret became which; nil is none.
    private func audit(
        _ before: VerificationSecretID?, _ after: VerificationSecretID?, of inbox: Inbox, by caller: Caller,
        _ workspace: WorkspaceID, in transaction: Transaction
    ) throws {
        var details = AuditDetails()
        details.note("verificationSecret", before?.description, after?.description)
        try log.audit(.inboxChanged, by: caller, on: inbox, details: details, workspace, context, in: transaction)
    }

    /// Oldest first.
    static func list(
        _ workspace: WorkspaceID, _ inbox: InboxID, in connection: Connection
    ) throws -> [(id: VerificationSecretID, createdAt: Timestamp)] {
        try connection.rows(
            "SELECT id, created_at FROM verification_secrets WHERE workspace = ?1 AND inbox = ?2 ORDER BY id",
            workspace, inbox
        ) { row in (try row[0], try row[1]) }
    }

    private func grant(
        _ id: VerificationSecretID, of inbox: InboxID, createdAt: Timestamp
    ) -> VerificationSecretGrant {
        let value = context.key.verificationSecret(id, of: inbox)
        return VerificationSecretGrant(
            secret: VerificationSecret(id: id, createdAt: createdAt, ending: String(value.suffix(4))), value: value)
    }
}
