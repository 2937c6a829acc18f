import ServiceKit
import Storage
import WireModel

/// Whom a mail about an account goes to, and how they are addressed.
struct Addressee: Sendable {
    var email: String
    var name: String
    var language: Language
    /// In whose part of the log the mail is asked for.
    var workspace: WorkspaceID

    /// A person has a name and a language in each workspace: the one they used last is the one they know best.
    static func find(_ person: PersonID, in connection: Connection) throws -> Addressee {
        let found = try connection.first(
            """
            SELECT p.email, m.name, m.language, m.workspace FROM people p JOIN members m ON m.person = p.id
            WHERE p.id = ?1
            ORDER BY m.removed_at IS NULL DESC, m.workspace IS p.last_workspace DESC, m.id DESC LIMIT 1
            """, person
        ) { Addressee(email: try $0[0], name: try $0[1], language: try $0[2], workspace: try $0[3]) }
        guard let found else { throw Failure.unauthenticated }
        return found
    }
}

extension EventLog {
    /// Has a mail written and sent by `notifications`, if and only if the transaction is kept.
    /// - Parameter ticket: What the mail's link opens; a mail with one goes where the ticket says.
    func mail(
        _ kind: MailRequest.Kind, to addressee: Addressee, ticket: Ticket? = nil, detail: MailRequest.Detail? = nil,
        in transaction: Transaction
    ) throws {
        let request = MailRequest(
            kind, to: ticket?.email ?? addressee.email, name: addressee.name, language: addressee.language,
            ticket: ticket?.id, expiresAt: ticket?.expiresAt, detail: detail)
        try append(
            .mailRequested, to: .services, workspace: addressee.workspace, data: request, in: transaction)
    }

    /// Tells every workspace of a person what they are now.
    /// - Parameter rights: Whether what they may do is something else now.
    func tellMembers(of person: PersonID, rights: Bool, in transaction: Transaction) throws {
        for place in try Membership.all(of: person, in: transaction) {
            try append(
                .memberChanged, to: .agents, workspace: place.workspace,
                data: try Member.find(place.workspace, place.member, in: transaction), in: transaction)
            if rights {
                try append(
                    .rightsChanged, to: .services, workspace: place.workspace,
                    data: RightsChanged(members: [place.member]), in: transaction)
            }
        }
    }
}

extension MailRequest.Detail {
    init(_ client: ClientOrigin, email: String? = nil, twoFactor: TwoFactor? = nil) {
        self.init(
            device: client.device, address: client.address?.description, email: email, twoFactor: twoFactor)
    }
}
