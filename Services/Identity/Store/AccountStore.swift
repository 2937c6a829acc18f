import ServiceKit
import Storage
import WireModel

/// People and how they come in. These functions come before there is a workspace: they are what leads to one.
struct AccountStore: Sendable {
    let database: Database
    let log: EventLog
    let sessions: SessionStore
    let context: ServiceContext

    /// The person with this e-mail and the hash of their password; nil when there is none.
    func find(emailKey: String) async throws -> Account? {
        try await database.read { connection in try Account.find(emailKey: emailKey, in: connection) }
    }

    /// Makes the person, the workspace, its owner and a session, all or nothing.
    /// - Throws: `email.taken`.
    func signUp(_ account: NewAccount, passwordHash: String) async throws -> SessionGrant {
        let now = context.now()
        let workspace = Workspace(
            id: context.ids.next(), name: account.workspaceName, language: account.language, timeZone: account.timeZone,
            createdAt: now)
        let owner = Member(
            id: context.ids.next(), name: account.name, email: account.email.text, role: .owner, inboxes: .all,
            language: account.language, joinedAt: now)
        return try await database.write { transaction in
            let person = try add(account.email, passwordHash: passwordHash, in: transaction)
            try workspace.insert(in: transaction)
            try owner.insert(into: workspace.id, person: person, in: transaction)
            try log.append(.workspaceChanged, to: .agents, workspace: workspace.id, data: workspace, in: transaction)
            try log.append(.memberChanged, to: .agents, workspace: workspace.id, data: owner, in: transaction)
            return try sessions.begin(workspace.id, owner.id, of: person, in: transaction)
        }
    }

    /// Begins a session of a person who is who they say: in `workspace`, or in the one they used last.
    /// - Throws: `workspace.notFound` when they are not in it, `session.noWorkspace` when they are in none.
    func signIn(_ person: PersonID, to workspace: WorkspaceID?) async throws -> SessionGrant {
        try await database.write { transaction in
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
            return try sessions.begin(found, member, of: person, in: transaction)
        }
    }

    /// - Throws: `email.taken`.
    func add(_ email: EmailAddress, passwordHash: String, in transaction: Transaction) throws -> PersonID {
        guard try Account.find(emailKey: email.key, in: transaction) == nil else { throw Failure.emailTaken }
        let person: PersonID = context.ids.next()
        try transaction.run(
            "INSERT INTO people (id, email, email_key, password, created_at) VALUES (?1, ?2, ?3, ?4, ?5)", person,
            email.text, email.key, passwordHash, context.now())
        return person
    }
}

/// A person, as far as signing in goes.
struct Account: Sendable {
    var person: PersonID
    var passwordHash: String

    static func find(emailKey: String, in connection: Connection) throws -> Account? {
        try connection.first("SELECT id, password FROM people WHERE email_key = ?1", emailKey) { row in
            Account(person: try row[0], passwordHash: try row[1])
        }
    }
}
