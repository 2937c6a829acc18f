import Storage
import WireModel

extension Preferences {
    /// A member's, who is there.
    static func find(_ workspace: WorkspaceID, _ member: MemberID, in connection: Connection) throws -> Preferences {
        let found = try connection.first(
            "SELECT undo_seconds, enter_sends, sound, desktop FROM members WHERE workspace = ?1 AND id = ?2",
            workspace, member
        ) {
            Preferences(
                undoSeconds: try $0[0], enterSends: try $0[1], sound: try $0[2], desktop: try $0[3])
        }
        guard let found else { throw Failure.unauthenticated }
        return found
    }
}

extension PreferencesChange {
    func store(_ workspace: WorkspaceID, _ member: MemberID, in transaction: Transaction) throws {
        try transaction.run(
            """
            UPDATE members SET undo_seconds = coalesce(?3, undo_seconds), enter_sends = coalesce(?4, enter_sends),
                sound = coalesce(?5, sound), desktop = coalesce(?6, desktop)
            WHERE workspace = ?1 AND id = ?2
            """, workspace, member, undoSeconds, enterSends, sound, desktop)
    }
}
