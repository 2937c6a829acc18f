import JSON
import ServiceKit
import Storage
import Synchronization
import WireModel

/// How each workspace works. In memory, since every message may ask; what nobody has changed takes no place.
final class SettingsBook: Sendable {
    private let database: Database
    private let log: EventLog
    private let context: ServiceContext
    private let known: Mutex<[WorkspaceID: WorkspaceSettings]>

    init(in database: Database, log: EventLog, context: ServiceContext) async throws {
        self.database = database
        self.log = log
        self.context = context
        let rows: [(WorkspaceID, WorkspaceSettings)] = try await database.read { connection in
            try connection.rows("SELECT workspace, settings FROM workspace_settings") { row in
                (try row[0], try Self.read(row, 1))
            }
        }
        known = Mutex(Dictionary(uniqueKeysWithValues: rows))
    }

    subscript(workspace: WorkspaceID) -> WorkspaceSettings {
        known.withLock { $0[workspace] } ?? WorkspaceSettings()
    }

    func change(
        _ workspace: WorkspaceID, to settings: WorkspaceSettings, by caller: Caller
    ) async throws -> WorkspaceSettings {
        let text = String(decoding: try JSON.encode(settings), as: UTF8.self)
        return try await database.write { [self] transaction in
            let before = try Self.find(workspace, in: transaction) ?? WorkspaceSettings()
            guard settings != before else { return settings }
            try transaction.run(
                """
                INSERT INTO workspace_settings (workspace, settings) VALUES (?1, ?2)
                ON CONFLICT (workspace) DO UPDATE SET settings = ?2
                """, workspace, text)
            try log.append(.settingsChanged, to: .agents, workspace: workspace, data: settings, in: transaction)
            try log.audit(
                .workspaceChanged, by: caller, on: AuditTarget(.workspace, workspace),
                details: settings.auditDetails(since: before), workspace, context, in: transaction)
            transaction.afterCommit { [self] in known.withLock { $0[workspace] = settings } }
            return settings
        }
    }

    private static func find(_ workspace: WorkspaceID, in connection: Connection) throws -> WorkspaceSettings? {
        try connection.first("SELECT settings FROM workspace_settings WHERE workspace = ?1", workspace) {
            try read($0, 0)
        }
    }

    private static func read(_ row: Row, _ column: Int) throws -> WorkspaceSettings {
        let text: [UInt8] = try row[column]
        return try JSON.decode(WorkspaceSettings.self, from: text, unknownFields: .ignored)
    }
}
