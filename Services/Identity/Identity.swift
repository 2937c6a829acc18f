import Server
import ServiceKit
import Storage
import WireModel

/// Workspaces, people, members, sessions, invitations and API keys: who somebody is, and what they may do.
struct Identity: Service {
    let router: Router
    let database: Database
    private let failedSignIns: FailedSignIns
    private let follower: ConversationFollower

    init(context: ServiceContext) async throws {
        database = try context.database(migrations)
        let log = try await EventLog(.identity, in: database, context: context)
        let settings = try PlanSettings(context.configuration)
        let plans = PlanStore(database: database, log: log, context: context)
        try await plans.adopt(settings.plans)
        let audit = AuditStore(database: database, context: context)
        failedSignIns = FailedSignIns(audit: audit, context: context)
        let conversations = try context.peer("conversations", port: 8081)
        follower = try await ConversationFollower(of: conversations, audit: audit, context: context)
        let workspaces = WorkspaceStore(database: database, log: log, context: context)
        let members = MemberStore(database: database, log: log, context: context)
        let sessions = SessionStore(database: database, log: log, context: context)
        let accounts = AccountStore(
            database: database, log: log, sessions: sessions, plan: settings.standard, context: context)
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
        let credentials = Credentials(
            accounts: accounts, limit: SignInLimit(now: context.now), failures: failedSignIns, context: context)

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
        AuditRoutes(audit: audit).register(on: &router)
        PlanRoutes(plans: plans, conversations: conversations).register(on: &router)
        log.register(on: &router)
        self.router = router
        follower.start()
    }

    func ready() async throws {
        try await database.probe()
    }

    func stop() async {
        follower.stop()
        await failedSignIns.stop()
        await database.close()
    }
}
