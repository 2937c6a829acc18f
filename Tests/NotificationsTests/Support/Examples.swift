import WireModel

@testable import Notifications

/// A shop, a customer and what they said to each other.
enum Example {
    static let workspace = WorkspaceID(rawValue: 7)
    static let conversation = ConversationID(rawValue: 90)
    static let visitor = VisitorID(rawValue: 5)
    static let contact = ContactID(rawValue: 4)
    static let customer = Author(.visitor(visitor), name: "سارة العلي")
    static let agent = Author(.member(MemberID(rawValue: 1)), name: "هدى")
    /// Friday, 20 November 2026, 20:58:00 UTC: two minutes before midnight in Riyadh.
    static let start: Int64 = 1_795_208_280_000

    static func message(
        _ sequence: Int64, _ body: String, by author: Author = customer, kind: Message.Kind = .reply,
        minute: Int64? = nil
    ) -> Message {
        Message(
            id: MessageID(rawValue: sequence), conversation: conversation, sequence: sequence, kind: kind,
            author: author,
            body: body, clientId: sequence,
            sentAt: Timestamp(milliseconds: start + (minute ?? sequence - 1) * 60_000))
    }

    static func transcript(_ messages: [Message], language: Language = .arabic) -> ConversationWithMessages {
        let moment = Timestamp(milliseconds: start)
        return ConversationWithMessages(
            conversation: Conversation(
                id: conversation, inbox: InboxID(rawValue: 70), contact: contact, contactName: "", visitor: visitor,
                language: language, status: .closed, assignee: nil, lastSequence: Int64(messages.count), teamRead: 0,
                visitorRead: 0, lastMessage: nil, createdAt: moment, updatedAt: moment, waitingSince: nil),
            messages: messages)
    }

    static func person(
        name: String = "سارة العلي", email: String? = "sara@example.com", claims: [ContactClaim] = []
    ) -> Contact {
        let moment = Timestamp(milliseconds: start)
        return Contact(
            id: contact, name: name, email: email, phone: nil, language: .arabic, unverified: true, claims: claims,
            createdAt: moment, lastSeenAt: moment, conversationCount: 1, messageCount: 1)
    }

    static func shop(name: String = "متجر النور", timeZone: String = "Asia/Riyadh") -> Workspace {
        Workspace(
            id: workspace, name: name, language: .arabic, timeZone: timeZone, createdAt: Timestamp(milliseconds: start))
    }

    static func summary(
        _ messages: [Message], range: ClosedRange<Int64> = 1...1_000, language: Language = .arabic,
        customer: String = "سارة العلي", workspace: String = "متجر النور", zone: String = "Asia/Riyadh"
    ) -> Summary {
        Summary(
            of: transcript(messages, language: language), range, customer: customer, workspace: workspace,
            zone: ZoneFiles().zone(named: zone))
    }

    static let part = SummaryPart(conversation: conversation, upTo: 8, after: 0)

    static let arabicTalk = [
        message(1, "السلام عليكم، طلبي رقم 48213 لم يصل بعد. متى يصل؟"),
        message(2, "وعليكم السلام سارة، أهلًا بك! لحظة من فضلك أراجع الطلب.", by: agent),
        message(3, "العميلة غاضبة، أعطها خصمًا", by: agent, kind: .note),
        message(
            4,
            """
            الطلب خرج مع المندوب اليوم، ورقم التتبع SMSA-99120045 — تستطيعين متابعته هنا:
            https://track.example.com/99120045?lang=ar&src=chat
            """,
            by: agent),
        message(5, "ممتاز، وهل يمكن التسليم بعد الساعة 6:30 مساءً؟ عنواني حي النرجس، شارع 12", minute: 8),
        message(6, "نعم، أبلغنا المندوب بذلك. هل هناك شيء آخر أساعدك به؟", by: agent, minute: 9),
        message(7, "لا شكرًا 🌷", minute: 11),
        message(8, "Thank you, have a great evening! <3", minute: 11),
    ]

    static let englishTalk = [
        message(1, "Hi! My order #48213 hasn't arrived yet.", by: Author(.visitor(visitor), name: "Sara Ali")),
        message(
            2, "Hello Sara, let me look into it for you.", by: Author(.member(MemberID(rawValue: 1)), name: "Huda")),
        message(
            3,
            """
            It left with the courier this afternoon; the tracking number is SMSA-99120045.

            You can follow it at https://track.example.com/99120045
            """,
            by: Author(.member(MemberID(rawValue: 1)), name: "Huda"), minute: 4),
        message(4, "شكرًا جزيلًا", by: Author(.visitor(visitor), name: "Sara Ali"), minute: 6),
        message(
            5, "<script>alert(\"x\")</script> & 'that' was it", by: Author(.visitor(visitor), name: "Sara Ali"),
            minute: 7),
    ]
}
