import ServiceKit
import Storage
import WireModel

/// A person, as far as their ways in go.
struct Account: Sendable {
    var person: PersonID
    var email: String
    var passwordHash: String
    var twoFactorSince: Timestamp?
    /// Which secret the person's app holds; 0 before there was one.
    var generation: Int64
    /// The step of the last code of the app that was accepted.
    var step: Int64

    /// Columns id, email, password, two_factor_since, two_factor_generation, two_factor_step.
    init(row: Row) throws {
        person = try row[0]
        email = try row[1]
        passwordHash = try row[2]
        twoFactorSince = try row[3]
        generation = try row[4]
        step = try row[5]
    }

    static func find(emailKey: String, in connection: Connection) throws -> Account? {
        try connection.first(
            """
            SELECT id, email, password, two_factor_since, two_factor_generation, two_factor_step
            FROM people WHERE email_key = ?1
            """, emailKey
        ) { try Account(row: $0) }
    }

    static func find(_ person: PersonID, in connection: Connection) throws -> Account {
        let account = try connection.first(
            """
            SELECT id, email, password, two_factor_since, two_factor_generation, two_factor_step
            FROM people WHERE id = ?1
            """, person
        ) { try Account(row: $0) }
        guard let account else { throw Failure.unauthenticated }
        return account
    }

    /// Uses `code` up where a second factor is on.
    /// - Throws: `session.codeRequired`, `session.wrongCode`.
    func requireSecondFactor(
        _ code: String?, key: DeploymentKey, now: Timestamp, in transaction: Transaction
    ) throws {
        guard twoFactorSince != nil else { return }
        guard let code else { throw Failure.codeRequired }
        try use(code, key: key, now: now, in: transaction)
    }

    /// Accepts a code of the app or a backup code, once.
    /// - Throws: `session.wrongCode`.
    func use(_ code: String, key: DeploymentKey, now: Timestamp, in transaction: Transaction) throws {
        switch SecondFactorCode(code) {
        case .authenticator(let digits):
            let secret = key.secondFactor(of: person, generation: generation)
            guard let used = TOTP.step(of: digits, secret: secret, after: step, now: now) else {
                throw Failure.wrongCode
            }
            try setStep(used, in: transaction)
        case .backup(let text):
            let used = try transaction.run(
                "DELETE FROM backup_codes WHERE person = ?1 AND hash = ?2", person,
                key.backupCodeHash(text, of: person))
            guard used == 1 else { throw Failure.wrongCode }
        case nil: throw Failure.wrongCode
        }
    }

    /// No code of this step or one before is accepted any more.
    func setStep(_ step: Int64, in transaction: Transaction) throws {
        try transaction.run("UPDATE people SET two_factor_step = ?2 WHERE id = ?1", person, step)
    }

    func setPassword(_ hash: String, in transaction: Transaction) throws {
        try transaction.run("UPDATE people SET password = ?2 WHERE id = ?1", person, hash)
    }

    func isEmailConfirmed(in connection: Connection) throws -> Bool {
        try connection.first("SELECT email_confirmed_at IS NOT NULL FROM people WHERE id = ?1", person) { try $0[0] }
            ?? false
    }

    func dropSecondFactor(in transaction: Transaction) throws {
        try transaction.run("UPDATE people SET two_factor_since = NULL WHERE id = ?1", person)
        try transaction.run("DELETE FROM backup_codes WHERE person = ?1", person)
    }

    /// They read what we sent to their address.
    func confirmEmail(now: Timestamp, in transaction: Transaction) throws {
        try transaction.run(
            "UPDATE people SET email_confirmed_at = ?2 WHERE id = ?1 AND email_confirmed_at IS NULL", person, now)
    }
}

/// That somebody knows the password of an account: it was checked a moment ago, off the loop and outside any
/// transaction, and is held against the store once more by whoever lets them in.
struct Proof: Sendable {
    var person: PersonID
    /// What the password was checked against.
    var passwordHash: String
    /// What they gave beside it.
    var code: String?

    init(_ account: Account, code: String? = nil) {
        person = account.person
        passwordHash = account.passwordHash
        self.code = code
    }

    /// The account, where the password is still the one that was checked.
    /// - Throws: `session.wrong`.
    func account(in connection: Connection) throws -> Account {
        let account = try Account.find(person, in: connection)
        guard account.passwordHash == passwordHash else { throw Failure.wrongSignIn }
        return account
    }
}

/// Where a person belongs.
struct Membership: Sendable {
    var workspace: WorkspaceID
    var member: MemberID

    /// Those that are not over, the oldest first.
    static func all(of person: PersonID, in connection: Connection) throws -> [Membership] {
        try connection.rows(
            "SELECT workspace, id FROM members WHERE person = ?1 AND removed_at IS NULL ORDER BY id", person
        ) { Membership(workspace: try $0[0], member: try $0[1]) }
    }
}

/// Somebody who is signed in, as the store knows them at this moment.
struct Oneself: Sendable {
    var workspace: WorkspaceID
    var member: MemberID
    var session: SessionID
    var account: Account
}

extension Principal {
    /// Who this is. The assertion that came with the request may be a minute old; what somebody does with their account
    /// needs a session that stands.
    /// - Throws: `session.required` for a session that ended, and for a key.
    func oneself(at now: Timestamp, in connection: Connection) throws -> Oneself {
        guard let member, let session else { throw Failure.unauthenticated }
        let person: PersonID? = try connection.first(
            """
            SELECT m.person FROM sessions s JOIN members m ON m.id = s.member AND m.workspace = s.workspace
            WHERE s.workspace = ?1 AND s.id = ?2 AND s.member = ?3 AND s.expires_at > ?4
                AND m.removed_at IS NULL AND m.deactivated_at IS NULL
            """, workspace, session, member, now
        ) { try $0[0] }
        guard let person else { throw Failure.unauthenticated }
        return Oneself(
            workspace: workspace, member: member, session: session, account: try Account.find(person, in: connection))
    }
}
