import ServiceKit
import WireModel

/// Makes and sends the mail of one job.
struct Sender: Sendable {
    let sources: Sources
    let zones: ZoneFiles
    let summaries: SummaryMail
    let accounts: AccountMail
    let delivery: any Delivery
    let jobs: JobStore
    let now: @Sendable () -> Timestamp

    /// Ends an attempt before anything is sent.
    private struct NoMail: Error {
        var outcome: MailOutcome
        init(_ outcome: MailOutcome) { self.outcome = outcome }
    }

    func attempt(_ job: MailJob) async -> MailOutcome {
        do {
            return try await send(try await message(for: job), for: job)
        } catch let end as NoMail {
            return end.outcome
        } catch DeliveryFault.permanent(let reason) {
            return .failed(reason)
        } catch DeliveryFault.temporary(let reason) {
            return .deferred(reason)
        } catch let failure as Failure where Self.meansGone.contains(failure.code) {
            return .skipped(failure.code)
        } catch let failure as Failure where failure.kind == .unavailable {
            return .held(failure.code)
        } catch {
            return .deferred((error as? Failure)?.code ?? "unknown")
        }
    }

    private static let meansGone: Set = ["conversation.notFound", "contact.notFound", "workspace.notFound"]

    private func send(_ message: MailMessage, for job: MailJob) async throws -> MailOutcome {
        let address = message.to.address
        guard try await jobs.admit(job, to: address, now: now()) else { return .limited }
        try await delivery.deliver(
            OutgoingMail(name: job.name, from: message.from.address, to: address, bytes: message.bytes()))
        return .sent
    }

    private func message(for job: MailJob) async throws -> MailMessage {
        switch job.content {
        case .summary(let part): try await message(of: part, in: job.workspace)
        case .account(let order): try await message(of: order, askedAt: job.queuedAt, in: job.workspace)
        }
    }

    private func message(of part: SummaryPart, in id: WorkspaceID) async throws -> MailMessage {
        guard part.upTo > part.after else { throw NoMail(.skipped("nothing new")) }
        let transcript = try await sources.transcript(of: part.conversation, in: id)
        guard !transcript.conversation.spam else { throw NoMail(.skipped("spam")) }
        let contact = try await sources.contact(transcript.conversation.contact, in: id)
        guard let recipient = Recipient(of: transcript.conversation, contact) else {
            throw NoMail(.skipped("no address"))
        }
        let address = try Self.address(recipient.email)
        let workspace = try await sources.workspace(id)
        let summary = Summary(
            of: transcript, part.after + 1...part.upTo, customer: recipient.name, workspace: workspace.name,
            zone: zones.zone(named: workspace.timeZone))
        guard !summary.isEmpty else { throw NoMail(.skipped("nothing new")) }
        return summaries.compose(summary, for: part, to: address, at: now())
    }

    /// What is old is not sent any more: a log may be read again from its beginning.
    private func message(of order: MailOrder, askedAt: Timestamp, in workspace: WorkspaceID) async throws -> MailMessage
    {
        guard !order.isOver(at: now()) else { throw NoMail(.skipped("expired")) }
        guard now() < askedAt + RetryPlan.patience else { throw NoMail(.skipped("too old")) }
        guard !order.request.kind.needsTicket || order.request.ticket != nil else { throw NoMail(.failed("no ticket")) }
        let address = try Self.address(order.request.to)
        let zone = zones.zone(named: try await timeZone(of: workspace))
        return accounts.compose(order, askedAt: askedAt, zone: zone, to: address, at: now())
    }

    /// A person's mail goes even if the workspace that it was asked for from is gone.
    private func timeZone(of workspace: WorkspaceID) async throws -> String {
        do {
            return try await sources.workspace(workspace).timeZone
        } catch let failure as Failure where failure.code == "workspace.notFound" {
            return Zone.utc.name
        }
    }

    private static func address(_ text: String) throws -> MailAddress {
        guard let address = MailAddress(text) else { throw NoMail(.failed("no valid address")) }
        return address
    }
}
