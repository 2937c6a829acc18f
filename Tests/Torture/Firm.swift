import HTTP
import TestKit
import WireModel

/// One workspace with its team: two inboxes, and members who may do different things with them.
struct Firm: Sendable {
    /// One member, with the page that stands open all day.
    struct Colleague: Sendable {
        let teammate: Teammate
        let reader: Reader
        let page: Tab
        /// Whether they write to customers in what they see; who does not writes notes.
        var answers: Bool

        var member: MemberID { teammate.session.member.id }
        var identity: Author.Identity { .member(member) }
    }

    let number: Int
    let inboxes: [Inbox]
    let tags: [Tag]
    let colleagues: [Colleague]
    /// Whether a customer who comes back soon goes on where they left off.
    let reopens: Bool

    var owner: Colleague { colleagues[0] }
    var workspace: WorkspaceID { owner.teammate.workspace }

    private enum Place: CaseIterable { case both, first, second, light, own }

    static func open(_ number: Int, at edges: [TestClient], ledger: Ledger) async throws -> Firm {
        let owner = try await signUp(number, at: edges[0])
        let first = try await firstInbox(of: owner)
        let second = try await owner.call(.post, "inboxes", body: InboxDraft(name: "المبيعات"), expecting: Inbox.self)
        let reopens = number % 2 == 1
        let settings = WorkspaceSettings(reopenHours: reopens ? 72 : 0)
        _ = try await owner.call(.put, "workspace-settings", body: settings, expecting: WorkspaceSettings.self)
        var tags: [Tag] = []
        for name in ["شحن", "استرجاع", "VIP"] {
            tags.append(try await owner.call(.post, "tags", body: TagDraft(name: name), expecting: Tag.self))
        }
        let own = RoleDraft(
            name: "ما يخصّني", grants: Grants([.conversationsView: [.own], .conversationsReply: [.own]]))
        let role = try await owner.call(.post, "roles", body: own, expecting: RoleDefinition.self)
        let reader = Reader(
            name: "owner of \(number)", workspace: owner.workspace, member: owner.session.member.id, reach: .everything)
        let page = Tab.team(owner, reader, edges: edges, ledger: ledger)
        var colleagues = [Colleague(teammate: owner, reader: reader, page: page, answers: true)]
        for place in Place.allCases {
            let edge = edges[colleagues.count % edges.count]
            let teammate = try await join(owner, place, number, [first.id, second.id], role.id, at: edge)
            let reader = Reader(
                name: "\(place) of \(number)", workspace: owner.workspace, member: teammate.session.member.id,
                reach: reach(place, [first.id, second.id]))
            let page = Tab.team(teammate, reader, edges: edges, ledger: ledger)
            let answers = place != .light && place != .own
            colleagues.append(Colleague(teammate: teammate, reader: reader, page: page, answers: answers))
        }
        for colleague in colleagues { await colleague.page.begin() }
        return Firm(number: number, inboxes: [first, second], tags: tags, colleagues: colleagues, reopens: reopens)
    }

    /// There at once, unless conversations is made to answer before it commits.
    private static func firstInbox(of owner: Teammate) async throws -> Inbox {
        var inbox: Inbox?
        try await eventually("a workspace has an inbox") {
            inbox = try await owner.call(.get, "inboxes", expecting: Page<Inbox>.self).items.first
            return inbox != nil
        }
        return inbox!
    }

    private static func signUp(_ number: Int, at edge: TestClient) async throws -> Teammate {
        let form = SignUp(
            workspaceName: "متجر النخلة \(number)", name: "نورة", email: "owner-\(number)@palm.example",
            password: "a long password", language: .arabic, timeZone: "Asia/Riyadh")
        return try Teammate(client: edge, answer: try await edge.call(.post, "/api/v1/sign-up", body: form))
    }

    private static func join(
        _ owner: Teammate, _ place: Place, _ number: Int, _ inboxes: [InboxID], _ own: Role, at edge: TestClient
    ) async throws -> Teammate {
        let access: InboxAccess =
            switch place {
            case .both: .all
            case .first, .light: .only([inboxes[0]])
            case .second: .only([inboxes[1]])
            case .own: .only(inboxes)
            }
        let role: Role =
            switch place {
            case .both: .supervisor
            case .first, .second: .agent
            case .light: .light
            case .own: own
            }
        let grant = try await owner.call(
            .post, "invitations", body: InvitationDraft(role: role, inboxes: access), expecting: InvitationGrant.self)
        let acceptance = InvitationAcceptance(
            token: grant.token, name: "\(place)", email: "\(place)-\(number)@palm.example", password: "a long password",
            language: .arabic)
        return try Teammate(
            client: edge, answer: try await edge.call(.post, "/api/v1/invitations/acceptance", body: acceptance))
    }

    private static func reach(_ place: Place, _ inboxes: [InboxID]) -> Reader.Reach {
        switch place {
        case .both: .everything
        case .first, .light: .inboxes([inboxes[0]])
        case .second: .inboxes([inboxes[1]])
        case .own: .own(Set(inboxes))
        }
    }

    /// Who may answer in an inbox.
    func answering(in inbox: InboxID) -> [Colleague] {
        colleagues.filter { $0.answers && $0.reader.sees(inbox, of: nil) }
    }

    /// Who may add a note there.
    func noting(in inbox: InboxID) -> [Colleague] {
        colleagues.filter { colleague in
            if case .own = colleague.reader.reach { return false }
            return colleague.reader.sees(inbox, of: nil)
        }
    }

    /// Who may have a conversation there.
    func assignable(in inbox: InboxID) -> [Colleague] {
        colleagues.filter { $0.reader.sees(inbox, of: $0.member) }
    }
}
