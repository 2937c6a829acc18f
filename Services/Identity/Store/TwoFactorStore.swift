import ServiceKit
import Storage
import WireModel

/// A person's second factor: an authenticator app, and ten codes for when it is lost.
struct TwoFactorStore: Sendable {
    let database: Database
    let log: EventLog
    let sessions: SessionStore
    let context: ServiceContext

    /// Makes a secret for a new app; an earlier one that was not confirmed is worthless.
    /// - Throws: `session.required`, `twoFactor.on`.
    func start(_ actor: Principal) async throws -> TwoFactorSetup {
        let now = context.now()
        return try await database.write { transaction in
            let account = try actor.oneself(at: now, in: transaction).account
            guard account.twoFactorSince == nil else { throw Failure.twoFactorOn }
            let generation = account.generation + 1
            try transaction.run(
                "UPDATE people SET two_factor_generation = ?2, two_factor_step = 0 WHERE id = ?1", account.person,
                generation)
            return TOTP.setup(
                context.key.secondFactor(of: account.person, generation: generation), email: account.email)
        }
    }

    /// Turns it on, for whoever shows a code of the app. The session gets a new token, and whatever workspaces withheld
    /// from a member without a second factor is theirs.
    /// - Throws: `session.required`, `twoFactor.on`, `twoFactor.notStarted`, `session.wrongCode`.
    func confirm(_ code: String, of actor: Principal, from client: ClientOrigin) async throws -> TwoFactorGrant {
        let now = context.now()
        return try await database.write { transaction in
            let oneself = try actor.oneself(at: now, in: transaction)
            let account = oneself.account
            guard account.twoFactorSince == nil else { throw Failure.twoFactorOn }
            guard account.generation > 0 else { throw Failure.twoFactorNotStarted }
            guard case .authenticator(let digits) = SecondFactorCode(code) else { throw Failure.wrongFirstCode }
            let secret = context.key.secondFactor(of: account.person, generation: account.generation)
            guard let step = TOTP.step(of: digits, secret: secret, after: account.step, now: now) else {
                throw Failure.wrongFirstCode
            }
            try account.setStep(step, in: transaction)
            try transaction.run("UPDATE people SET two_factor_since = ?2 WHERE id = ?1", account.person, now)
            let codes = try replaceBackupCodes(account.person, in: transaction)
            try log.tellMembers(of: account.person, rights: true, in: transaction)
            try tell(account.person, .on, client, in: transaction)
            try context.audit(.twoFactorEnabled, of: account.person, from: client, in: transaction)
            return TwoFactorGrant(backupCodes: codes, token: try sessions.rotate(oneself, in: transaction))
        }
    }

    /// Ten new codes; the old ones are worthless.
    /// - Throws: `session.required`, `twoFactor.off`; `session.wrong` when the password was changed meanwhile.
    func newBackupCodes(_ proof: Proof, of actor: Principal, from client: ClientOrigin) async throws -> BackupCodes {
        try await database.write { transaction in
            let account = try required(proof, of: actor, in: transaction)
            let codes = try replaceBackupCodes(account.person, in: transaction)
            try tell(account.person, .newBackupCodes, client, in: transaction)
            try context.audit(.twoFactorRenewed, of: account.person, from: client, in: transaction)
            return BackupCodes(backupCodes: codes)
        }
    }

    /// - Throws: as ``newBackupCodes(_:of:from:)``.
    func end(_ proof: Proof, of actor: Principal, from client: ClientOrigin) async throws {
        try await database.write { transaction in
            let account = try required(proof, of: actor, in: transaction)
            try account.dropSecondFactor(in: transaction)
            try log.tellMembers(of: account.person, rights: true, in: transaction)
            try tell(account.person, .off, client, in: transaction)
            try context.audit(.twoFactorDisabled, of: account.person, from: client, in: transaction)
        }
    }

    private func required(_ proof: Proof, of actor: Principal, in transaction: Transaction) throws -> Account {
        _ = try actor.oneself(at: context.now(), in: transaction)
        let account = try proof.account(in: transaction)
        guard account.twoFactorSince != nil else { throw Failure.twoFactorOff }
        return account
    }

    private func replaceBackupCodes(_ person: PersonID, in transaction: Transaction) throws -> [String] {
        try transaction.run("DELETE FROM backup_codes WHERE person = ?1", person)
        return try (0..<BackupCodes.count).map { _ in
            let code = SecondFactorCode.backup(random: Secret.randomBytes(10))
            guard case .backup(let text) = SecondFactorCode(code) else { preconditionFailure("A code reads itself.") }
            try transaction.run(
                "INSERT INTO backup_codes (person, hash) VALUES (?1, ?2)", person,
                context.key.backupCodeHash(text, of: person))
            return code
        }
    }

    private func tell(
        _ person: PersonID, _ what: MailRequest.Detail.TwoFactor, _ client: ClientOrigin, in transaction: Transaction
    ) throws {
        try log.mail(
            .twoFactorChanged, to: try Addressee.find(person, in: transaction),
            detail: MailRequest.Detail(client, twoFactor: what), in: transaction)
    }
}
