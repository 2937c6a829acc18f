import Storage
import WireModel

extension Principal {
    /// What this principal may do at this moment, where it may do `permission`. The assertion that came with the
    /// request may be a minute old; what changes who may do what is decided by the store.
    ///
    /// - Throws: `session.required` for who is no active member or key any more, `permission.denied`.
    func authority(to permission: Permission, at now: Timestamp, in connection: Connection) throws -> Rights {
        let rights: Rights? =
            switch subject {
            case .member(let id, _): try Rights.find(workspace, id, in: connection)
            case .key(let id, _): try Rights.find(workspace, key: id, at: now, in: connection)
            case .visitor: nil
            }
        guard let rights else { throw Failure.unauthenticated }
        guard rights.grants.holds(permission) else { throw Failure.forbidden }
        return rights
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
