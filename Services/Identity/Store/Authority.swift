import Storage
import WireModel

extension Principal {
    /// The role that this principal has at this moment, where it may manage the workspace. The assertion that came with
    /// the request may be a minute old; what changes who may do what is decided by the store.
    ///
    /// - Throws: `session.required` for who is no member or key any more, `permission.denied` for an agent.
    func managingRole(in connection: Connection) throws -> Role {
        let role: Role? =
            switch subject {
            case .member(let id, _):
                try connection.first(
                    "SELECT role FROM members WHERE workspace = ?1 AND id = ?2 AND removed_at IS NULL", workspace, id
                ) { try $0[0] }
            case .key(let id, _):
                try connection.first(
                    "SELECT role FROM api_keys WHERE workspace = ?1 AND id = ?2 AND revoked_at IS NULL", workspace, id
                ) { try $0[0] }
            case .visitor: nil
            }
        guard let role else { throw Failure.unauthenticated }
        guard role != .agent else { throw Failure.forbidden }
        return role
    }

    /// Who stands behind what this principal makes: the id of its member or key; ids of all kinds come from one source.
    var inviter: Int64 {
        switch subject {
        case .member(let id, _): id.rawValue
        case .key(let id, _): id.rawValue
        case .visitor(let id, _): id.rawValue
        }
    }
}
