/// What mails are told apart by where they are counted and limited.
enum MailKind: String, Sendable {
    case summary, account

    /// How many mails of this kind one address may get within ``window``. People reach these numbers only when
    /// somebody makes them: who types another's address into a form again and again fills nobody's mailbox.
    var limit: Int {
        switch self {
        case .summary: 60
        case .account: 10
        }
    }

    var window: Duration {
        switch self {
        case .summary: .seconds(86_400)
        case .account: .seconds(3600)
        }
    }

    static let longestWindow = Duration.seconds(86_400)
}
