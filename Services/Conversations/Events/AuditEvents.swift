import ServiceKit
import Storage
import WireModel

extension EventLog {
    /// Tells `identity`, which keeps the audit log, what was done to an inbox; within the change's transaction.
    func audit(
        _ action: AuditAction, by caller: Caller, on inbox: Inbox, details: AuditDetails, _ workspace: WorkspaceID,
        _ context: ServiceContext, in transaction: Transaction
    ) throws {
        let target = AuditTarget(.inbox, inbox.id, name: inbox.name)
        try audit(action, by: caller, on: target, details: details, workspace, context, in: transaction)
    }

    /// As the other one, of anything else.
    func audit(
        _ action: AuditAction, by caller: Caller, on target: AuditTarget, details: AuditDetails,
        _ workspace: WorkspaceID, _ context: ServiceContext, in transaction: Transaction
    ) throws {
        let entry = AuditEntry(
            id: context.ids.next(), at: context.now(), actor: caller.actor, action: action, target: target,
            address: caller.client.address?.description, device: caller.client.device, details: details.values)
        try append(.auditRecorded, to: .services, workspace: workspace, data: entry, in: transaction)
    }
}
