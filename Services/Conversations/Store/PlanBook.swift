import JSON
import Storage
import Synchronization
import WireModel

/// The plans that have limits, by workspace, as identity told of them. In memory, since every message asks; as many as
/// there are workspaces with limits.
final class PlanBook: Sendable {
    private let database: Database
    private let plans: Mutex<[WorkspaceID: Plan]>

    init(in database: Database) async throws {
        self.database = database
        let rows: [(WorkspaceID, Plan)] = try await database.read { connection in
            try connection.rows("SELECT workspace, plan FROM plans") { row in
                let plan: [UInt8] = try row[1]
                return (try row[0], try JSON.decode(Plan.self, from: plan, unknownFields: .ignored))
            }
        }
        plans = Mutex(Dictionary(uniqueKeysWithValues: rows))
    }

    /// Nil for one without limits.
    func plan(of workspace: WorkspaceID) -> Plan? {
        plans.withLock { $0[workspace] }
    }

    /// Takes over what a workspace may use now.
    func learn(_ workspace: Workspace) async throws {
        let plan = workspace.plan.isLimited ? workspace.plan : nil
        guard plan != self.plan(of: workspace.id) else { return }
        try await database.write { try Self.keep(plan, of: workspace.id, in: $0) }
        plans.withLock { $0[workspace.id] = plan }
    }

    private static func keep(_ plan: Plan?, of workspace: WorkspaceID, in transaction: Transaction) throws {
        guard let plan else {
            try transaction.run("DELETE FROM plans WHERE workspace = ?1", workspace)
            return
        }
        try transaction.run(
            "INSERT INTO plans (workspace, plan) VALUES (?1, ?2) ON CONFLICT (workspace) DO UPDATE SET plan = ?2",
            workspace, String(decoding: try JSON.encode(plan), as: UTF8.self))
    }
}
