import JSON
import Testing
import WireModel

@testable import Conversations

/// The document's schemas against the types of `WireModel`.
@Suite struct `The document's schemas` {
    struct Sample: Sendable, CustomTestStringConvertible {
        var schema: String
        /// With everything that is optional.
        var whole: any Encodable & Sendable
        /// Without any of it.
        var bare: any Encodable & Sendable

        init(_ schema: String, _ whole: any Encodable & Sendable, bare: (any Encodable & Sendable)? = nil) {
            self.schema = schema
            self.whole = whole
            self.bare = bare ?? whole
        }

        var testDescription: String { schema }
    }

    @Test(arguments: samples)
    func `have the fields of their type, and require those that are always there`(sample: Sample) throws {
        let document = try Document.shared.get()
        let schema = try #require(document.schemas[sample.schema])

        let whole = try Value(JSON.encode(sample.whole))
        let bare = try Value(JSON.encode(sample.bare))

        #expect(whole.names == schema["properties"].names)
        #expect(bare.names == Set(schema["required"].texts))
        // Not everything goes together.
        let fields = Schema(document: document, betweenFields: false)
        #expect(fields.faults(of: whole, as: schema) == [])
        #expect(fields.faults(of: bare, as: schema) == [])
    }

    @Test func `are all of one type that is tried here`() throws {
        let objects = try Document.shared.get().schemas.filter { $0.value["type"].text == "object" }

        #expect(Set(objects.keys).subtracting(Self.samples.map(\.schema)).sorted() == [])
    }

    @Test func `list the words that the types know`() throws {
        let document = try Document.shared.get()
        func words(_ name: String) -> [String]? { document.schemas[name]?["enum"].texts }

        #expect(words("AuditAction") == AuditAction.allCases.map(\.rawValue))
        #expect(words("FileKind") == FileKind.allCases.map(\.rawValue))
        #expect(words("Language") == Language.allCases.map(\.rawValue))
        #expect(words("Permission") == Permission.allCases.map(\.rawValue))
        #expect(words("Scope") == Scope.allCases.map(\.rawValue))
        #expect(document.schemas["Grants"]?["properties"].names == Set(Permission.allCases.map(\.rawValue)))
        #expect(words("TicketKind") == TicketPreview.Kind.allCases.map(\.rawValue))
        #expect(words("ConversationStatus") == Conversation.Status.allCases.map(\.rawValue))
        #expect(words("CannedReplyScope") == CannedReply.Scope.allCases.map(\.rawValue))
        #expect(words("MessageKind")?.compactMap(Message.Kind.init).count == 2)
        #expect(words("AuthorKind")?.compactMap(Author.Kind.init).count == 4)
        #expect(words("Verification") == Inbox.Verification.allCases.map(\.rawValue))
        #expect(words("ChangeAction") == Change.Action.allCases.map(\.rawValue))
        #expect(words("AssignmentStrategy") == InboxAssignment.Strategy.allCases.map(\.rawValue))
        #expect(words("PreChatField")?.compactMap(PreChat.Field.init).count == 3)
    }

    @Test func `match ids of every kind, and only those`() throws {
        try expectPattern("WorkspaceID", WorkspaceKind.self)
        try expectPattern("MemberID", MemberKind.self)
        try expectPattern("SessionID", SessionKind.self)
        try expectPattern("InvitationID", InvitationKind.self)
        try expectPattern("APIKeyID", APIKeyKind.self)
        try expectPattern("InboxID", InboxKind.self)
        try expectPattern("VerificationSecretID", VerificationSecretKind.self)
        try expectPattern("ConversationID", ConversationKind.self)
        try expectPattern("MessageID", MessageKind.self)
        try expectPattern("ContactID", ContactKind.self)
        try expectPattern("VisitorID", VisitorKind.self)
        try expectPattern("AuditID", AuditKind.self)
        try expectPattern("CannedReplyID", CannedReplyKind.self)
        try expectPattern("TagID", TagKind.self)
        try expectPattern("ChangeID", ChangeKind.self)
        try expectPattern("OperationID", OperationKind.self)
    }

    private func expectPattern<Kind: IdentifierKind>(_ name: String, _ kind: Kind.Type) throws {
        let document = try Document.shared.get()
        let type = try #require(document.schemas[name])
        let schema = Schema(document: document)
        for number in [1, 31, 32, 1 << 40, Int64.max] {
            let text = Identifier<Kind>(rawValue: number).description
            #expect(schema.faults(of: .text(text), as: type) == [])
        }
        let prefix = "\(Kind.prefix)"
        for wrong in ["xyz_0000000000001", "\(prefix)_8000000000000", "\(prefix)_000000000000i", "\(prefix)_1", ""] {
            #expect(schema.faults(of: .text(wrong), as: type) != [], "\(wrong)")
            #expect(Identifier<Kind>(wrong) == nil)
        }
    }
}

extension `The document's schemas` {
    static let samples =
        people + accounts + conversations + WorkSamples.all + writing + customers + records + found + pages

    private static let at = Timestamp(milliseconds: 1_795_253_400_000)
    private static let inbox = InboxID(rawValue: 4)
    private static let member = Member(
        id: MemberID(rawValue: 2), name: "Salem", email: "salem@palm.example", role: .owner, inboxes: .only([inbox]),
        language: .arabic, timeZone: "Asia/Riyadh", avatar: "/api/v1/members/mbr_0000000000002/avatar?v=1", joinedAt: at
    )
    private static let bareMember = Member(
        id: MemberID(rawValue: 2), name: "Salem", email: "salem@palm.example", role: .custom(RoleID(rawValue: 7)),
        inboxes: .all, language: .arabic, active: false, twoFactor: true, joinedAt: at)
    private static let workspace = Workspace(
        id: WorkspaceID(rawValue: 1), name: "Palm", language: .arabic, timeZone: "Asia/Riyadh", createdAt: at)
    private static let key = APIKey(
        id: APIKeyID(rawValue: 9), name: "CRM", grants: Grants([.contactsView: [.all]]), inboxes: .all,
        createdBy: "Salem", createdAt: at, expiresAt: at, lastUsedAt: at)
    private static let bareKey = APIKey(
        id: APIKeyID(rawValue: 9), name: "CRM", grants: Grants(), inboxes: .only([inbox]), createdBy: "Salem",
        createdAt: at)
    private static let team = Team(
        id: TeamID(rawValue: 8), name: "Sales", inboxes: .only([inbox]), grants: Grants(), members: [member.id])
    private static let right = MemberRights.Right(permission: .contactsView, scopes: [.all], sources: ["role"])
    private static func session(_ restricted: Session.Restriction?) -> Session {
        Session(
            id: SessionID(rawValue: 3), member: member, workspace: workspace, workspaces: [workspace], expiresAt: at,
            grants: .everything, inboxes: .all, teams: [team.id], restricted: restricted)
    }
    private static func invitation(_ email: String?) -> Invitation {
        Invitation(
            id: InvitationID(rawValue: 3), email: email, role: .agent, inboxes: .all, status: .open, invitedBy: "Salem",
            createdAt: at, expiresAt: at)
    }
    private static func preview(_ email: String?) -> InvitationPreview {
        InvitationPreview(workspaceName: "Palm", invitedBy: "Salem", email: email, role: .admin, language: .english)
    }
    private static func signUp(_ zone: String?) -> SignUp {
        SignUp(
            workspaceName: "Palm", name: "Salem", email: "salem@palm.example", password: "dates and coffee",
            language: .arabic, timeZone: zone, code: zone == nil ? nil : "123456")
    }

    private static func acceptance(_ code: String?) -> InvitationAcceptance {
        InvitationAcceptance(
            token: "t", name: "Huda", email: "huda@palm.example", password: "x", language: .arabic, code: code)
    }
    private static var ownWorkspace: Workspace {
        var own = workspace
        own.handTo = MemberID(rawValue: 2)
        return own
    }

    private static let people: [Sample] = [
        Sample("Workspace", ownWorkspace, bare: workspace),
        Sample(
            "WorkspaceChange", WorkspaceChange(name: "Palm", language: .arabic, timeZone: "UTC"),
            bare: WorkspaceChange()),
        Sample("Member", member, bare: bareMember),
        Sample("MemberChange", MemberChange(role: .admin, inboxes: .all, active: false), bare: MemberChange()),
        Sample("SignUp", signUp("Asia/Riyadh"), bare: signUp(nil)),
        Sample(
            "SignIn", SignIn(email: "a@b.co", password: "x", workspace: workspace.id, code: "123456"),
            bare: SignIn(email: "a@b.co", password: "x")),
        Sample("Session", session(.twoFactor), bare: session(nil)),
        Sample(
            "MemberRights",
            MemberRights(
                member: member, role: RoleDefinition.builtIn[3], teams: [team], inboxes: .all,
                inboxSources: [.init(inboxes: .all, source: "member")],
                grants: [right])),
        Sample("MemberRight", right),
        Sample("InboxSource", MemberRights.InboxSource(inboxes: .only([inbox]), source: "member")),
        Sample("Grants", Grants.everything, bare: Grants()),
        Sample("GivenGrants", Grants.everything, bare: Grants()),
        Sample("RoleDefinition", RoleDefinition.builtIn[4]),
        Sample("RoleDraft", RoleDraft(name: "Night", grants: .everything)),
        Sample("RoleChange", RoleChange(name: "Night", grants: .everything), bare: RoleChange()),
        Sample("Team", team),
        Sample(
            "TeamDraft", TeamDraft(name: "Sales", inboxes: .all, grants: Grants(), members: [member.id]),
            bare: TeamDraft(name: "Sales")),
        Sample(
            "TeamChange", TeamChange(name: "Sales", inboxes: .all, grants: Grants(), members: [member.id]),
            bare: TeamChange()),
        Sample("Invitation", invitation("huda@palm.example"), bare: invitation(nil)),
        Sample(
            "InvitationDraft",
            InvitationDraft(
                email: "huda@palm.example", role: .agent, inboxes: .only([]), teams: [TeamID(rawValue: 8)]),
            bare: InvitationDraft(role: .admin, inboxes: .all)),
        Sample("InvitationGrant", InvitationGrant(invitation: invitation(nil), token: "t")),
        Sample("InvitationPreview", preview("huda@palm.example"), bare: preview(nil)),
        Sample("TokenBody", TokenBody(token: "t")),
        Sample(
            "InvitationAcceptance",
            acceptance("123456"), bare: acceptance(nil)),
        Sample("APIKey", key, bare: bareKey),
        Sample(
            "APIKeyDraft", APIKeyDraft(name: "CRM", grants: .everything, inboxes: .all, expiresAt: at),
            bare: APIKeyDraft(name: "CRM", grants: .everything)),
        Sample("APIKeyGrant", APIKeyGrant(key: key, secret: "mjk_" + String(repeating: "a", count: 43))),
        Sample("Problem", Failure(.invalid, "a", "b", fields: [field], retryAfter: 1), bare: Failure.forbidden),
        Sample("ProblemField", field),
    ]
    private static let field = Failure.Field(field: "name", code: "required", message: "A name is needed.")

    private static func widget(_ language: Language?) -> WidgetSettings {
        WidgetSettings(
            title: "Palm", greeting: "", colour: "#0f6b5c", side: .start, language: language,
            preChat: PreChat(name: .required, email: .optional, phone: .hidden))
    }
    private static let verificationSecret = VerificationSecret(
        id: VerificationSecretID(rawValue: 8), createdAt: at, ending: "aaaa")
    private static let message = Message(
        id: MessageID(rawValue: 11), conversation: ConversationID(rawValue: 7), sequence: 3, kind: .reply,
        author: author, body: "Hi", clientId: 1, sentAt: at)
    private static let attachment = Attachment(
        id: AttachmentID(rawValue: 12), name: "a.png", type: "image/png", bytes: 8, width: 2, height: 2)
    private static let quote = Quote(message: message.id, sequence: 3, author: author, body: "Hi")
    private static let origin = MessageOrigin(
        from: ConversationID(rawValue: 8), sequence: 2, moved: true)
    private static let mentions = Mentions(members: [member.id], teams: [team.id])
    private static let wholeMessage: Message = {
        var whole = message
        whole.extras = MessageExtras(attachments: [attachment], mentions: mentions, quote: quote, copied: origin)
        (whole.editedAt, whole.deletedAt) = (at, at)
        return whole
    }()
    private static let author = Author(.member(MemberID(rawValue: 2)), name: "Salem")
    private static let last = MessagePreview(body: "Hi", kind: .note, authorKind: .system)
    private static let filter = Filter.not(
        .any([.all([.condition(.init("status", "in", ["open"]))]), .condition(.init("tags", "set"))]))
    private static func view(owner: MemberID?) -> SavedView {
        SavedView(
            id: ViewID(rawValue: 9), name: "Late", shared: true, owner: owner, filter: filter, sort: .waiting,
            createdAt: at)
    }
    private static func conversation(whole: Bool) -> Conversation {
        Conversation(
            id: ConversationID(rawValue: 7), inbox: inbox, contact: ContactID(rawValue: 6), contactName: "",
            visitor: VisitorID(rawValue: 5), language: .arabic, status: .inProgress, assignee: whole ? member.id : nil,
            team: whole ? team.id : nil, mentioned: whole ? mentions : nil, snooze: whole ? Snooze(until: at) : nil,
            rating: whole ? Rating(score: 5, comment: nil, at: at) : nil, lastSequence: 3, teamRead: 0, visitorRead: 2,
            lastMessage: whole ? last : nil, createdAt: at, updatedAt: at, waitingSince: whole ? at : nil,
            lastCustomerAt: whole ? at : nil, lastTeamAt: whole ? at : nil,
            earlier: whole ? ConversationID(rawValue: 3) : nil, mergedInto: whole ? ConversationID(rawValue: 4) : nil)
    }

    private static let conversations: [Sample] = [
        Sample("AttachmentPolicy", AttachmentPolicy()), Sample("WorkspaceSettings", WorkspaceSettings()),
        Sample("Inbox", Inbox(id: inbox, name: "Site", widget: widget(nil), createdAt: at)),
        Sample("InboxDraft", InboxDraft(name: "Site", widget: widget(.arabic)), bare: InboxDraft(name: "Site")),
        Sample(
            "InboxChange",
            InboxChange(
                name: "Site", widget: widget(nil), origins: ["https://a.example"], verification: .required,
                assignment: .byHand, archived: true),
            bare: InboxChange()),
        Sample("VerificationSecret", verificationSecret),
        Sample(
            "VerificationSecretGrant",
            VerificationSecretGrant(secret: verificationSecret, value: "vsk_" + String(repeating: "a", count: 43))),
        Sample("WidgetSettings", widget(.english), bare: widget(nil)),
        Sample("PreChat", widget(nil).preChat),
        Sample("Conversation", conversation(whole: true), bare: conversation(whole: false)),
        Sample(
            "SplitResult", SplitResult(conversation: conversation(whole: true), new: conversation(whole: false))),
        Sample("Mentions", mentions),
        Sample("Snooze", Snooze(until: at), bare: Snooze(until: nil)),
        Sample(
            "Rating", Rating(score: 5, comment: "Thanks", at: at), bare: Rating(score: 1, comment: nil, at: at)),
        Sample(
            "Attachment", attachment,
            bare: Attachment(id: AttachmentID(rawValue: 12), name: "a.txt", type: "text/plain", bytes: 8)),
        Sample("Quote", quote),
        Sample(
            "MessageOrigin", origin, bare: MessageOrigin(from: ConversationID(rawValue: 8), sequence: 2)),
        Sample("MessagePreview", last),
        Sample(
            "ConversationCounts",
            ConversationCounts(
                mine: 1, unassigned: 0, following: 0, mentioned: 0, active: 1, snoozed: 0, closed: 0, spam: 0,
                inboxes: [inbox.description: 1], statuses: ["open": 1], views: [:])),
        Sample("SavedView", view(owner: member.id), bare: view(owner: nil)),
        Sample(
            "SavedViewDraft", SavedViewDraft(name: "Late", shared: true, filter: filter, sort: .waiting),
            bare: SavedViewDraft(name: "Late", filter: filter)),
        Sample(
            "SavedViewChange", SavedViewChange(name: "Late", shared: false, filter: filter, sort: .newest),
            bare: SavedViewChange()),
        Sample(
            "ConversationQuery",
            ConversationQuery(view: "mine", filter: filter, sort: .priority, cursor: "c", limit: 30),
            bare: ConversationQuery()),
        Sample("TeamAssignment", TeamAssignment(team: team.id), bare: TeamAssignment(team: nil)),
        Sample("AssigneeChange", AssigneeChange(member: member.id), bare: AssigneeChange(member: nil)),
        Sample("StatusChange", StatusChange(status: .waiting)),
        Sample("ReadMark", ReadMark(sequence: ReadMark.range.upperBound)),
        Sample("Author", author, bare: Author(.system, name: "Majlis")),
        Sample("Message", wholeMessage, bare: message),
        Sample(
            "MessageDraft",
            MessageDraft(
                clientId: MessageDraft.clientIdLimit, body: "Hi", kind: .note, attachments: [attachment.id],
                mentions: mentions, quote: message.id, basedOn: 3),
            bare: MessageDraft(clientId: 1, body: "Hi")),
    ]

    private static let plan = Plan(
        name: "small", members: 2, inboxes: 1, storageBytes: 1 << 40, messagesPerMonth: 1000, callsPerMinute: 60)
    private static let actor = AuditActor(member.id, name: "Salem")
    private static let target = AuditTarget(.inbox, inbox, name: "Site")
    private static func entry(whole: Bool) -> AuditEntry {
        AuditEntry(
            id: AuditID(rawValue: 12), at: at, actor: actor, action: .inboxChanged, target: whole ? target : nil,
            address: whole ? "203.0.113.9" : nil, device: whole ? "Firefox" : nil, details: ["name": "Site → Shop"])
    }

    private static let records: [Sample] = [
        Sample("Plan", plan, bare: Plan.unlimited),
        Sample("PlanAssignment", PlanAssignment(plan: "small")),
        Sample(
            "WorkspaceUsage",
            WorkspaceUsage(plan: plan, members: 1, inboxes: 1, storageBytes: 0, messagesThisMonth: 0)),
        Sample("AuditEntry", entry(whole: true), bare: entry(whole: false)),
        Sample("AuditActor", actor, bare: AuditActor.nobody),
        Sample("AuditTarget", target),
    ]

    private static let claim = ContactClaim(
        visitor: VisitorID(rawValue: 5), name: "Layla", email: "layla@example.com", phone: "0501234567", at: at)
    private static func contact(whole: Bool) -> Contact {
        Contact(
            id: ContactID(rawValue: 6), name: "Layla", email: whole ? "layla@example.com" : nil,
            phone: whole ? "+966501234567" : nil, language: whole ? .arabic : nil, unverified: true,
            claims: whole ? [claim] : [], createdAt: at, lastSeenAt: at, conversationCount: 0, messageCount: 0)
    }
    private static let details = VisitorDetails(name: "Layla", email: "layla@example.com", phone: "0501234567")
    private static let identity = VisitorIdentity(subject: "42", name: "L", email: "l@b.co", phone: "050")
    private static let own = WidgetConversation(conversation(whole: false))

    private static let customers: [Sample] = [
        Sample("Contact", contact(whole: true), bare: contact(whole: false)),
        Sample(
            "ContactClaim", claim, bare: ContactClaim(visitor: claim.visitor, name: nil, email: nil, phone: nil, at: at)
        ),
        Sample(
            "ContactDraft", ContactDraft(name: "", email: "a@b.co", phone: "050", language: .arabic),
            bare: ContactDraft(name: "Layla")),
        Sample(
            "ContactChange", ContactChange(name: "", email: "", phone: "", language: .arabic), bare: ContactChange()),
        Sample(
            "WidgetConfiguration",
            WidgetConfiguration(inbox: inbox, settings: widget(nil), workspaceName: "Palm", teamOnline: true)),
        Sample(
            "VisitorGrant", VisitorGrant(visitor: claim.visitor, token: "t", identity: identity),
            bare: VisitorGrant(visitor: claim.visitor, token: "t")),
        Sample("VisitorIdentity", identity, bare: VisitorIdentity(subject: "42")),
        Sample("VisitorProof", VisitorProof(token: "t"), bare: VisitorProof()),
        Sample("VisitorDetails", details, bare: VisitorDetails()),
        Sample(
            "WidgetStart",
            WidgetStart(details: details, language: .arabic, message: MessageDraft(clientId: 1, body: "Hi"))),
        Sample("WidgetConversation", WidgetConversation(conversation(whole: true)), bare: own),
        Sample(
            "WidgetConversationWithMessages", WidgetConversationWithMessages(conversation: own, messages: [message])),
    ]

    private static let pages: [Sample] = [
        page("MemberPage", member), page("RolePage", RoleDefinition.builtIn[1]), page("TeamPage", team),
        page("InvitationPage", invitation(nil)), page("APIKeyPage", key),
        page("VerificationSecretPage", verificationSecret), page("SavedViewPage", view(owner: member.id)),
        page("InboxPage", Inbox(id: inbox, name: "Site", widget: widget(nil), createdAt: at)),
        page("ConversationPage", conversation(whole: true)), page("TagPage", WorkSamples.tag),
        page("ChangePage", WorkSamples.change), page("MessagePage", message),
        page("PlanPage", plan), page("AuditPage", entry(whole: true)),
        page("ContactPage", contact(whole: true)), page("WidgetConversationPage", own),
    ]

    private static let snippet = SearchSnippet(text: "Hi", marks: [[0, 2]])
    private static func hit(whole: Bool) -> SearchHit {
        SearchHit(
            conversation: conversation(whole: whole), sequence: 2, message: whole ? message : nil,
            title: whole ? true : nil, snippet: snippet, before: whole ? message : nil, after: whole ? message : nil)
    }

    private static let found: [Sample] = [
        Sample("SearchSnippet", snippet), Sample("SearchHit", hit(whole: true), bare: hit(whole: false)),
        Sample(
            "SearchResults", SearchResults(items: [hit(whole: true)], nextCursor: "c", rescued: "order"),
            bare: SearchResults(items: [hit(whole: false)])),
    ]

    static func page(_ schema: String, _ item: some Codable & Sendable) -> Sample {
        Sample(schema, Page(items: [item], nextCursor: "c"), bare: Page(items: [item]))
    }
}
