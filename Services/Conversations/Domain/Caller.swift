import ServiceKit
import WireModel

/// Who did something and from where, as the audit log keeps it.
struct Caller: Sendable {
    var actor: AuditActor
    var client: ClientOrigin

    init(_ principal: Principal, from client: ClientOrigin) {
        actor = AuditActor(principal)
        self.client = client
    }

    private init(_ actor: AuditActor) {
        self.actor = actor
        client = .unknown
    }

    /// Majlis itself.
    static let system = Caller(.system)
}

extension Principal {
    /// A member as far as their rights go, where nobody asks what they are called.
    init(of member: MemberID, _ rights: Rights, in workspace: WorkspaceID) {
        self.init(workspace: workspace, subject: .member(member, rights), name: "", language: .arabic)
    }
}
