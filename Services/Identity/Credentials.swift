import Loop
import ServiceKit
import WireModel

/// Checks passwords, off the event loops, no faster than ``SignInLimit`` allows, and without telling which e-mails
/// exist.
struct Credentials: Sendable {
    let accounts: AccountStore
    let limit: SignInLimit

    /// The person whose e-mail and password these are.
    /// - Throws: `session.wrong` for a wrong e-mail and a wrong password alike, after the same work; `signIn.tooMany…`.
    func person(email: String, password: String, from client: ClientOrigin) async throws -> PersonID {
        let key = EmailAddress.key(of: email)
        return try await limit.attempt(key, from: client) {
            let account = try await accounts.find(emailKey: key)
            let isRight = try await Offload.shared.run { Passwords.verify(password, against: account?.passwordHash) }
            guard let account, isRight else { throw Failure.wrongSignIn }
            return account.person
        }
    }

    /// Makes an account of an e-mail that has none, by `make` with the password's hash. The work is the same for one
    /// that has.
    /// - Throws: `signIn.tooMany…`; what `make` throws.
    func newcomer<Result>(
        _ email: EmailAddress, password: String, from client: ClientOrigin, _ make: (String) async throws -> Result
    ) async throws -> Result {
        try await limit.attempt(email.key, from: client) { try await make(try await hash(password)) }
    }

    /// Who joins: somebody with an account, by its password, or somebody new, by one that may be used from now on.
    /// - Throws: as ``person(email:password:from:)`` for the one, `input.invalid` for the other.
    func joiner(_ email: EmailAddress, password: String, from client: ClientOrigin) async throws -> Joiner {
        guard try await accounts.find(emailKey: email.key) == nil else {
            return .known(try await person(email: email.text, password: password, from: client))
        }
        var form = Form()
        form.take("password", password) { text throws(FieldFault) in try PasswordRule.check(text, email: email) }
        try form.finish()
        return .newcomer(passwordHash: try await hash(password))
    }

    func hash(_ password: String) async throws -> String {
        try await Offload.shared.run { try Passwords.hash(password) }
    }
}
