import JSON
import ServiceKit
import Storage
import WireModel

/// Saved views: one's own and those that the team shares.
struct ViewStore: Sendable {
    let database: Database
    let log: EventLog
    let context: ServiceContext

    /// Those that `principal` sees, in the order in which they were made.
    func list(_ workspace: WorkspaceID, for principal: Principal) async throws -> [SavedView] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT id, name, shared, owner, filter, sort, created_at FROM views
                WHERE workspace = ?1 AND (shared OR owner = ?2) ORDER BY id
                """, workspace, principal.member
            ) { try SavedView(row: $0) }
        }
    }

    /// - Throws: `view.notFound`, also for somebody else's own.
    func find(_ workspace: WorkspaceID, _ id: ViewID, for principal: Principal) async throws -> SavedView {
        try await database.read { try Self.find(workspace, id, for: principal, in: $0) }
    }

    /// - Throws: `view.limit`; `input.invalid` for a key's own; `permission.denied` for a shared one without
    ///   ``Permission/viewsShare``.
    func create(
        _ workspace: WorkspaceID, _ draft: SavedViewDraft, for principal: Principal
    ) async throws -> SavedView {
        let view = SavedView(
            id: context.ids.next(), name: draft.name, shared: draft.shared ?? false, owner: principal.member,
            filter: draft.filter, sort: draft.sort ?? .activity, createdAt: context.now())
        try Self.requireRight(to: view, for: principal)
        return try await database.write { transaction in
            let count: Int? = try transaction.first(
                "SELECT count(*) FROM views WHERE workspace = ?1 AND shared = ?2 AND (?2 OR owner = ?3)", workspace,
                view.shared, view.owner
            ) { try $0[0] }
            guard count ?? 0 < SavedView.countLimit else {
                throw Failure(.conflict, "view.limit", "There are \(SavedView.countLimit) views at most.")
            }
            try view.insert(into: workspace, transaction)
            try tell(view, workspace, transaction)
            return view
        }
    }

    /// - Throws: As ``create(_:_:for:)``, and `view.notFound`.
    func change(
        _ workspace: WorkspaceID, _ id: ViewID, _ change: SavedViewChange, for principal: Principal
    ) async throws -> SavedView {
        try await database.write { transaction in
            let before = try Self.find(workspace, id, for: principal, in: transaction)
            try Self.requireRight(to: before, for: principal)
            var view = before
            view.name = change.name ?? view.name
            view.shared = change.shared ?? view.shared
            view.filter = change.filter ?? view.filter
            view.sort = change.sort ?? view.sort
            try Self.requireRight(to: view, for: principal)
            try transaction.run(
                """
                UPDATE views SET name = ?3, shared = ?4, filter = ?5, sort = ?6 WHERE workspace = ?1 AND id = ?2
                """, workspace, id, view.name, view.shared, try view.filterText, view.sort)
            if before.shared, !view.shared { try tellRemoved(before, workspace, transaction) }
            try tell(view, workspace, transaction)
            return view
        }
    }

    /// - Throws: `view.notFound`, `permission.denied`.
    func remove(_ workspace: WorkspaceID, _ id: ViewID, for principal: Principal) async throws {
        try await database.write { transaction in
            let view = try Self.find(workspace, id, for: principal, in: transaction)
            try Self.requireRight(to: view, for: principal)
            try transaction.run("DELETE FROM views WHERE workspace = ?1 AND id = ?2", workspace, id)
            try tellRemoved(view, workspace, transaction)
        }
    }

    private static func requireRight(to view: SavedView, for principal: Principal) throws(Failure) {
        if view.shared {
            guard principal.may(.viewsShare) else { throw .forbidden }
        } else {
            guard principal.member != nil else {
                throw .invalid("shared", "required", "A key is nobody: a view of its own would be seen by none.")
            }
        }
    }

    private static func find(
        _ workspace: WorkspaceID, _ id: ViewID, for principal: Principal, in connection: Connection
    ) throws -> SavedView {
        let view = try connection.first(
            """
            SELECT id, name, shared, owner, filter, sort, created_at FROM views
            WHERE workspace = ?1 AND id = ?2 AND (shared OR owner = ?3)
            """, workspace, id, principal.member
        ) { try SavedView(row: $0) }
        guard let view else { throw Failure.notFound("view") }
        return view
    }

    private func tell(_ view: SavedView, _ workspace: WorkspaceID, _ transaction: Transaction) throws {
        try log.append(
            .viewChanged, to: .agents, workspace: workspace, member: view.shared ? nil : view.owner, data: view,
            in: transaction)
    }

    private func tellRemoved(_ view: SavedView, _ workspace: WorkspaceID, _ transaction: Transaction) throws {
        try log.append(
            .viewRemoved, to: .agents, workspace: workspace, member: view.shared ? nil : view.owner,
            data: ViewReference(view: view.id), in: transaction)
    }
}

extension SavedView {
    /// Columns id, name, shared, owner, filter, sort, created_at.
    fileprivate init(row: Row) throws {
        let filter: [UInt8] = try row[4]
        self.init(
            id: try row[0], name: try row[1], shared: try row[2], owner: try row[3],
            filter: try JSON.decode(Filter.self, from: filter), sort: try row[5], createdAt: try row[6])
    }

    fileprivate var filterText: String {
        get throws { String(decoding: try JSON.encode(filter), as: UTF8.self) }
    }

    fileprivate func insert(into workspace: WorkspaceID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO views (workspace, id, name, shared, owner, filter, sort, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """, workspace, id, name, shared, owner, try filterText, sort, createdAt)
    }
}
