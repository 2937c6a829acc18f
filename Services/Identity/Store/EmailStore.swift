import ServiceKit
import Storage
import WireModel

/// How an e-mail is confirmed, and becomes another.
struct EmailStore: Sendable {
    let database: Database
    let log: EventLog
    let sessions: SessionStore
    let mails: MailLimit
    let context: ServiceContext

    /// What a link is for.
    /// - Throws: `ticket.unknown`, `ticket.closed`.
    func preview(_ id: TicketID) async throws -> TicketPreview {
        let now = context.now()
        return try await database.read { connection in
            let ticket = try Ticket.find(id, TicketPreview.Kind.allCases, now: now, in: connection)
            let language = try Addressee.find(ticket.person, in: connection).language
            return TicketPreview(kind: ticket.kind, email: ticket.email, language: language)
        }
    }

    /// Sends the link that confirms the account's e-mail once more.
    /// - Throws: `session.required`, `email.confirmed`, `mail.tooMany`.
    func sendConfirmation(of actor: Principal) async throws {
        let now = context.now()
        let email = try await database.read { connection in
            let account = try actor.oneself(at: now, in: connection).account
            try requireUnconfirmed(account, in: connection)
            return account.email
        }
        try mails.count(email, now: now)
        try await database.write { transaction in
            let oneself = try actor.oneself(at: now, in: transaction)
            try requireUnconfirmed(oneself.account, in: transaction)
            let ticket = try Ticket.open(
                .confirmEmail, for: oneself.account.person, at: oneself.account.email, session: oneself.session,
                context, in: transaction)
            try log.mail(
                .confirmEmail, to: try Addressee.find(oneself.account.person, in: transaction), ticket: ticket,
                in: transaction)
        }
    }

    /// Sends a link to the address that the account is to have. Until it is used, nothing is changed.
    /// - Throws: `session.required`, `session.wrong` when the password was changed meanwhile, `email.taken`,
    ///   `input.invalid` for the e-mail that it is, `mail.tooMany`.
    func requestChange(
        to email: EmailAddress, with proof: Proof, of actor: Principal, from client: ClientOrigin
    ) async throws {
        let now = context.now()
        try mails.count(email.key, on: actor.workspace, now: now)
        try await database.write { transaction in
            let oneself = try actor.oneself(at: now, in: transaction)
            let account = try proof.account(in: transaction)
            guard email.text != account.email else {
                throw Failure.invalid("email", "unchanged", "This is your e-mail already.")
            }
            try requireFree(email, for: account, in: transaction)
            let ticket = try Ticket.open(
                .changeEmail, for: account.person, at: email.text, session: oneself.session, context, in: transaction)
            try log.mail(
                .changeEmail, to: try Addressee.find(account.person, in: transaction), ticket: ticket,
                detail: MailRequest.Detail(client), in: transaction)
        }
    }

    /// Uses a link: the e-mail that it was sent to is the account's own, and becomes it where it was not yet; then
    /// every session ends but the one that asked for it, and the old address is told.
    /// - Throws: `ticket.unknown`, `ticket.closed`, `email.taken`.
    func confirm(_ id: TicketID, from client: ClientOrigin) async throws {
        let now = context.now()
        try await database.write { transaction in
            let ticket = try Ticket.find(id, [.confirmEmail, .changeEmail], now: now, in: transaction)
            try ticket.close(now: now, in: transaction)
            let account = try Account.find(ticket.person, in: transaction)
            if ticket.kind == .changeEmail {
                try change(account, ticket, client, now: now, in: transaction)
            } else {
                try account.confirmEmail(now: now, in: transaction)
            }
        }
    }

    private func change(
        _ account: Account, _ ticket: Ticket, _ client: ClientOrigin, now: Timestamp, in transaction: Transaction
    ) throws {
        guard let email = EmailAddress(ticket.email) else { throw Failure.ticketUnknown }
        try requireFree(email, for: account, in: transaction)
        // To the address that it was, before it is another.
        try log.mail(
            .emailChanged, to: try Addressee.find(account.person, in: transaction),
            detail: MailRequest.Detail(client, email: email.text), in: transaction)
        try transaction.run(
            "UPDATE people SET email = ?2, email_key = ?3, email_confirmed_at = ?4 WHERE id = ?1", account.person,
            email.text, email.key, now)
        try Ticket.closeAll(of: account.person, now: now, in: transaction)
        try sessions.endAll(of: account.person, except: ticket.session, in: transaction)
        try log.tellMembers(of: account.person, rights: false, in: transaction)
        var details = AuditDetails()
        details.note("email", account.email, email.text)
        try context.audit(.emailChanged, of: account.person, from: client, details: details, in: transaction)
    }

    /// - Throws: `email.taken` for somebody else's. Another spelling of one's own is free.
    private func requireFree(_ email: EmailAddress, for account: Account, in connection: Connection) throws {
        guard try Account.find(emailKey: email.key, in: connection).map({ $0.person == account.person }) ?? true else {
            throw Failure.emailTaken
        }
    }

    private func requireUnconfirmed(_ account: Account, in connection: Connection) throws {
        let confirmedAt: Timestamp?? = try connection.first(
            "SELECT email_confirmed_at FROM people WHERE id = ?1", account.person
        ) { try $0[0] as Timestamp? }
        guard (confirmedAt ?? nil) == nil else {
            throw Failure(.conflict, "email.confirmed", "This e-mail is confirmed already.")
        }
    }
}
