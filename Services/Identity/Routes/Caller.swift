import Server
import ServiceKit
import WireModel

/// Who asks for a change, and from where: the one decides, the audit log keeps both.
struct Caller: Sendable {
    let principal: Principal
    let client: ClientOrigin

    var workspace: WorkspaceID { principal.workspace }
}

extension Request {
    /// As ``principal(may:)``, with where the request came from.
    func actor(may permission: Permission) throws(Failure) -> Caller {
        Caller(principal: try principal(may: permission), client: client)
    }
}
