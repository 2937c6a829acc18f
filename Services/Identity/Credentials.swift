import Loop
import ServiceKit
import WireModel

/// Checks passwords, off the event loops, no faster than ``SignInLimit`` allows, and without telling which e-mails
/// exist.
struct Credentials: Sendable {
    let accounts: AccountStore
    let limit: SignInLimit
    let failures: FailedSignIns
    let context: ServiceContext

    /// Does `body` for whoever knows the password of the account with this e-mail. `body` asks for the second factor;
    /// what it throws counts as a wrong password does.
    /// - Throws: `session.wrong` for a wrong e-mail and a wrong password alike, after the same work; `signIn.tooMany…`;
    ///   what `body` throws.
    func attempt<Result>(
        _ email: String, password: String, code: String?, from client: ClientOrigin,
        _ body: (Proof) async throws -> Result
    ) async throws -> Result {
        let key = EmailAddress.key(of: email)
        return try await limit.attempt(key, from: client) {
            let account = try await accounts.find(emailKey: key)
            guard try await isRight(password, of: account), let account else {
                note(account, from: client)
                throw Failure.wrongSignIn
            }
            return try await watching(account, from: client) { try await body(Proof(account, code: code)) }
        }
    }

    /// As ``attempt(_:password:code:from:_:)`` for somebody who is signed in and gives their password once more.
    /// - Parameter field: Of the form, where the password stands.
    /// - Throws: `password.wrong`, `session.required`, `signIn.tooMany…`; what `body` throws.
    func confirm<Result>(
        _ actor: Principal, password: String, field: String, from client: ClientOrigin,
        _ body: (Proof) async throws -> Result
    ) async throws -> Result {
        let account = try await accounts.find(actor)
        return try await limit.attempt(EmailAddress.key(of: account.email), from: client) {
            guard try await isRight(password, of: account) else {
                note(account, from: client)
                throw Failure.wrongPassword(field)
            }
            return try await body(Proof(account))
        }
    }

    /// Does `body` for somebody who tries a code, no faster than a password may be tried.
    func attemptCode<Result>(
        of email: String, from client: ClientOrigin, _ body: () async throws -> Result
    ) async throws -> Result {
        try await limit.attempt(EmailAddress.key(of: email), from: client, body)
    }

    /// Does `body` for who comes in: somebody with an account, by its password, or somebody new, by one that may be
    /// used from now on. The work is the same for both.
    /// - Parameter wrong: What somebody is told who does not know the password of the account that there is.
    /// - Throws: `wrong`, `input.invalid` for a new password, `signIn.tooMany…`; what `body` throws.
    func joiner<Result>(
        _ email: EmailAddress, password: String, code: String?, from client: ClientOrigin, wrong: Failure,
        _ body: (Joiner) async throws -> Result
    ) async throws -> Result {
        let account = try await accounts.find(emailKey: email.key)
        if account == nil { try Self.check(password, field: "password", email: email) }
        return try await limit.attempt(email.key, from: client) {
            guard let account else { return try await body(.newcomer(passwordHash: try await hash(password))) }
            guard try await isRight(password, of: account) else {
                note(account, from: client)
                throw wrong
            }
            return try await watching(account, from: client) { try await body(.known(Proof(account, code: code))) }
        }
    }

    /// - Throws: `input.invalid` for what is no new password.
    static func check(_ password: String, field: String, email: EmailAddress?) throws(Failure) {
        var form = Form()
        form.take(field, password) { text throws(FieldFault) in try PasswordRule.check(text, email: email) }
        try form.finish()
    }

    func hash(_ password: String) async throws -> String {
        countWork()
        return try await Offload.shared.run { try Passwords.hash(password) }
    }

    /// Notes a second factor that was wrong.
    private func watching<Result>(
        _ account: Account, from client: ClientOrigin, _ body: () async throws -> Result
    ) async throws -> Result {
        do {
            return try await body()
        } catch let failure as Failure where failure == .wrongCode {
            note(account, from: client)
            throw failure
        }
    }

    /// For the audit log, where there is such an account.
    private func note(_ account: Account?, from client: ClientOrigin) {
        guard let account else { return }
        failures.note(account.person, from: client)
    }

    private func isRight(_ password: String, of account: Account?) async throws -> Bool {
        countWork()
        return try await Offload.shared.run { Passwords.verify(password, against: account?.passwordHash) }
    }

    /// The dearest thing that anybody can ask of us, so it is watched.
    private func countWork() {
        context.metrics.count("majlis_password_hashes_total", help: "Passwords hashed or checked.")
    }
}

extension Failure {
    static func wrongPassword(_ field: String) -> Failure {
        Failure(
            .invalid, "password.wrong", "This is not your password.",
            fields: [.init(field: field, code: "wrong", message: "This is not your password.")])
    }
}
