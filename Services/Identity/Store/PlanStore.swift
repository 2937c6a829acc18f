import ServiceKit
import Storage
import WireModel

/// What each workspace may use. A workspace keeps the name of its plan; the limits are the operator's settings.
struct PlanStore: Sendable {
    let database: Database
    let log: EventLog
    let context: ServiceContext

    /// Takes over the settings at a start, and tells of every workspace whose limits became others.
    /// - Throws: A sentence for the operator when a workspace has a plan that is not among them.
    func adopt(_ plans: [Plan]) async throws {
        try await database.write { transaction in
            let known = try transaction.rows("SELECT plan FROM plans") { try $0[0] as Plan }
            try transaction.run("DELETE FROM plans")
            for plan in plans { try transaction.run("INSERT INTO plans (name, plan) VALUES (?1, ?2)", plan.name, plan) }
            let orphan: (String, Int)? = try transaction.first(
                """
                SELECT plan, count(*) FROM workspaces WHERE plan NOT IN (SELECT name FROM plans) GROUP BY plan LIMIT 1
                """
            ) { (try $0[0], try $0[1]) }
            if let (name, count) = orphan {
                throw ConfigurationFault(
                    "MAJLIS_PLANS: \(count) workspaces have the plan “\(name)”, which is not there.")
            }
            for plan in plans where known.contains(where: { $0.name == plan.name && $0 != plan }) {
                try tellAll(with: plan, in: transaction)
            }
        }
    }

    /// Every plan, by name.
    func list() async throws -> [Plan] {
        try await database.read { try $0.rows("SELECT plan FROM plans ORDER BY name") { try $0[0] } }
    }

    /// Puts a workspace on a plan. What is more than the plan allows stays; only nothing is added.
    /// - Throws: `workspace.notFound`, or `input.invalid` without such a plan.
    func assign(_ workspace: WorkspaceID, to name: String, from client: ClientOrigin) async throws -> Workspace {
        try await database.write { transaction in
            let before = try Workspace.find(workspace, in: transaction)
            let plan: Plan? = try transaction.first("SELECT plan FROM plans WHERE name = ?1", name) { try $0[0] }
            guard let plan else { throw Failure.invalid("plan", "unknown", "There is no such plan.") }
            guard before.plan != plan else { return before }
            try transaction.run("UPDATE workspaces SET plan = ?2 WHERE id = ?1", workspace, plan.name)
            let after = try Workspace.find(workspace, in: transaction)
            try log.append(.workspaceChanged, to: .agents, workspace: workspace, data: after, in: transaction)
            var details = AuditDetails()
            details.note("plan", before.plan.name, plan.name)
            try context.audit(
                .planChanged, by: .system, from: client, on: AuditTarget(.workspace, workspace, name: after.name),
                details: details, workspace, in: transaction)
            return after
        }
    }

    /// A workspace's plan, and how many active members it has.
    func members(_ workspace: WorkspaceID) async throws -> (plan: Plan, members: Int) {
        try await database.read { connection in
            (
                try Workspace.find(workspace, in: connection).plan,
                try Member.activeCount(workspace, in: connection)
            )
        }
    }

    private func tellAll(with plan: Plan, in transaction: Transaction) throws {
        let workspaces: [WorkspaceID] = try transaction.rows("SELECT id FROM workspaces WHERE plan = ?1", plan.name) {
            try $0[0]
        }
        for id in workspaces {
            try log.append(
                .workspaceChanged, to: .agents, workspace: id, data: try Workspace.find(id, in: transaction),
                in: transaction)
        }
    }
}
