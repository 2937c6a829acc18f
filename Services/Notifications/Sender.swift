import ServiceKit
import WireModel

/// Makes and sends the mail of one job.
struct Sender: Sendable {
    let sources: Sources
    let zones: ZoneFiles
    let mail: SummaryMail
    let delivery: any Delivery
    let now: @Sendable () -> Timestamp

    func attempt(_ job: SummaryJob) async -> SummaryOutcome {
        guard job.upTo > job.after else { return .skipped("nothing new") }
        do {
            return try await send(job)
        } catch DeliveryFault.permanent(let reason) {
            return .failed(reason)
        } catch DeliveryFault.temporary(let reason) {
            return .deferred(reason)
        } catch let failure as Failure where Self.meansGone.contains(failure.code) {
            return .skipped(failure.code)
        } catch {
            return .deferred((error as? Failure)?.code ?? "unknown")
        }
    }

    private static let meansGone: Set = ["conversation.notFound", "contact.notFound", "workspace.notFound"]

    private func send(_ job: SummaryJob) async throws -> SummaryOutcome {
        let transcript = try await sources.transcript(of: job.conversation, in: job.workspace)
        let contact = try await sources.contact(transcript.conversation.contact, in: job.workspace)
        guard let recipient = Recipient(of: transcript.conversation, contact) else { return .skipped("no address") }
        guard let address = MailAddress(recipient.email) else { return .failed("no valid address") }
        let workspace = try await sources.workspace(job.workspace)
        let summary = Summary(
            of: transcript, job.after + 1...job.upTo, customer: recipient.name, workspace: workspace.name,
            zone: zones.zone(named: workspace.timeZone))
        guard !summary.isEmpty else { return .skipped("nothing new") }
        let message = mail.compose(summary, for: job, to: address, at: now())
        try await delivery.deliver(
            OutgoingMail(name: job.name, from: mail.from, to: address, bytes: message.bytes()))
        return .sent
    }
}
