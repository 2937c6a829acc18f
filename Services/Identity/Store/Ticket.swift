import ServiceKit
import Storage
import WireModel

/// What a link in a mail opens, once. Its token is computed of its id and the deployment's key and stored nowhere.
struct Ticket: Sendable {
    /// One of a kind is open for a person: a new one closes the one before.
    typealias Kind = TicketPreview.Kind

    var id: TicketID
    var person: PersonID
    var kind: Kind
    /// Where it was sent.
    var email: String
    /// Which session asked for it.
    var session: SessionID?
    var expiresAt: Timestamp

    /// How long a ticket is remembered after it expired, so that its link is told what it was.
    private static let keptMilliseconds: Int64 = 30 * 86_400_000

    /// Makes one and closes an earlier one of the same kind.
    static func open(
        _ kind: Kind, for person: PersonID, at email: String, session: SessionID? = nil, _ context: ServiceContext,
        in transaction: Transaction
    ) throws -> Ticket {
        let now = context.now()
        let ticket = Ticket(
            id: context.ids.next(), person: person, kind: kind, email: email, session: session,
            expiresAt: now + kind.lifetime)
        try transaction.run(
            "UPDATE tickets SET closed_at = ?3 WHERE person = ?1 AND kind = ?2 AND closed_at IS NULL", person, kind,
            now)
        try transaction.run(
            """
            INSERT INTO tickets (id, person, kind, email, session, created_at, expires_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """, ticket.id, person, kind, email, session, now, ticket.expiresAt)
        try forgetOld(now, in: transaction)
        return ticket
    }

    /// Somebody asked for an e-mail that nobody has. What is written, and waited for, is the same as for one that
    /// somebody has; only that it opens nothing, and does not keep the address.
    static func openForNobody(_ kind: Kind, _ context: ServiceContext, in transaction: Transaction) throws {
        let now = context.now()
        try transaction.run(
            """
            INSERT INTO tickets (id, person, kind, email, created_at, expires_at, closed_at)
            VALUES (?1, NULL, ?2, '', ?3, ?4, ?3)
            """, context.ids.next(TicketKind.self), kind, now, now + kind.lifetime)
        try forgetOld(now, in: transaction)
    }

    /// - Throws: `ticket.unknown` for one that is not, or not of these kinds; `ticket.closed` for one that was used,
    ///   replaced or left too long.
    static func find(_ id: TicketID, _ kinds: [Kind], now: Timestamp, in connection: Connection) throws -> Ticket {
        let found: (Ticket, Timestamp?)? = try connection.first(
            """
            SELECT id, person, kind, email, session, expires_at, closed_at FROM tickets
            WHERE id = ?1 AND person IS NOT NULL
            """, id
        ) { row in
            let ticket = Ticket(
                id: try row[0], person: try row[1], kind: try row[2], email: try row[3], session: try row[4],
                expiresAt: try row[5])
            return (ticket, try row[6])
        }
        guard let (ticket, closedAt) = found, kinds.contains(ticket.kind) else { throw Failure.ticketUnknown }
        guard closedAt == nil, ticket.expiresAt > now else { throw Failure.ticketClosed }
        return ticket
    }

    /// Uses it up, within the transaction of what it is for.
    /// - Throws: `ticket.closed` when somebody else did.
    func close(now: Timestamp, in transaction: Transaction) throws {
        let closed = try transaction.run(
            "UPDATE tickets SET closed_at = ?2 WHERE id = ?1 AND closed_at IS NULL", id, now)
        guard closed == 1 else { throw Failure.ticketClosed }
    }

    /// Closes whatever links a person was sent: they led to an address or a password that is not theirs any more.
    static func closeAll(of person: PersonID, now: Timestamp, in transaction: Transaction) throws {
        try transaction.run(
            "UPDATE tickets SET closed_at = ?2 WHERE person = ?1 AND closed_at IS NULL", person, now)
    }

    private static func forgetOld(_ now: Timestamp, in transaction: Transaction) throws {
        let long = Timestamp(milliseconds: now.milliseconds - keptMilliseconds)
        try transaction.run("DELETE FROM tickets WHERE expires_at < ?1", long)
    }
}

extension TicketPreview.Kind {
    var lifetime: Duration {
        switch self {
        case .confirmEmail: .seconds(7 * 86_400)
        case .changeEmail: .seconds(86_400)
        case .resetPassword: .seconds(3600)
        }
    }
}

extension Failure {
    static let ticketUnknown = Failure(.notFound, "ticket.unknown", "This link is not valid.")
    static let ticketClosed = Failure(
        .gone, "ticket.closed", "This link was used, replaced by a newer one, or is too old.")
}
