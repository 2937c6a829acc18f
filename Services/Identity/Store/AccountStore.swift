import ServiceKit
import Storage
import WireModel

/// People and how they come in. These functions come before there is a workspace: they are what leads to one.
struct AccountStore: Sendable {
    let database: Database
    let log: EventLog
    let sessions: SessionStore
    /// Of new workspaces.
    let plan: Plan
    let context: ServiceContext

    /// A person belongs to so many workspaces at most.
    static let workspacesLimit = Session.workspacesLimit

    /// The person with this e-mail; nil when there is none.
    func find(emailKey: String) async throws -> Account? {
        try await database.read { connection in try Account.find(emailKey: emailKey, in: connection) }
    }

    /// The account of somebody who is signed in.
    /// - Throws: `session.required`.
    func find(_ actor: Principal) async throws -> Account {
        let now = context.now()
        return try await database.read { try actor.oneself(at: now, in: $0).account }
    }

    /// Makes the workspace, its owner and a session, and the person where there was none; all or nothing.
    /// - Throws: `email.taken`, `session.wrong`, `session.codeRequired`, `session.wrongCode`, `workspace.limit`.
    func signUp(_ account: NewAccount, as joiner: Joiner, from client: ClientOrigin) async throws -> SessionGrant {
        let workspace = new(account.workspaceName, account.language, account.timeZone)
        return try await database.write { transaction in
            let person = try admit(joiner, account.email, in: transaction)
            try open(workspace, owner: account.name, account.language, person, in: transaction)
            try greet(joiner, person, client, in: transaction)
            try audit(person, workspace, from: client, in: transaction)
            return try begin(workspace.id, of: person, from: client, in: transaction)
        }
    }

    /// Another workspace of somebody who is signed in; their session goes over to it.
    /// - Throws: `session.required`, `workspace.limit`.
    func addWorkspace(
        _ draft: NewWorkspace, of actor: Principal, from client: ClientOrigin
    ) async throws -> SessionGrant {
        let now = context.now()
        let workspace = new(draft.name, draft.language, draft.timeZone)
        return try await database.write { transaction in
            let oneself = try actor.oneself(at: now, in: transaction)
            let known = try Member.find(oneself.workspace, oneself.member, in: transaction)
            try open(workspace, owner: known.name, known.language, oneself.account.person, in: transaction)
            try sessions.end(oneself, in: transaction)
            try audit(oneself.account.person, workspace, from: client, in: transaction)
            return try begin(workspace.id, of: oneself.account.person, from: client, in: transaction)
        }
    }

    /// Begins a session of a person who is who they say: in `workspace`, or in the one they used last.
    /// - Throws: `session.wrong`, `session.codeRequired`, `session.wrongCode`; `workspace.notFound` when they are not
    ///   in it, `session.noWorkspace` when they are in none.
    func signIn(_ proof: Proof, to workspace: WorkspaceID?, from client: ClientOrigin) async throws -> SessionGrant {
        try await database.write { transaction in
            let account = try verified(proof, in: transaction)
            let grant = try begin(workspace, of: account.person, from: client, in: transaction)
            try sessions.audit(grant.session, from: client, in: transaction)
            try noteDevice(client, account.person, in: transaction)
            return grant
        }
    }

    /// Ends the session that asks and begins one in another of the person's workspaces.
    /// - Throws: `session.required`, `workspace.notFound`.
    func switchSession(
        of actor: Principal, to workspace: WorkspaceID, from client: ClientOrigin
    ) async throws -> SessionGrant {
        let now = context.now()
        return try await database.write { transaction in
            let oneself = try actor.oneself(at: now, in: transaction)
            try sessions.end(oneself, in: transaction)
            let grant = try begin(workspace, of: oneself.account.person, from: client, in: transaction)
            try sessions.audit(grant.session, from: client, in: transaction)
            return grant
        }
    }

    /// Who joins: the person of an account, by its password and second factor, or one who is new.
    /// - Throws: as ``signUp(_:as:from:)``.
    func admit(_ joiner: Joiner, _ email: EmailAddress, in transaction: Transaction) throws -> PersonID {
        switch joiner {
        case .known(let proof): try verified(proof, in: transaction).person
        case .newcomer(let hash): try add(email, passwordHash: hash, in: transaction)
        }
    }

    /// Asks a newcomer to confirm their e-mail, and tells somebody known where they came in from.
    func greet(
        _ joiner: Joiner, _ person: PersonID, _ client: ClientOrigin, in transaction: Transaction
    ) throws {
        switch joiner {
        case .known: try noteDevice(client, person, in: transaction)
        case .newcomer:
            _ = try Device.note(client, of: person, now: context.now(), in: transaction)
            let addressee = try Addressee.find(person, in: transaction)
            let ticket = try Ticket.open(
                .confirmEmail, for: person, at: addressee.email, context, in: transaction)
            try log.mail(.confirmEmail, to: addressee, ticket: ticket, in: transaction)
        }
    }

    /// Begins a session of a person in `workspace`, or in the one they used last.
    /// - Throws: `workspace.notFound`, `session.noWorkspace`.
    func begin(
        _ workspace: WorkspaceID?, of person: PersonID, from client: ClientOrigin, in transaction: Transaction
    ) throws -> SessionGrant {
        let membership: (WorkspaceID, MemberID)? = try transaction.first(
            """
            SELECT m.workspace, m.id FROM members m JOIN people p ON p.id = m.person
            WHERE m.person = ?1 AND m.removed_at IS NULL AND m.deactivated_at IS NULL
                AND (?2 IS NULL OR m.workspace = ?2)
            ORDER BY CASE WHEN m.workspace = p.last_workspace THEN 0 ELSE 1 END, m.id DESC LIMIT 1
            """, person, workspace
        ) { (try $0[0], try $0[1]) }
        guard let (found, member) = membership else {
            throw workspace == nil ? Failure.noWorkspace : Failure.notFound("workspace")
        }
        return try sessions.begin(found, member, of: person, from: client, in: transaction)
    }

    /// - Throws: `session.wrong`, `session.codeRequired`, `session.wrongCode`.
    private func verified(_ proof: Proof, in transaction: Transaction) throws -> Account {
        let account = try proof.account(in: transaction)
        try account.requireSecondFactor(proof.code, key: context.key, now: context.now(), in: transaction)
        return account
    }

    private func noteDevice(_ client: ClientOrigin, _ person: PersonID, in transaction: Transaction) throws {
        guard try Device.note(client, of: person, now: context.now(), in: transaction) else { return }
        try log.mail(
            .newDevice, to: try Addressee.find(person, in: transaction), detail: MailRequest.Detail(client),
            in: transaction)
    }

    private func new(_ name: String, _ language: Language, _ timeZone: String) -> Workspace {
        Workspace(
            id: context.ids.next(), name: name, language: language, timeZone: timeZone, plan: plan,
            createdAt: context.now())
    }

    private func audit(
        _ person: PersonID, _ workspace: Workspace, from client: ClientOrigin, in transaction: Transaction
    ) throws {
        for place in try Membership.all(of: person, in: transaction) where place.workspace == workspace.id {
            try context.audit(
                .workspaceCreated,
                by: AuditActor(place.member, name: try Member.name(workspace.id, place.member, in: transaction)),
                from: client, on: AuditTarget(.workspace, workspace.id, name: workspace.name), workspace.id,
                in: transaction)
        }
    }

    /// Stores a workspace with its owner.
    private func open(
        _ workspace: Workspace, owner name: String, _ language: Language, _ person: PersonID,
        in transaction: Transaction
    ) throws {
        guard try Membership.all(of: person, in: transaction).count < Self.workspacesLimit else {
            throw Failure(
                .conflict, "workspace.limit", "Somebody belongs to \(Self.workspacesLimit) workspaces at most.")
        }
        try workspace.insert(in: transaction)
        let id: MemberID = context.ids.next()
        try Member(
            id: id, name: name, email: "", role: .owner, inboxes: .all, language: language,
            joinedAt: workspace.createdAt
        ).insert(into: workspace.id, person: person, in: transaction)
        try log.append(.workspaceChanged, to: .agents, workspace: workspace.id, data: workspace, in: transaction)
        try log.append(
            .memberChanged, to: .agents, workspace: workspace.id,
            data: try Member.find(workspace.id, id, in: transaction), in: transaction)
    }

    /// - Throws: `email.taken`.
    private func add(_ email: EmailAddress, passwordHash: String, in transaction: Transaction) throws -> PersonID {
        guard try Account.find(emailKey: email.key, in: transaction) == nil else { throw Failure.emailTaken }
        let person: PersonID = context.ids.next()
        try transaction.run(
            "INSERT INTO people (id, email, email_key, password, created_at) VALUES (?1, ?2, ?3, ?4, ?5)", person,
            email.text, email.key, passwordHash, context.now())
        return person
    }
}

/// Who comes in.
enum Joiner: Sendable {
    /// Somebody with an account, whose password was right.
    case known(Proof)
    case newcomer(passwordHash: String)
}
