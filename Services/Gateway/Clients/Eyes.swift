import HTTP
import Server
import ServiceKit
import WireModel

/// “View as”: with `?as=mbr_…` a reading request is answered as that member would be answered. It stands in the audit
/// log before anything is shown.
struct Eyes: Sendable {
    let identity: Peer

    /// On whose behalf `request` is passed on: of `asker`, or of the member they look as, who then has no session.
    ///
    /// - Throws: `permission.denied` for what would change something, for who may not look as others, and for a member
    ///   who sees more; `member.notFound` for nobody of the asker's workspace, and for who was deactivated.
    func bearer(for request: Request, of asker: Bearer, from client: ClientOrigin) async throws -> Bearer {
        guard let text = request.query("as") else { return asker }
        let principal = asker.principal
        // What somebody has begun to write is theirs alone.
        guard !request.path.hasSuffix("/draft") else { throw Failure.forbidden }
        guard request.method.isSafe, let rights = principal.rights, rights.grants.holds(.membersViewAs) else {
            throw Failure.forbidden
        }
        guard let member = MemberID(text) else { throw Failure.notFound("member") }
        let other = try await identity.call(
            .get, "/internal/workspaces/\(principal.workspace)/members/\(member)/rights",
            requestID: request.requestID, expecting: Rights.self)
        guard rights.mayLook(as: other) else { throw Failure.forbidden }
        _ = try await identity.send(
            .post, "/internal/members/\(member)/looks", as: asker, requestID: request.requestID, client: client)
        return Bearer(
            Principal(
                workspace: principal.workspace, subject: .member(member, other), name: principal.name,
                language: principal.language))
    }
}
