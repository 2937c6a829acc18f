import HTTP
import JSON
import ServiceKit
import Storage
import TestKit
import Testing
import WireModel

@testable import Identity

struct AuditTests {
    @Test func `a line says who did what to what, from where, and what was before and after`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let agent = try await harness.member(invitedBy: owner, "omar@example.com")
            harness.clock.advance(by: .seconds(60))

            _ = try await harness.service.call(
                .patch, "/v1/members/\(agent.member!)",
                body: MemberChange(role: .supervisor, inboxes: .only([InboxID(rawValue: 7)])), as: owner,
                headers: ["Majlis-Client-Address": "203.0.113.9", "Majlis-Client-Device": "Firefox"])

            let entry = try #require(try await harness.audit(as: owner).first)
            #expect(entry.at == harness.clock.now)
            #expect(entry.actor == AuditActor(owner.member!, name: "سارة"))
            #expect(entry.action == .memberChanged)
            #expect(entry.target == AuditTarget(.member, agent.member!, name: "Omar"))
            #expect((entry.address, entry.device) == ("203.0.113.9", "Firefox"))
            #expect(
                entry.details == [
                    "role": "agent → supervisor", "inboxes": "all → \(InboxID(rawValue: 7))",
                ])
        }
    }

    @Test func `every change has its line, the newest first`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let agent = try await harness.member(invitedBy: owner, "omar@example.com")
            let member = "/v1/members/\(agent.member!)"
            _ = try await harness.call(.patch, member, sending: MemberChange(active: false), as: owner)
            _ = try await harness.call(.patch, member, sending: MemberChange(active: true), as: owner)
            _ = try await harness.call(.get, "\(member)/rights", as: owner)
            let invited = try await harness.invite(by: owner, email: "noor@example.com")
            _ = try await harness.call(.delete, "/v1/invitations/\(invited.invitation.id)", as: owner)
            _ = try await harness.call(.delete, "/v1/invitations/\(invited.invitation.id)", as: owner)
            let role: RoleDefinition = try await harness.call(
                .post, "/v1/roles", sending: RoleDraft(name: "Branch", grants: Grants([.contactsView: [.all]])),
                as: owner
            ).decoded()
            _ = try await harness.call(
                .patch, "/v1/roles/\(role.id.rawValue)",
                sending: RoleChange(grants: Grants([.conversationsView: [.own]])), as: owner)
            _ = try await harness.call(.delete, "/v1/roles/\(role.id.rawValue)", as: owner)
            let team: Team = try await harness.call(
                .post, "/v1/teams", sending: TeamDraft(name: "Sales", members: [agent.member!]), as: owner
            ).decoded()
            _ = try await harness.call(.patch, "/v1/teams/\(team.id)", sending: TeamChange(members: []), as: owner)
            _ = try await harness.call(.delete, "/v1/teams/\(team.id)", as: owner)
            let key: APIKeyGrant = try await harness.call(
                .post, "/v1/api-keys", sending: APIKeyDraft(name: "CRM", role: .agent), as: owner
            ).decoded()
            _ = try await harness.call(.delete, "/v1/api-keys/\(key.key.id)", as: owner)
            _ = try await harness.call(.patch, "/v1/workspace", sending: WorkspaceChange(name: "Palm"), as: owner)
            _ = try await harness.call(.delete, member, as: owner)
            let session: SessionGrant = try await harness.signIn("sara@example.com").decoded()
            _ = try await harness.call(.post, "/internal/sessions/end", sending: SecretHash(token: session.token))

            let entries = try await harness.audit(as: owner)
            #expect(
                entries.map(\.action) == [
                    .sessionEnded, .sessionSignedIn, .memberRemoved, .workspaceChanged, .keyRevoked, .keyCreated,
                    .teamRemoved, .teamChanged, .teamCreated, .roleRemoved, .roleChanged, .roleCreated,
                    .invitationRevoked, .invitationCreated, .memberViewed, .memberReactivated, .memberDeactivated,
                    .memberJoined, .invitationAccepted, .invitationCreated, .workspaceCreated,
                ])
            func details(_ action: AuditAction) -> [String: String]? { entries.first { $0.action == action }?.details }
            #expect(details(.roleChanged) == ["contacts.view": "all → –", "conversations.view": "– → own"])
            #expect(details(.teamCreated)?["joined"] == "Omar")
            #expect(details(.teamChanged) == ["left": "Omar"])
            #expect(details(.workspaceChanged) == ["name": "Dates & Co → Palm"])
            #expect(details(.memberJoined) == ["role": "agent", "inboxes": "all"])
        }
    }

    @Test func `a change that is refused, and one that changes nothing, have no line`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let agent = try await harness.member(invitedBy: owner, "omar@example.com")
            let before = try await harness.audit(as: owner).count

            _ = try await harness.call(.patch, "/v1/workspace", sending: WorkspaceChange(name: "Mine"), as: agent)
            _ = try await harness.call(.patch, "/v1/workspace", sending: WorkspaceChange(name: "Dates & Co"), as: owner)
            _ = try await harness.call(.delete, "/v1/members/\(owner.member!)", as: owner)

            #expect(try await harness.audit(as: owner).count == before)
        }
    }

    @Test func `no secret stands in it`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let invited = try await harness.invite(by: owner)
            let key: APIKeyGrant = try await harness.call(
                .post, "/v1/api-keys", sending: APIKeyDraft(name: "CRM", role: .agent), as: owner
            ).decoded()

            let text = try await harness.call(.get, "/v1/audit", as: owner).text

            #expect(!text.contains(invited.token) && !text.contains(key.secret) && !text.contains(Harness.password))
        }
    }

    enum Tampering: CaseIterable, Sendable { case change, remove, replace, replaceByOrigin }

    @Test(arguments: Tampering.allCases)
    func `nothing of it can be changed, removed or replaced`(tampering: Tampering) async throws {
        let folder = TemporaryFolder()
        try await Harness.run(folder: folder) { harness in _ = try await harness.owner() }
        let database = try Database(path: folder.file("identity.sqlite"), migrations: migrations)
        try await database.write { transaction in
            try transaction.run(
                """
                INSERT INTO audit SELECT id + 2, workspace, at, actor_kind, actor, actor_name, action, target_kind,
                    target, target_name, address, device, details, 5 FROM audit LIMIT 1
                """)
        }

        let fault = await #expect(throws: StorageFault.self) {
            try await database.write { try tampering.run(in: $0) }
        }

        guard case .constraint? = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        let names: [String] = try await database.read { connection in
            try connection.rows("SELECT actor_name FROM audit") { try $0[0] }
        }
        #expect(names == ["سارة", "سارة"])
        await database.close()
    }

    @Test func `a wrong password of somebody signed in is a failure too, and new backup codes are told`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            let (_, _, token) = try await harness.enrol(sara)
            let owner = try await harness.resolve(token).decoded(as: ResolvedPrincipal.self).principal
            func renew(_ password: String) async throws -> Int {
                try await harness.call(
                    .post, "/v1/account/two-factor/backup-codes", sending: PasswordBody(password: password), as: owner
                ).status
            }

            #expect(try await renew("another password") == 422)
            #expect(try await renew(Harness.password) == 200)

            #expect(try await harness.audit("?action=twoFactor.renewed", as: owner).count == 1)
            try await eventually("the failure is written") {
                try await harness.audit("?action=session.failed", as: owner).count == 1
            }
        }
    }

    @Test func `a failed sign-in stands in every workspace of the person, and in no other`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let other = try await harness.owner("huda@example.com", workspace: "Palm")
            let agent = try await harness.member(invitedBy: owner, "omar@example.com")
            let invitation = try await harness.invite(by: other)
            _ = try await harness.accept(invitation.token, email: "omar@example.com")
            let stranger = try await harness.owner("noor@example.com", workspace: "Olive")

            let known = try await harness.signIn("omar@example.com", "not the password")
            let unknown = try await harness.signIn("nobody@example.com", "not the password")

            #expect((known.status, known.bytes) == (unknown.status, unknown.bytes))
            for principal in [owner, other] {
                try await eventually("it is written down") {
                    try await harness.audit("?action=session.failed", as: principal).count == 1
                }
            }
            let entry = try await harness.audit("?action=session.failed", as: owner)[0]
            #expect(entry.actor == .nobody)
            #expect(entry.target == AuditTarget(.member, agent.member!, name: "Omar"))
            #expect(try await harness.audit("?action=session.failed", as: stranger).isEmpty)
        }
    }

    @Test func `what somebody does with their account stands in every workspace of theirs`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let other = try await harness.owner("huda@example.com", workspace: "Palm")
            let invitation = try await harness.invite(by: other)
            _ = try await harness.accept(invitation.token, email: "sara@example.com", name: "Sara")

            let change = try await harness.service.call(
                .post, "/internal/account/password",
                body: PasswordChange(current: Harness.password, new: "another long password"), as: owner,
                headers: ["Majlis-Client-Address": "203.0.113.9"])
            #expect(change.status.rawValue < 300, "\(change.text)")

            for (principal, name) in [(owner, "سارة"), (other, "Sara")] {
                let entry = try #require(try await harness.audit("?action=password.", as: principal).first)
                #expect((entry.action, entry.actor.name) == (.passwordChanged, name))
                #expect(entry.address == "203.0.113.9")
                #expect(entry.details.isEmpty)
            }
        }
    }

    @Test func `it is shown to those who may see it, and of their own workspace only`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let agent = try await harness.member(invitedBy: owner, "omar@example.com")
            let other = try await harness.owner("huda@example.com", workspace: "Palm")

            #expect(try await harness.call(.get, "/v1/audit", as: agent).code == "permission.denied")
            #expect(try await harness.call(.get, "/v1/audit/export", as: agent).code == "permission.denied")
            #expect(try await harness.call(.get, "/v1/audit").code == "session.required")
            #expect(try await harness.audit(as: other).map(\.action) == [.workspaceCreated])
        }
    }

    @Test func `it is found by actor, action and time`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let start = harness.clock.now
            harness.clock.advance(by: .seconds(60))
            let agent = try await harness.member(invitedBy: owner, "omar@example.com")
            let joined = harness.clock.now
            harness.clock.advance(by: .seconds(60))
            _ = try await harness.call(
                .patch, "/v1/members/\(agent.member!)", sending: MemberChange(role: .light), as: owner)

            func actions(_ query: String) async throws -> [AuditAction] {
                try await harness.audit(query, as: owner).map(\.action)
            }
            #expect(try await actions("?actor=\(agent.member!)") == [.memberJoined, .invitationAccepted])
            #expect(try await actions("?action=member.") == [.memberChanged, .memberJoined])
            #expect(try await actions("?action=member.joined") == [.memberJoined])
            #expect(try await actions("?actor=\(owner.member!)&action=member.") == [.memberChanged])
            #expect(try await actions("?to=\(joined)") == [.workspaceCreated])
            #expect(
                try await actions("?from=\(joined)") == [
                    .memberChanged, .memberJoined, .invitationAccepted, .invitationCreated,
                ])
            #expect(
                try await actions("?from=\(start)&to=\(harness.clock.now)&action=invitation.") == [
                    .invitationAccepted, .invitationCreated,
                ])
        }
    }

    @Test(arguments: [
        ("actor=Sara", "actor unknown"), ("action=member", "action unknown"), ("action=x.", "action unknown"),
        ("from=yesterday", "from invalid"), ("to=2026-13-01T00:00:00Z", "to invalid"), ("limit=0", "limit range"),
        ("limit=201", "limit range"), ("cursor=x", "cursor invalid"),
    ])
    func `a filter that is none is refused`(query: String, field: String) async throws {
        try await Harness.run { harness in
            let answer = try await harness.call(.get, "/v1/audit?\(query)", as: try await harness.owner())

            #expect(answer.status == 422)
            #expect(answer.fields == [field])
        }
    }

    @Test func `it is given in stretches without gap or repeat, though all are of one moment`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            for number in 1...7 { _ = try await harness.invite(by: owner, email: "a\(number)@example.com") }
            let whole = try await harness.audit(as: owner)

            var seen: [AuditEntry] = []
            var cursor: String?
            repeat {
                let query = cursor.map { "?limit=3&cursor=\($0)" } ?? "?limit=3"
                let page: Page<AuditEntry> = try await harness.call(.get, "/v1/audit\(query)", as: owner).decoded()
                seen += page.items
                cursor = page.nextCursor
            } while cursor != nil

            #expect(seen == whole)
            #expect(whole.count == 8)
        }
    }

    @Test func `what another service told is written once, though it be told twice`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let store = try harness.audit()
            let entry = AuditEntry(
                id: AuditID(rawValue: 5), at: harness.clock.now, actor: .system, action: .inboxCreated)

            try await store.take([(owner.workspace, entry)], cursor: 1, epoch: "a")
            try await store.take([(owner.workspace, entry)], cursor: 2, epoch: "b")

            #expect(try await harness.audit("?action=inbox.", as: owner).count == 1)
            let place = try await store.place()
            #expect((place?.cursor, place?.epoch) == (2, "b"))
            await store.database.close()
        }
    }

    @Test func `an export is a sheet of what matches, and is written down itself`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            _ = try await harness.member(invitedBy: owner, "omar@example.com")

            let answer = try await harness.service.call(.get, "/v1/audit/export?action=member.", as: owner)

            #expect(answer.headers["Content-Type"] == "text/csv; charset=utf-8")
            #expect(answer.headers["Content-Disposition"] == "attachment; filename=\"audit.csv\"")
            let lines = answer.text.split(separator: "\r\n")
            #expect(lines.count == 2)
            #expect(lines[1].contains("\"member.joined\",\"member\""))
            let entry = try await harness.audit(as: owner)[0]
            #expect(entry.action == .auditExported)
            #expect(entry.details == ["rows": "1", "action": "member."])
        }
    }
}

extension Harness {
    /// Another look at the file of the service that runs.
    fileprivate func audit() throws -> AuditStore {
        let settings = ["MAJLIS_DATA": service.folder.path, "MAJLIS_KEY": testKeyText]
        let clock = clock
        let context = try ServiceContext(
            name: "identity", configuration: Configuration(settings), log: Log(service: "identity", level: .error),
            loops: [], now: { clock.now })
        return AuditStore(database: try context.database(migrations), context: context)
    }

    func audit(_ query: String = "", as principal: Principal) async throws -> [AuditEntry] {
        try await call(.get, "/v1/audit\(query)", as: principal).decoded(as: Page<AuditEntry>.self).items
    }
}

extension AuditTests.Tampering {
    fileprivate func run(in transaction: Transaction) throws {
        switch self {
        case .change: try transaction.run("UPDATE audit SET actor_name = 'Nobody'")
        case .remove: try transaction.run("DELETE FROM audit")
        case .replace:
            try transaction.run(
                """
                INSERT OR REPLACE INTO audit SELECT id, workspace, at, actor_kind, actor, 'Nobody', action, target_kind,
                    target, target_name, address, device, details, origin FROM audit LIMIT 1
                """)
        case .replaceByOrigin:
            try transaction.run(
                """
                INSERT OR REPLACE INTO audit SELECT id + 1, workspace, at, actor_kind, actor, 'Nobody', action,
                    target_kind, target, target_name, address, device, details, 5 FROM audit LIMIT 1
                """)
        }
    }
}
