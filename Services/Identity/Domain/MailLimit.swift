import ServiceKit
import WireModel

/// How many mails somebody can have us send: a link that nobody asked for is a nuisance, and a way to make our address
/// known as one that sends them.
struct MailLimit: Sendable {
    private let addresses = RateLimit(
        "mail.tooMany", "There were too many mails to this address. Wait a little.",
        RateQuota(burst: 5, every: .seconds(600)))
    private let senders = RateLimit(
        "mail.tooMany", "There were too many mails. Wait a little.", RateQuota(burst: 100, every: .seconds(60)))

    /// One mail to `email` that somebody else's words may cause.
    /// - Parameter workspace: On whose behalf; nil where the recipient asks for it.
    /// - Throws: `mail.tooMany`.
    func count(_ email: String, on workspace: WorkspaceID? = nil, now: Timestamp) throws(Failure) {
        if let workspace { try senders.take(RateKey(workspace), now: now) }
        try addresses.take(RateKey(EmailAddress.key(of: email)), now: now)
    }
}
