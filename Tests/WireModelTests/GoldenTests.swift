import JSON
import Testing
import WireModel

/// The wire's types as text: whoever changes one of these lines changes what clients read.
@Suite struct `On the wire` {
    private static let at = Timestamp(milliseconds: 1_795_253_400_000)
    private static let inbox = Inbox(
        id: InboxID(rawValue: 1), name: "المبيعات",
        widget: WidgetSettings(
            title: "متجر", greeting: "أهلًا", colour: "#0f6b5c", side: .end, language: nil,
            preChat: PreChat(name: .required, email: .optional, phone: .hidden)),
        createdAt: at)
    private static let message = Message(
        id: MessageID(rawValue: 1), conversation: ConversationID(rawValue: 2), sequence: 3, kind: .reply,
        author: Author(.member(MemberID(rawValue: 4)), name: "سارة"), body: "«نعم»\n\"ok\"", clientId: 9_007_199_254_740_991, sentAt: at)
    private static let conversation = Conversation(
        id: ConversationID(rawValue: 2), inbox: InboxID(rawValue: 1), contact: ContactID(rawValue: 5), contactName: "Nora",
        visitor: VisitorID(rawValue: 6), language: .arabic, status: .inProgress, assignee: MemberID(rawValue: 4),
        lastSequence: 3, teamRead: 2, visitorRead: 1,
        lastMessage: MessagePreview(body: "نعم", kind: .note, authorKind: .member), createdAt: at, updatedAt: at,
        waitingSince: nil)
    private static let workspace = Workspace(
        id: WorkspaceID(rawValue: 1), name: "Shop", language: .english, timeZone: "Asia/Riyadh", createdAt: at)
    private static let member = Member(
        id: MemberID(rawValue: 4), name: "سارة", email: "sara@example.com", role: .owner, inboxes: .all, language: .arabic,
        joinedAt: at)
    private static let contact = Contact(
        id: ContactID(rawValue: 5), name: "Nora", email: nil, phone: "+966500000000", language: .arabic, unverified: true,
        claims: [ContactClaim(visitor: VisitorID(rawValue: 6), name: "N.", email: nil, phone: nil, at: at)], createdAt: at,
        lastSeenAt: at, conversationCount: 1, messageCount: 2)

    private static let colour = "#0f6b5c"
    private static let t = #""2026-11-21T09:30:00.000Z""#
    private static let inboxText = #"{"id":"inb_0000000000001","name":"المبيعات","widget":{"title":"متجر","greeting":"أهلًا","colour":"\#(colour)","side":"end","preChat":{"name":"required","email":"optional","phone":"hidden"}},"createdAt":\#(t)}"#
    private static let messageText = #"{"id":"msg_0000000000001","conversation":"cnv_0000000000002","sequence":3,"kind":"reply","author":{"kind":"member","id":"mbr_0000000000004","name":"سارة"},"body":"«نعم»\n\"ok\"","clientId":9007199254740991,"sentAt":\#(t)}"#
    private static let conversationText = #"{"id":"cnv_0000000000002","inbox":"inb_0000000000001","contact":"ctc_0000000000005","contactName":"Nora","visitor":"vst_0000000000006","language":"ar","status":"inProgress","assignee":"mbr_0000000000004","lastSequence":3,"teamRead":2,"visitorRead":1,"lastMessage":{"body":"نعم","kind":"note","authorKind":"member"},"createdAt":\#(t),"updatedAt":\#(t)}"#
    private static let workspaceText = #"{"id":"wsp_0000000000001","name":"Shop","language":"en","timeZone":"Asia/Riyadh","createdAt":\#(t)}"#
    private static let memberText = #"{"id":"mbr_0000000000004","name":"سارة","email":"sara@example.com","role":"owner","inboxes":"all","language":"ar","joinedAt":\#(t)}"#
    private static let contactText = #"{"id":"ctc_0000000000005","name":"Nora","phone":"+966500000000","language":"ar","unverified":true,"claims":[{"visitor":"vst_0000000000006","name":"N.","at":\#(t)}],"createdAt":\#(t),"lastSeenAt":\#(t),"conversationCount":1,"messageCount":2}"#

    @Test func `an inbox`() throws { try expect(Self.inbox, isWritten: Self.inboxText) }
    @Test func `a message`() throws { try expect(Self.message, isWritten: Self.messageText) }
    @Test func `a conversation`() throws { try expect(Self.conversation, isWritten: Self.conversationText) }
    @Test func `a workspace`() throws { try expect(Self.workspace, isWritten: Self.workspaceText) }
    @Test func `a member`() throws { try expect(Self.member, isWritten: Self.memberText) }
    @Test func `a contact`() throws { try expect(Self.contact, isWritten: Self.contactText) }

    @Test func `a session`() throws {
        try expect(
            Session(
                id: SessionID(rawValue: 7), member: Self.member, workspace: Self.workspace, workspaces: [Self.workspace],
                expiresAt: Self.at),
            isWritten:
                #"{"id":"ses_0000000000007","member":\#(Self.memberText),"workspace":\#(Self.workspaceText),"workspaces":[\#(Self.workspaceText)],"expiresAt":\#(Self.t)}"#
        )
    }

    @Test func `a page`() throws {
        try expect(Page(items: [Self.message], nextCursor: "3"), isWritten: #"{"items":[\#(Self.messageText)],"nextCursor":"3"}"#)
        try expect(Page<Message>(items: []), isWritten: #"{"items":[]}"#)
    }

    @Test func `a widget's conversation, which shows nothing of the team's`() throws {
        try expect(
            WidgetConversation(Self.conversation),
            isWritten: #"{"id":"cnv_0000000000002","status":"inProgress","lastSequence":3,"teamRead":2,"visitorRead":1,"createdAt":\#(Self.t)}"#)
    }

    @Test func `a widget's configuration`() throws {
        let widget = #"{"title":"متجر","greeting":"أهلًا","colour":"\#(Self.colour)","side":"end","preChat":{"name":"required","email":"optional","phone":"hidden"}}"#
        try expect(
            WidgetConfiguration(inbox: Self.inbox.id, settings: Self.inbox.widget, workspaceName: "Shop", teamOnline: true),
            isWritten: #"{"inbox":"inb_0000000000001","settings":\#(widget),"workspaceName":"Shop","teamOnline":true}"#)
    }

    @Test func `an invitation`() throws {
        try expect(
            Invitation(
                id: InvitationID(rawValue: 8), email: nil, role: .agent, inboxes: .only([InboxID(rawValue: 1)]), status: .open,
                invitedBy: "سارة", createdAt: Self.at, expiresAt: Self.at),
            isWritten:
                #"{"id":"inv_0000000000008","role":"agent","inboxes":["inb_0000000000001"],"status":"open","invitedBy":"سارة","createdAt":\#(Self.t),"expiresAt":\#(Self.t)}"#
        )
    }

    @Test func `a welcome`() throws {
        try expect(
            Welcome(epoch: "e", seq: 5, resume: .complete, membersOnline: [MemberID(rawValue: 4)], visitorsOnline: []),
            isWritten: #"{"epoch":"e","seq":5,"resume":"complete","membersOnline":["mbr_0000000000004"],"visitorsOnline":[]}"#)
        try expect(
            Welcome(epoch: "e", seq: 5, resume: .reset, teamOnline: false),
            isWritten: #"{"epoch":"e","seq":5,"resume":"reset","teamOnline":false}"#)
    }

    @Test func `what happens`() throws {
        try expect(MessageCreated(message: Self.message, status: .open), isWritten: #"{"message":\#(Self.messageText),"status":"open"}"#)
        try expect(
            StatusChanged(status: .closed, by: Author(.system, name: "Majlis"), lastSequence: 3),
            isWritten: #"{"status":"closed","by":{"kind":"system","name":"Majlis"},"lastSequence":3}"#)
        try expect(ReadChanged(by: .visitor, sequence: 3), isWritten: #"{"by":"visitor","sequence":3}"#)
        try expect(
            Typing(author: Author(.visitor(VisitorID(rawValue: 6)), name: ""), active: true),
            isWritten: #"{"author":{"kind":"visitor","id":"vst_0000000000006","name":""},"active":true}"#)
        try expect(MemberPresence(member: MemberID(rawValue: 4), online: true), isWritten: #"{"member":"mbr_0000000000004","online":true}"#)
        try expect(TeamPresence(online: false), isWritten: #"{"online":false}"#)
    }

    @Test func `the names of what happens`() {
        #expect(
            EventType.allCases.map(\.rawValue) == [
                "message.created", "conversation.created", "conversation.changed", "conversation.status", "conversation.read",
                "inbox.changed", "contact.changed", "workspace.changed", "member.changed", "member.removed", "session.ended",
                "key.revoked", "typing", "presence.member", "presence.visitor", "presence.team", "presence.lease",
            ])
    }

    private func expect<T: Codable & Equatable>(
        _ value: T, isWritten text: String, at location: SourceLocation = #_sourceLocation
    ) throws {
        #expect(String(decoding: try JSON.encode(value), as: UTF8.self) == text, sourceLocation: location)
        #expect(try JSON.decode(T.self, from: Array(text.utf8)) == value, sourceLocation: location)
    }
}
