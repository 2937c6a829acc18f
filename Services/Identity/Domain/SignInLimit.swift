import ServiceKit
import WireModel

/// Slows down whoever guesses passwords: by the e-mail that is tried and by the network it comes from, whether or not
/// the e-mail has an account.
///
/// Only what fails counts in the end. It is counted before, so that tries side by side are counted too, and given back
/// when it ends well. Every way to ask whether an e-mail has an account, or what its password is, goes through here.
///
/// In memory and bounded, see ``RateTable``: each try costs 31 ms of one of two threads, so filling a table takes
/// longer than an e-mail stays in it.
struct SignInLimit: Sendable {
    /// A person who forgot tries a handful of times; a machine gets 2880 guesses a day at one account.
    static let ofEmail = RateQuota(burst: 10, every: .seconds(30))
    /// An office of hundreds mistypes some dozens of times in the morning; a machine that tries one password at many
    /// accounts gets 180 an hour.
    static let ofNetwork = RateQuota(burst: 50, every: .seconds(20))

    private let now: @Sendable () -> Timestamp
    private let emails = RateLimit("signIn.tooMany", "There were too many tries to sign in. Wait a little.", ofEmail)
    private let networks = RateLimit(
        "signIn.tooManyFromNetwork", "There were too many tries to sign in from this network. Wait a little.", ofNetwork
    )

    init(now: @escaping @Sendable () -> Timestamp) {
        self.now = now
    }

    /// Does `body` unless there were too many failures.
    ///
    /// - Parameter email: As ``EmailAddress/key(of:)`` spells it.
    /// - Throws: `signIn.tooMany`, `signIn.tooManyFromNetwork` with the seconds to wait, without a count; what `body`
    ///   throws, which counts unless it is our own fault.
    func attempt<Result>(
        _ email: String, from client: ClientOrigin, _ body: () async throws -> Result
    ) async throws -> Result {
        try count(email, from: client)
        let (email, network) = (RateKey(email), Self.key(of: client))
        do {
            let result = try await body()
            emails.forget(email)
            if let network { networks.giveBack(network, now: now()) }
            return result
        } catch {
            if !isTheirs(error) {
                emails.giveBack(email, now: now())
                if let network { networks.giveBack(network, now: now()) }
            }
            throw error
        }
    }

    /// Counts a try that stays counted: for what ends alike whether or not the e-mail has an account.
    /// - Throws: `signIn.tooMany`, `signIn.tooManyFromNetwork` with the seconds to wait, without a count.
    func count(_ email: String, from client: ClientOrigin) throws(Failure) {
        let email = RateKey(email)
        try emails.take(email, now: now())
        guard let network = Self.key(of: client) else { return }
        do throws(Failure) {
            try networks.take(network, now: now())
        } catch {
            // A network that may not try at all locks nobody's account.
            emails.giveBack(email, now: now())
            throw error
        }
    }

    private static func key(of client: ClientOrigin) -> RateKey? {
        client.address.map { RateKey($0.network.description) }
    }

    /// Whether a failure says something of what was tried, and not of how we are at the moment.
    private func isTheirs(_ error: any Error) -> Bool {
        let failure = Failure(describing: error)
        // The password was right, and the code is yet to come. It is given back and no more: a wrong one counts.
        if failure == .codeRequired { return false }
        return failure.kind != .unavailable && failure.kind != .fault
    }
}
