import WireModel

/// Nobody gives more than they have: who may make whom what. The last owner is the store's to guard, which alone can
/// count.
enum AppointmentRules {
    /// Whether somebody may change, deactivate, remove or look over the shoulder of a member who has `target`.
    /// - Throws: `permission.denied`.
    static func requireMayManage(_ actor: Rights, _ target: Rights) throws(Failure) {
        guard target.role != .owner || actor.role == .owner, actor.covers(target) else { throw .forbidden }
    }

    /// Whether somebody may give `rights` to a member, an invitation, a team, a role or a key.
    /// - Throws: `permission.escalation`.
    static func requireMayGive(_ actor: Rights, _ rights: Rights) throws(Failure) {
        guard rights.role != .owner || actor.role == .owner, actor.covers(rights) else { throw .escalation }
    }
}

extension Failure {
    static let escalation = Failure(
        .forbidden, "permission.escalation", "This gives more than you may do yourself.")
}
