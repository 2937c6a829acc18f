import Server
import ServiceKit
import Storage
import WireModel

/// Workspaces, people, members, sessions, invitations and API keys: who somebody is, and what they may do.
struct Identity: Service {
    let router: Router
    let database: Database

    init(context: ServiceContext) async throws {
        database = try context.database(migrations)
        let log = try await EventLog(.identity, in: database, context: context)
        let workspaces = WorkspaceStore(database: database, log: log, context: context)
        let members = MemberStore(database: database, log: log, context: context)
        let sessions = SessionStore(database: database, log: log, context: context)
        let accounts = AccountStore(database: database, log: log, sessions: sessions, context: context)
        let mails = MailLimit()
        let invitations = InvitationStore(
            database: database, log: log, accounts: accounts, mails: mails, context: context)
        let passwords = PasswordStore(
            database: database, log: log, accounts: accounts, mails: mails, context: context)
        let emails = EmailStore(database: database, log: log, sessions: sessions, mails: mails, context: context)
        let twoFactor = TwoFactorStore(database: database, log: log, sessions: sessions, context: context)
        let profiles = ProfileStore(database: database, log: log, context: context)
        let keys = KeyStore(database: database, log: log, context: context)
        let roles = RoleStore(database: database, log: log, context: context)
        let teams = TeamStore(database: database, log: log, context: context)
        let credentials = Credentials(accounts: accounts, limit: SignInLimit(now: context.now), context: context)

        var router = Router()
        SessionRoutes(accounts: accounts, sessions: sessions, credentials: credentials).register(on: &router)
        AccountRoutes(sessions: sessions, passwords: passwords, emails: emails, credentials: credentials)
            .register(on: &router)
        TicketRoutes(passwords: passwords, emails: emails, credentials: credentials, context: context)
            .register(on: &router)
        TwoFactorRoutes(twoFactor: twoFactor, credentials: credentials).register(on: &router)
        ProfileRoutes(profiles: profiles).register(on: &router)
        WorkspaceRoutes(workspaces: workspaces).register(on: &router)
        MemberRoutes(members: members).register(on: &router)
        RoleRoutes(roles: roles).register(on: &router)
        TeamRoutes(teams: teams).register(on: &router)
        InvitationRoutes(invitations: invitations, credentials: credentials).register(on: &router)
        KeyRoutes(keys: keys).register(on: &router)
        log.register(on: &router)
        self.router = router
    }

    func ready() async throws {
        try await database.probe()
    }

    func stop() async {
        await database.close()
    }
}
