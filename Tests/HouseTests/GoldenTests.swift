import Foundation
import JSON
import Testing
import WireModel

/// What is on the wire is a promise to every browser and program out there: a change of these files is a change of the
/// API.
@Suite struct `The wire` {
    @Test func `writes an event as it always did`() throws {
        try expectGolden(try Event.messageCreated, "event-message-created")
    }

    @Test func `writes a conversation as it always did`() throws {
        try expectGolden(Conversation.sample, "conversation")
    }

    @Test func `writes a session as it always did`() throws {
        try expectGolden(Session.sample, "session")
    }

    @Test func `writes an inbox as it always did`() throws {
        try expectGolden(Inbox.sample, "inbox")
    }

    @Test func `writes a failure as it always did`() throws {
        try expectGolden(Failure.invalid("details.email", "email", "This is no e-mail address."), "failure")
    }

    @Test func `writes a welcome as it always did`() throws {
        let welcome = Welcome(
            epoch: "5kq2", seq: 812, resume: .complete, membersOnline: [MemberID(rawValue: 2)], visitorsOnline: [])

        try expectGolden(welcome, "welcome")
    }

    @Test func `writes a request for a mail as it always did`() throws {
        let request = MailRequest(
            .newDevice, to: "salem@palm.example", name: "سالم", language: .arabic, workspaceName: "متجر النخلة",
            actor: "Layla", ticket: TicketID(rawValue: 9), expiresAt: .sample,
            detail: MailRequest.Detail(
                device: "Mozilla/5.0 (X11)", address: "203.0.113.7", email: "salem@oasis.example",
                twoFactor: .newBackupCodes))

        try expectGolden(request, "mail-request")
    }

    /// Both ways: the value is written as the file has it, and what is read from the file is written as it was.
    private func expectGolden<Value: Codable>(_ value: Value, _ name: String) throws {
        let file = House.root.appending(path: "Tests/Golden/\(name).json")
        let golden = try Data(contentsOf: file)

        let written = try JSON.encode(value)
        let read = try JSON.decode(Value.self, from: Array(golden))

        #expect(try Self.tidy(Data(written)) == Self.tidy(golden))
        #expect(try Self.tidy(Data(JSON.encode(read))) == Self.tidy(golden))
    }

    /// The same text for the same JSON, whatever its spaces and the order of its keys.
    private static func tidy(_ json: Data) throws -> String {
        let value = try JSONSerialization.jsonObject(with: json)
        let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try JSONSerialization.data(withJSONObject: value, options: options), as: UTF8.self)
    }
}

extension Event {
    fileprivate static var messageCreated: Event {
        get throws {
            let message = Message(
                id: MessageID(rawValue: 11), conversation: ConversationID(rawValue: 7), sequence: 3, kind: .reply,
                author: Author(.member(MemberID(rawValue: 2)), name: "سالم"), body: "أهلًا! \"Hi\" \u{1F339}\n",
                clientId: 9_007_199_254_740_991, sentAt: .sample)
            return Event(
                log: .conversations, seq: 812, type: .messageCreated, audience: .everyone,
                workspace: WorkspaceID(rawValue: 1), inbox: InboxID(rawValue: 4),
                conversation: ConversationID(rawValue: 7), visitor: VisitorID(rawValue: 5), at: .sample,
                data: RawJSON(bytes: try JSON.encode(MessageCreated(message: message, status: .waiting))))
        }
    }
}

extension Conversation {
    fileprivate static let sample = Conversation(
        id: ConversationID(rawValue: 7), inbox: InboxID(rawValue: 4), contact: ContactID(rawValue: 6),
        contactName: "Layla", visitor: VisitorID(rawValue: 5), verified: true, language: .arabic,
        title: "Where is my order?", status: .inProgress, priority: .high, tags: [TagID(rawValue: 9)],
        assignee: MemberID(rawValue: 2), lastSequence: 3, teamRead: 3, visitorRead: 2,
        lastMessage: MessagePreview(body: "أهلًا!", kind: .reply, authorKind: .member), createdAt: .sample,
        updatedAt: .sample, waitingSince: nil)
}

extension Session {
    fileprivate static let sample = Session(
        id: SessionID(rawValue: 3),
        member: Member(
            id: MemberID(rawValue: 2), name: "سالم", email: "salem@palm.example", role: .agent,
            inboxes: .only([InboxID(rawValue: 4)]), language: .arabic, joinedAt: .sample),
        workspace: .sample, workspaces: [.sample], expiresAt: .sample,
        grants: Grants([.conversationsView: [.own, .team], .contactsView: [.all]]),
        inboxes: .only([InboxID(rawValue: 4)]), teams: [TeamID(rawValue: 8)])
}

extension Workspace {
    fileprivate static let sample = Workspace(
        id: WorkspaceID(rawValue: 1), name: "متجر النخلة", language: .arabic, timeZone: "Asia/Riyadh",
        createdAt: .sample)
}

extension Inbox {
    fileprivate static let sample = Inbox(
        id: InboxID(rawValue: 4), name: "الموقع",
        widget: WidgetSettings(
            title: "متجر النخلة", greeting: "أهلًا!", colour: "#0f766e", side: .end, language: nil,
            preChat: PreChat(name: .required, email: .optional, phone: .hidden)),
        origins: ["https://palm.example", "https://*.palm.example"], verification: .required,
        assignment: InboxAssignment(strategy: .leastLoaded, cap: 5), position: 2, createdAt: .sample)
}

extension Timestamp {
    fileprivate static let sample = Timestamp(milliseconds: 1_795_253_400_007)
}
