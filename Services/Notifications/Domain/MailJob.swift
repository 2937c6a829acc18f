import WireModel

/// One mail to be sent.
struct MailJob: Sendable, Equatable {
    enum Content: Sendable, Equatable {
        case summary(SummaryPart)
        case account(MailOrder)
    }

    var id: Int64
    var workspace: WorkspaceID
    var content: Content
    /// How often it was tried before.
    var attempts: Int
    /// When it became due; of an account mail, when it was asked for.
    var queuedAt: Timestamp

    /// The same for every attempt, and for no other job.
    var name: String {
        switch content {
        case .summary(let part): part.name
        case .account(let order): order.name
        }
    }

    var kind: MailKind {
        switch content {
        case .summary: .summary
        case .account: .account
        }
    }
}

/// What a conversation held when it was closed.
struct SummaryPart: Sendable, Equatable {
    var conversation: ConversationID
    /// The last message that the closing found.
    var upTo: Int64
    /// The last message that an earlier mail had; 0 without one.
    var after: Int64

    var name: String { "\(conversation).\(upTo)" }
}

/// What became of an attempt.
enum MailOutcome: Sendable, Equatable {
    case sent
    /// There is nobody or nothing to send.
    case skipped(String)
    /// The address has had as many mails as one may get.
    case limited
    /// Worth another attempt.
    case deferred(String)
    /// Worth another attempt once a service of ours that was asked for the mail's text is back.
    case held(String)
    /// No attempt will ever succeed.
    case failed(String)
}

/// When a job that did not succeed is tried again.
struct RetryPlan: Sendable {
    /// About three days after its closing, or after it was asked for, a job is given up.
    static let patience = Duration.seconds(3 * 86_400)
    private static let firstSeconds = 15.0
    private static let longestSeconds = 6.0 * 3600
    /// A relay that refuses is not to be pressed; a service of ours comes back without being asked for patience, and
    /// the customer should not wait as long again as it was away.
    private static let longestHeldSeconds = 60.0

    /// - Parameters:
    ///   - attempts: How many were made, this one included; 1 and up.
    ///   - isHeld: Whether only a service of ours was missing.
    ///   - chance: 0 up to 1; spreads the attempts of jobs that failed together over half of the pause.
    /// - Returns: Nil when it is time to give up.
    static func next(
        attempts: Int, isHeld: Bool, queuedAt: Timestamp, now: Timestamp, chance: Double
    ) -> Timestamp? {
        guard now < queuedAt + patience else { return nil }
        let pause = min(pauseSeconds(after: attempts), isHeld ? longestHeldSeconds : .infinity)
        return now + .milliseconds(Int64(pause * (0.75 + chance / 2) * 1000))
    }

    /// No job waits longer than this for its next attempt, unless the clock has gone back since.
    static func longestPause(after attempts: Int) -> Duration {
        attempts == 0 ? .zero : .milliseconds(Int64(pauseSeconds(after: attempts) * 1250))
    }

    private static func pauseSeconds(after attempts: Int) -> Double {
        var pause = firstSeconds
        for _ in 1..<max(attempts, 1) { pause = min(pause * 2, longestSeconds) }
        return pause
    }
}
