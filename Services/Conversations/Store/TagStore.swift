import Search
import ServiceKit
import Storage
import WireModel

struct TagStore: Sendable {
    let database: Database
    let log: EventLog
    let context: ServiceContext

    /// All of a workspace's, by name.
    func list(_ workspace: WorkspaceID) async throws -> [Tag] {
        try await database.read { try Tag.list(workspace, in: $0) }
    }

    /// - Throws: `tag.exists`, `tag.limit`.
    func create(_ workspace: WorkspaceID, name: String, colour: String?) async throws -> Tag {
        try await database.write { transaction in
            guard try Tag.find(workspace, named: name, in: transaction) == nil else { throw Failure.tagExists }
            return try make(workspace, name: name, colour: colour, in: transaction)
        }
    }

    /// The tag of this name, however it is spelled; made now where there is none.
    /// - Throws: `permission.denied` where `principal` may not make it; `tag.limit`.
    func findOrMake(_ name: String, for principal: Principal, in transaction: Transaction) throws -> Tag {
        if let tag = try Tag.find(principal.workspace, named: name, in: transaction) { return tag }
        guard principal.may(.tagsManage) else { throw Failure.forbidden }
        return try make(principal.workspace, name: name, colour: nil, in: transaction)
    }

    /// - Throws: `tag.notFound`, `tag.exists`.
    func change(_ workspace: WorkspaceID, _ id: TagID, name: String?, colour: String?) async throws -> Tag {
        try await database.write { transaction in
            guard var tag = try Tag.find(workspace, id, in: transaction) else { throw Failure.notFound("tag") }
            let before = tag
            tag.name = name ?? tag.name
            tag.colour = colour ?? tag.colour
            guard tag != before else { return tag }
            // One of older rules may have a twin by those of today, and keeps it until it is called otherwise.
            let folded = Folding.fold(tag.name)
            let isRenamed = folded != Folding.fold(before.name)
            if isRenamed, try Tag.find(workspace, named: tag.name, in: transaction) != nil { throw Failure.tagExists }
            try transaction.run(
                """
                UPDATE tags SET name = ?3, folded = coalesce(?4, folded), colour = ?5 WHERE workspace = ?1 AND id = ?2
                """, workspace, id, tag.name, isRenamed ? folded : nil, tag.colour)
            try tell(tag, workspace, in: transaction)
            return tag
        }
    }

    /// Nobody sees it any more; ``TagSweeping`` takes it off the conversations.
    /// - Throws: `tag.notFound`.
    func remove(_ workspace: WorkspaceID, _ id: TagID) async throws {
        try await database.write { transaction in
            guard try Tag.find(workspace, id, in: transaction) != nil else { throw Failure.notFound("tag") }
            try transaction.run(
                "UPDATE tags SET removed = 1, folded = NULL WHERE workspace = ?1 AND id = ?2", workspace, id)
            try log.append(
                .tagRemoved, to: .agents, workspace: workspace, data: TagReference(tag: id), in: transaction)
        }
    }

    private func make(
        _ workspace: WorkspaceID, name: String, colour: String?, in transaction: Transaction
    ) throws -> Tag {
        let count: Int =
            try transaction.first(
                "SELECT count(*) FROM tags WHERE workspace = ?1 AND folded IS NOT NULL", workspace
            ) { try $0[0] } ?? 0
        guard count < Tag.countLimit else {
            throw Failure(.conflict, "tag.limit", "A workspace holds \(Tag.countLimit) tags at most.")
        }
        let tag = Tag(
            id: context.ids.next(), name: name, colour: colour ?? TagRules.colours[count % TagRules.colours.count],
            createdAt: context.now())
        try transaction.run(
            "INSERT INTO tags (workspace, id, name, folded, colour, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            workspace, tag.id, tag.name, Folding.fold(tag.name), tag.colour, tag.createdAt)
        try tell(tag, workspace, in: transaction)
        return tag
    }

    private func tell(_ tag: Tag, _ workspace: WorkspaceID, in transaction: Transaction) throws {
        try log.append(.tagChanged, to: .agents, workspace: workspace, data: tag, in: transaction)
    }
}

extension Tag {
    /// Columns id, name, colour, created_at.
    private init(row: Row) throws {
        self.init(id: try row[0], name: try row[1], colour: try row[2], createdAt: try row[3])
    }

    static func list(_ workspace: WorkspaceID, in connection: Connection) throws -> [Tag] {
        try connection.rows(
            """
            SELECT id, name, colour, created_at FROM tags WHERE workspace = ?1 AND folded IS NOT NULL ORDER BY folded
            """, workspace
        ) { try Tag(row: $0) }
    }

    /// Their names by their ids as text.
    static func names(_ workspace: WorkspaceID, in connection: Connection) throws -> [String: String] {
        Dictionary(uniqueKeysWithValues: try list(workspace, in: connection).map { ($0.id.description, $0.name) })
    }

    fileprivate static func find(_ workspace: WorkspaceID, _ id: TagID, in connection: Connection) throws -> Tag? {
        try connection.first(
            """
            SELECT id, name, colour, created_at FROM tags WHERE workspace = ?1 AND id = ?2 AND folded IS NOT NULL
            """, workspace, id
        ) { try Tag(row: $0) }
    }

    fileprivate static func find(
        _ workspace: WorkspaceID, named name: String, in connection: Connection
    ) throws -> Tag? {
        // What is stored was folded by the rules of its day.
        let folded = Folding.fold(name)
        return try list(workspace, in: connection).first { Folding.fold($0.name) == folded }
    }
}

extension Failure {
    fileprivate static let tagExists = Failure(
        .conflict, "tag.exists", "There is a tag of this name.",
        fields: [.init(field: "name", code: "taken", message: "There is a tag of this name.")])
}
