import TestKit
import Testing
import WireModel

@testable import Conversations

/// The table of the design: what happens to a conversation in each status.
@Suite struct `The status of a conversation` {
    private let now = TestClock().now
    private let later = TestClock().now + .seconds(60)

    @Test(arguments: [
        (Conversation.Status.open, Author.Kind.visitor, Conversation.Status.open),
        (.inProgress, .visitor, .inProgress),
        (.waiting, .visitor, .open),
        (.open, .member, .waiting),
        (.inProgress, .member, .waiting),
        (.waiting, .member, .waiting),
        (.open, .key, .waiting),
        (.inProgress, .key, .waiting),
        (.waiting, .key, .waiting),
    ])
    func `after a reply`(before: Conversation.Status, author: Author.Kind, after: Conversation.Status) throws {
        let next = try conversation(before).appending(.reply, by: author, preview: "", at: later)

        #expect(next.status == after)
    }

    @Test(arguments: Conversation.Status.allCases)
    func `is left alone by a note`(status: Conversation.Status) throws {
        let before = conversation(status)

        let next = try before.appending(.note, by: .member, preview: "psst", at: later)

        #expect(next.status == status)
        #expect(next.waitingSince == before.waitingSince)
        #expect(next.teamRead == before.teamRead)
        #expect(next.lastSequence == before.lastSequence + 1)
        #expect(next.lastMessage == MessagePreview(body: "psst", kind: .note, authorKind: .member))
    }

    @Test(arguments: [Author.Kind.visitor, .member, .key])
    func `closed takes no reply`(author: Author.Kind) {
        #expect(throws: Failure.conversationClosed) {
            try conversation(.closed).appending(.reply, by: author, preview: "", at: later)
        }
    }

    @Test(arguments: [
        (Conversation.Status.open, Conversation.Status.inProgress, Conversation.Status.open),
        (.inProgress, .inProgress, .open),
        (.waiting, .waiting, .waiting),
        (.closed, .closed, .closed),
    ])
    func `after somebody takes it, and gives it back`(
        before: Conversation.Status, taken: Conversation.Status, givenBack: Conversation.Status
    ) {
        let mine = conversation(before).assigned(to: MemberID(rawValue: 2), at: later)

        #expect(mine.status == taken)
        #expect(mine.assignee == MemberID(rawValue: 2))
        #expect(mine.assigned(to: nil, at: later).status == givenBack)
        #expect(mine.assigned(to: nil, at: later).assignee == nil)
    }

    @Test func `counts the time that a customer waits from their first unanswered message`() throws {
        let first = try conversation(.open, waitingSince: nil).appending(.reply, by: .visitor, preview: "", at: now)
        let second = try first.appending(.reply, by: .visitor, preview: "", at: later)
        let answered = try second.appending(.reply, by: .member, preview: "", at: later)

        #expect(first.waitingSince == now)
        #expect(second.waitingSince == now)
        #expect(answered.waitingSince == nil)
    }

    @Test func `is open again when its customer comes back in time`() throws {
        let back = try conversation(.closed).appending(
            .reply, by: .visitor, preview: "", reopens: true, at: later)

        #expect((back.status, back.waitingSince) == (.open, now))
        #expect(throws: Failure.conversationClosed) {
            try conversation(.closed).appending(.reply, by: .member, preview: "", reopens: true, at: later)
        }
    }

    @Test func `is reopened within the window after the last that happened, to the millisecond`() {
        let closed = conversation(.open).moved(to: .closed, at: later)

        #expect(closed.isReopened(at: later + .seconds(60), within: .seconds(60)))
        #expect(!closed.isReopened(at: later + .milliseconds(60_001), within: .seconds(60)))
        #expect(!closed.isReopened(at: later, within: .zero))
        #expect(!closed.isReopened(at: later + .seconds(-3_600), within: .zero))
        #expect(!conversation(.waiting).isReopened(at: later, within: .seconds(60)))
    }

    @Test(arguments: [Author.Kind.visitor, .member])
    func `stays while it sleeps, and only the customer wakes it`(author: Author.Kind) throws {
        let asleep = try conversation(.inProgress).snoozed(Snooze(until: later))

        let next = try asleep.appending(.reply, by: author, preview: "", at: later)

        #expect((asleep.status, asleep.isActive) == (.inProgress, false))
        #expect(next.snooze == (author == .visitor ? nil : Snooze(until: later)))
    }

    @Test func `closed by hand ends the waiting`() {
        let closed = conversation(.open, waitingSince: now).moved(to: .closed, at: later)

        #expect(closed.waitingSince == nil)
        #expect(closed.status == .closed)
        #expect(closed.updatedAt == later)
    }

    @Test func `marks as read what its author has written`() throws {
        let byVisitor = try conversation(.open).appending(.reply, by: .visitor, preview: "", at: later)
        let byMember = try conversation(.open).appending(.reply, by: .member, preview: "", at: later)

        #expect((byVisitor.visitorRead, byVisitor.teamRead) == (8, 0))
        #expect((byMember.visitorRead, byMember.teamRead) == (0, 8))
    }

    private func conversation(
        _ status: Conversation.Status, waitingSince: Timestamp? = TestClock().now
    ) -> Conversation {
        Conversation(
            id: .init(rawValue: 1), inbox: .init(rawValue: 1), contact: .init(rawValue: 1), contactName: "",
            visitor: .init(rawValue: 1), language: .arabic, status: status, assignee: nil, lastSequence: 7, teamRead: 0,
            visitorRead: 0, lastMessage: nil, createdAt: now, updatedAt: now, waitingSince: waitingSince)
    }
}
