import ServiceKit
import WireModel

/// Writes failed sign-ins into the audit log after their answer, so that the answer takes the same time whether or not
/// there is such an account. At most ``waitingLimit`` wait; what is past that is counted and left out: ``SignInLimit``
/// has slowed down whoever does that long before.
final class FailedSignIns: Sendable {
    static let waitingLimit = 1000

    private struct Failed: Sendable {
        var person: PersonID
        var client: ClientOrigin
        var at: Timestamp
    }

    private let waiting: AsyncStream<Failed>.Continuation
    private let now: @Sendable () -> Timestamp
    private let metrics: Metrics
    private let worker: Task<Void, Never>

    init(audit: AuditStore, context: ServiceContext) {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Failed.self, bufferingPolicy: .bufferingOldest(Self.waitingLimit))
        waiting = continuation
        now = context.now
        metrics = context.metrics
        worker = Task(executorPreference: context.loop) {
            for await failed in stream {
                do {
                    try await audit.noteFailedSignIn(of: failed.person, from: failed.client, at: failed.at)
                } catch {
                    context.log.error("A failed sign-in could not be written down.", ["error": .string("\(error)")])
                }
            }
        }
    }

    /// Notes that somebody gave a wrong password for this person.
    func note(_ person: PersonID, from client: ClientOrigin) {
        if case .dropped = waiting.yield(Failed(person: person, client: client, at: now())) {
            metrics.count("majlis_failed_sign_ins_dropped_total", help: "Failed sign-ins that were not written down.")
        }
    }

    /// Returns when what was noted is written.
    func stop() async {
        waiting.finish()
        await worker.value
    }
}
