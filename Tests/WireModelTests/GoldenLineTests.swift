import JSON
import Testing
import WireModel

/// What every browser, program and other service reads: the very text, so that a field that is renamed by accident is
/// seen. The larger ones stand in `Tests/Golden`.
@Suite struct `On the wire` {
    private static let at = Timestamp(milliseconds: 1_795_253_400_007)
    private static let time = #""2026-11-21T09:30:00.007Z""#
    private static let inbox = InboxID(rawValue: 4)
    private static let author = Author(.member(MemberID(rawValue: 2)), name: "Salem")
    private static let authorText = #"{"kind":"member","id":"mbr_0000000000002","name":"Salem"}"#

    private func expect(
        _ value: some Codable & Sendable, _ text: String, at place: SourceLocation = #_sourceLocation
    ) throws {
        let written = try JSON.encode(value)
        #expect(String(decoding: written, as: UTF8.self) == text, sourceLocation: place)
        let again = try JSON.encode(JSON.decode(Swift.type(of: value), from: written))
        #expect(again == written, "reads what it writes", sourceLocation: place)
    }

    @Test func `messages are as they always were`() throws {
        try expect(
            Message(
                id: MessageID(rawValue: 11), conversation: ConversationID(rawValue: 7), sequence: 3, kind: .note,
                author: Self.author, body: "a\n\"b\"", clientId: MessageDraft.clientIdLimit, sentAt: Self.at),
            #"{"id":"msg_000000000000b","conversation":"cnv_0000000000007","sequence":3,"kind":"note","#
                + #""author":\#(Self.authorText),"body":"a\n\"b\"","clientId":9007199254740991,"sentAt":\#(Self.time)}"#
        )
        try expect(
            MessageDraft(clientId: 1, body: "Hi", kind: .reply), #"{"clientId":1,"body":"Hi","kind":"reply"}"#)
        try expect(MessageDraft(clientId: 1, body: "Hi"), #"{"clientId":1,"body":"Hi"}"#)
        try expect(
            MessagePreview(body: "Hi", kind: .reply, authorKind: .visitor),
            #"{"body":"Hi","kind":"reply","authorKind":"visitor"}"#)
    }

    @Test func `what is changed of a conversation is as it always was`() throws {
        try expect(AssigneeChange(member: MemberID(rawValue: 2)), #"{"member":"mbr_0000000000002"}"#)
        try expect(AssigneeChange(member: nil), "{}")
        try expect(StatusChange(status: .inProgress), #"{"status":"inProgress"}"#)
        try expect(ReadMark(sequence: 3), #"{"sequence":3}"#)
        try expect(
            StatusChanged(status: .closed, by: Self.author, lastSequence: 3),
            #"{"status":"closed","by":\#(Self.authorText),"lastSequence":3}"#)
        try expect(ReadChanged(by: .visitor, sequence: 3), #"{"by":"visitor","sequence":3}"#)
    }

    @Test func `contacts are as they always were`() throws {
        let claim = ContactClaim(visitor: VisitorID(rawValue: 5), name: "L", email: nil, phone: "050", at: Self.at)
        try expect(
            Contact(
                id: ContactID(rawValue: 6), name: "Layla", email: "l@example.com", phone: "+966501234567",
                language: .arabic, unverified: true, claims: [claim], createdAt: Self.at, lastSeenAt: Self.at,
                conversationCount: 1, messageCount: 2),
            #"{"id":"ctc_0000000000006","name":"Layla","email":"l@example.com","phone":"+966501234567","#
                + #""language":"ar","unverified":true,"blocked":false,"#
                + #""claims":[{"visitor":"vst_0000000000005","name":"L","phone":"050","at":\#(Self.time)}],"#
                + #""createdAt":\#(Self.time),"lastSeenAt":\#(Self.time),"conversationCount":1,"messageCount":2}"#)
        try expect(
            ContactMatch(
                visitor: VisitorID(rawValue: 5), inbox: Self.inbox, details: VisitorDetails(name: "L"),
                language: .english,
                identity: VisitorIdentity(subject: "c-1", email: "l@b.co")),
            #"{"visitor":"vst_0000000000005","inbox":"inb_0000000000004","details":{"name":"L"},"language":"en","#
                + #""identity":{"subject":"c-1","email":"l@b.co"}}"#)
        try expect(
            ContactReference(contact: ContactID(rawValue: 6), name: ""), #"{"contact":"ctc_0000000000006","name":""}"#)
    }

    @Test func `what a widget gets is as it always was`() throws {
        let conversation = WidgetConversation(
            Conversation(
                id: ConversationID(rawValue: 7), inbox: Self.inbox, contact: ContactID(rawValue: 6), contactName: "L",
                visitor: VisitorID(rawValue: 5), language: .arabic, status: .waiting, assignee: nil, lastSequence: 3,
                teamRead: 2, visitorRead: 1, lastMessage: nil, createdAt: Self.at, updatedAt: Self.at, waitingSince: nil
            ))
        let text =
            #"{"id":"cnv_0000000000007","status":"waiting","lastSequence":3,"teamRead":2,"visitorRead":1,"#
            + #""createdAt":\#(Self.time)}"#
        try expect(conversation, text)
        try expect(
            WidgetConversationWithMessages(conversation: conversation, messages: []),
            #"{"conversation":\#(text),"messages":[]}"#)
        try expect(
            VisitorGrant(visitor: VisitorID(rawValue: 5), token: "t"), #"{"visitor":"vst_0000000000005","token":"t"}"#)
        try expect(
            WidgetStart(
                details: VisitorDetails(email: "l@b.co"), language: .arabic,
                message: MessageDraft(clientId: 1, body: "Hi")),
            #"{"details":{"email":"l@b.co"},"language":"ar","message":{"clientId":1,"body":"Hi"}}"#)
    }

    @Test func `who comes in, and how, is as it always was`() throws {
        try expect(SignIn(email: "a@b.co", password: "p"), #"{"email":"a@b.co","password":"p"}"#)
        try expect(
            SignUp(workspaceName: "W", name: "N", email: "a@b.co", password: "p", language: .arabic, timeZone: "UTC"),
            #"{"workspaceName":"W","name":"N","email":"a@b.co","password":"p","language":"ar","timeZone":"UTC"}"#)
        try expect(
            InvitationPreview(workspaceName: "W", invitedBy: "S", email: nil, role: .agent, language: .english),
            #"{"workspaceName":"W","invitedBy":"S","role":"agent","language":"en"}"#)
        try expect(
            InvitationAcceptance(token: "t", name: "N", email: "a@b.co", password: "p", language: .arabic),
            #"{"token":"t","name":"N","email":"a@b.co","password":"p","language":"ar"}"#)
        let key = APIKey(
            id: APIKeyID(rawValue: 9), name: "CRM", grants: Grants([.contactsView: [.all]]), inboxes: .all,
            createdBy: "S", createdAt: Self.at)
        try expect(
            APIKeyGrant(key: key, secret: "mjk_"),
            #"{"key":{"id":"key_0000000000009","name":"CRM","grants":{"contacts.view":["all"]},"inboxes":"all","#
                + #""createdBy":"S","createdAt":\#(Self.time)},"secret":"mjk_"}"#
        )
        try expect(SecretHash(hash: "h"), #"{"hash":"h"}"#)
    }

    @Test func `invitations are as they always were`() throws {
        let invitation = Invitation(
            id: InvitationID(rawValue: 3), email: "h@b.co", role: .agent, inboxes: .only([Self.inbox]),
            status: .revoked,
            invitedBy: "S", createdAt: Self.at, expiresAt: Self.at)
        let text =
            #"{"id":"inv_0000000000003","email":"h@b.co","role":"agent","inboxes":["inb_0000000000004"],"#
            + #""teams":[],"status":"revoked","invitedBy":"S","createdAt":\#(Self.time),"expiresAt":\#(Self.time)}"#
        try expect(invitation, text)
        try expect(InvitationGrant(invitation: invitation, token: "t"), #"{"invitation":\#(text),"token":"t"}"#)
        try expect(
            Page(items: [invitation], nextCursor: "c"), #"{"items":[\#(text)],"nextCursor":"c"}"#)
        try expect(Page<Invitation>(items: []), #"{"items":[]}"#)
    }

    @Test func `what passes in a moment is as it always was`() throws {
        let member = MemberID(rawValue: 2)
        let visitor = VisitorID(rawValue: 5)
        try expect(Typing(author: Self.author, active: true), #"{"author":\#(Self.authorText),"active":true}"#)
        try expect(MemberPresence(member: member, online: true), #"{"member":"mbr_0000000000002","online":true}"#)
        try expect(VisitorPresence(visitor: visitor, online: false), #"{"visitor":"vst_0000000000005","online":false}"#)
        try expect(TeamPresence(online: true), #"{"online":true}"#)
        try expect(
            PresenceLease(
                gateway: "g", wanted: true, members: [member], visitors: [.init(visitor: visitor, inbox: Self.inbox)],
                goneMembers: [member], goneVisitors: [visitor]),
            #"{"gateway":"g","wanted":true,"members":["mbr_0000000000002"],"#
                + #""visitors":[{"visitor":"vst_0000000000005","inbox":"inb_0000000000004"}],"#
                + #""goneMembers":["mbr_0000000000002"],"goneVisitors":["vst_0000000000005"]}"#)
        try expect(Viewing(member: member, active: true), #"{"member":"mbr_0000000000002","active":true}"#)
        try expect(
            Cowriting(member: member, data: RawJSON(bytes: Array(#"{"x":[]}"#.utf8))),
            #"{"member":"mbr_0000000000002","data":{"x":[]}}"#)
        try expect(MemberReference(member: member), #"{"member":"mbr_0000000000002"}"#)
        try expect(SessionReference(session: SessionID(rawValue: 3)), #"{"session":"ses_0000000000003"}"#)
        try expect(KeyReference(key: APIKeyID(rawValue: 9)), #"{"key":"key_0000000000009"}"#)
    }

    @Test func `events have the names they always had`() {
        #expect(
            EventType.allCases.map(\.rawValue) == [
                "message.created", "conversation.created", "conversation.changed", "conversation.status",
                "conversation.read", "conversation.withdrawn", "message.changed", "conversation.merged",
                "change.recorded", "inbox.changed", "settings.changed", "tag.changed", "tag.removed", "view.changed",
                "view.removed", "reply.changed", "reply.removed", "draft.changed", "contact.changed",
                "workspace.changed", "member.changed", "preferences.changed", "member.removed", "member.ended",
                "role.changed", "role.removed", "team.changed", "team.removed", "session.ended", "rights.changed",
                "key.revoked", "audit.recorded", "mail.requested", "typing", "viewing", "cowriting",
                "presence.member", "presence.visitor", "presence.team", "presence.lease",
            ])
    }
}
