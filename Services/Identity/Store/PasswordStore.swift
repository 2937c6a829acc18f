import ServiceKit
import Storage
import WireModel

/// How a password becomes another.
struct PasswordStore: Sendable {
    let database: Database
    let log: EventLog
    let accounts: AccountStore
    let mails: MailLimit
    let context: ServiceContext

    /// Sets another password, ends every other session and gives this one a new token.
    /// - Returns: The token.
    /// - Throws: `session.required`; `session.wrong` when the password was changed meanwhile.
    func change(
        to hash: String, with proof: Proof, of actor: Principal, from client: ClientOrigin
    ) async throws -> TokenBody {
        let now = context.now()
        return try await database.write { transaction in
            let oneself = try actor.oneself(at: now, in: transaction)
            let account = try proof.account(in: transaction)
            try account.setPassword(hash, in: transaction)
            try Ticket.closeAll(of: account.person, now: now, in: transaction)
            try accounts.sessions.endAll(of: account.person, except: oneself.session, in: transaction)
            try tell(account.person, client, in: transaction)
            return TokenBody(token: try accounts.sessions.rotate(oneself, in: transaction))
        }
    }

    /// Sends a link to whoever has this e-mail. What is done for an e-mail that nobody has, or that was sent too many
    /// links already, is the same as far as anybody can see.
    func requestReset(_ email: String, from client: ClientOrigin) async throws {
        let key = EmailAddress.key(of: email)
        let isAllowed = (try? mails.count(key, now: context.now())) != nil
        try await database.write { transaction in
            guard isAllowed, let account = try Account.find(emailKey: key, in: transaction) else {
                return try Ticket.openForNobody(.resetPassword, context, in: transaction)
            }
            let addressee = try Addressee.find(account.person, in: transaction)
            let ticket = try Ticket.open(
                .resetPassword, for: account.person, at: account.email, context, in: transaction)
            try log.mail(
                .resetPassword, to: addressee, ticket: ticket, detail: MailRequest.Detail(client), in: transaction)
        }
    }

    /// Whose password a ticket sets.
    /// - Throws: `ticket.unknown`, `ticket.closed`.
    func reset(_ id: TicketID) async throws -> Ticket {
        let now = context.now()
        return try await database.read { try Ticket.find(id, [.resetPassword], now: now, in: $0) }
    }

    /// Uses the ticket up, sets the password, ends every session and begins one.
    /// - Throws: `ticket.unknown`, `ticket.closed`, `session.codeRequired`, `session.wrongCode`; `session.noWorkspace`,
    ///   with the password set all the same.
    func reset(
        _ id: TicketID, to hash: String, code: String?, from client: ClientOrigin
    ) async throws -> SessionGrant {
        let now = context.now()
        let grant: SessionGrant? = try await database.write { transaction in
            let ticket = try Ticket.find(id, [.resetPassword], now: now, in: transaction)
            let account = try Account.find(ticket.person, in: transaction)
            if try account.isEmailConfirmed(in: transaction) {
                try account.requireSecondFactor(code, key: context.key, now: now, in: transaction)
            } else {
                // Whoever set it up never showed that the address is theirs; whoever holds this link does.
                try account.dropSecondFactor(in: transaction)
            }
            try ticket.close(now: now, in: transaction)
            try account.setPassword(hash, in: transaction)
            try account.confirmEmail(now: now, in: transaction)
            try Ticket.closeAll(of: account.person, now: now, in: transaction)
            try accounts.sessions.endAll(of: account.person, in: transaction)
            try tell(account.person, client, in: transaction)
            _ = try Device.note(client, of: account.person, now: now, in: transaction)
            do {
                return try accounts.begin(nil, of: account.person, from: client, in: transaction)
            } catch let failure as Failure where failure == .noWorkspace {
                return nil
            }
        }
        guard let grant else { throw Failure.noWorkspace }
        return grant
    }

    private func tell(_ person: PersonID, _ client: ClientOrigin, in transaction: Transaction) throws {
        try log.mail(
            .passwordChanged, to: try Addressee.find(person, in: transaction), detail: MailRequest.Detail(client),
            in: transaction)
    }
}
