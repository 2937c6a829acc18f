import Testing
import WireModel

@testable import Notifications

@Suite struct `A summary` {
    @Test func `never holds an internal note, whoever sent it`() {
        let summary = Example.summary(Example.arabicTalk)

        for form in [SummaryPlain(summary).render(), SummaryPage(summary).render()] {
            #expect(!form.contains("غاضبة") && !form.contains("خصمًا"))
        }
        #expect(summary.messages.map(\.sequence) == [1, 2, 4, 5, 6, 7, 8])
    }

    @Test func `tells the messages in order, with who and when, under their days`() {
        let plain = SummaryPlain(Example.summary(Example.arabicTalk.reversed())).render()

        let expected = [
            "مرحبًا سارة العلي،", "وفيها 7 رسائل.", "── الجمعة، 20 نوفمبر 2026 ──", "سارة العلي · 11:58 م", "48213",
            "هدى · 11:59 م",
            "── السبت، 21 نوفمبر 2026 ──", "هدى · 12:01 ص", "https://track.example.com/99120045?lang=ar&src=chat",
            "سارة العلي · 12:06 ص", "Thank you", "الأوقات بتوقيت الرياض.",
        ]
        var rest = plain[...]
        for piece in expected {
            let found = rest.firstRange(of: piece)
            #expect(found != nil, "\(piece)")
            if let found { rest = rest[found.upperBound...] }
        }
    }

    @Test func `is English for those who spoke English`() {
        let summary = Example.summary(
            Example.englishTalk, language: .english, customer: "Sara Ali", workspace: "Noor Store")
        let plain = SummaryPlain(summary).render()

        #expect(plain.hasPrefix("Hello Sara Ali,\n"))
        #expect(plain.contains("── Friday, 20 November 2026 ──"))
        #expect(plain.contains("Sara Ali · 11:58 pm"))
        #expect(plain.contains("Times are in Riyadh time."))
        #expect(SummaryText(language: .english).subject("Noor Store") == "Your conversation with Noor Store")
        #expect(SummaryPage(summary).render().contains("<html dir=\"ltr\" lang=\"en\""))
    }

    @Test func `shows what was typed as text, never as markup`() {
        let hostile = "<script>alert('x')</script><img src=x onerror=\"y\">&amp;"
        let author = Author(.visitor(Example.visitor), name: "<b>\"Sara\"</b>")
        let summary = Example.summary(
            [Example.message(1, hostile, by: author)], customer: "<i>x</i>", workspace: "Shop & <Sons>")
        let page = SummaryPage(summary, home: "https://chat.example.com/\"><script>").render()

        #expect(
            page.contains(
                "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&lt;img src=x onerror=&quot;y&quot;&gt;&amp;amp;"))
        #expect(page.contains("&lt;b&gt;&quot;Sara&quot;&lt;/b&gt;") && page.contains("Shop &amp; &lt;Sons&gt;"))
        #expect(!page.contains("<script") && !page.contains("<img") && !page.contains("<i>") && !page.contains("<b>"))
    }

    @Test func `loads nothing and follows no link of a message`() {
        let page = SummaryPage(Example.summary(Example.arabicTalk)).render()

        for word in ["<a ", "<img", "<link", " src=", "url(", "@import", "<script"] {
            #expect(!page.contains(word), "\(word)")
        }
        #expect(page.contains("<html dir=\"rtl\" lang=\"ar\""))
        #expect(page.contains("prefers-color-scheme:dark"))
    }

    @Test func `keeps line breaks and drops controls`() {
        let summary = Example.summary([Example.message(1, "one\r\ntwo\u{0}\u{1B}[31m\n\nthree")])

        #expect(SummaryPage(summary).render().contains("one<br>\ntwo[31m<br>\n<br>\nthree"))
        #expect(SummaryPlain(summary).render().contains("one\ntwo[31m\n\nthree\n"))
    }

    @Test func `of a conversation that was reopened has the new part only`() {
        let summary = Example.summary(Example.arabicTalk, range: 6...7)

        #expect(summary.messages.map(\.sequence) == [6, 7])
        #expect(SummaryPlain(summary).render().contains("منذ الملخص السابق، وفيه رسالتان."))
    }

    @Test func `with nothing but notes is empty`() {
        #expect(Example.summary([Example.message(1, "x", kind: .note)]).isEmpty)
        #expect(Example.summary(Example.arabicTalk, range: 100...101).isEmpty)
    }

    @Test func `of an endless conversation keeps the newest and says how many it left out`() {
        let many = (Int64(1)...303).map { Example.message($0, "m\($0)", minute: 0) }
        let large = (Int64(1)...20).map { Example.message($0, String(repeating: "x", count: 16_384), minute: 0) }

        let byCount = Example.summary(many)
        let bySize = Example.summary(large)

        #expect(byCount.messages.count == 300 && byCount.messages.last?.sequence == 303 && byCount.omitted == 3)
        #expect(SummaryPlain(byCount).render().contains("حُذفت 3 رسائل أقدم لطول المحادثة."))
        #expect(bySize.messages.count == 16 && bySize.omitted == 4)
    }

    @Test func `greets nobody by an empty name, and knows an unnamed customer as you`() {
        let unnamed = Author(.visitor(Example.visitor), name: "")
        let arabic = SummaryPlain(Example.summary([Example.message(1, "x", by: unnamed)], customer: "")).render()
        let english = SummaryPlain(
            Example.summary([Example.message(1, "x", by: unnamed)], language: .english, customer: "")
        ).render()

        #expect(arabic.hasPrefix("مرحبًا،\n") && arabic.contains("أنت · 11:58 م"))
        #expect(english.hasPrefix("Hello,\n") && english.contains("You · 11:58 pm"))
    }

    @Test func `marks lines that begin in the other direction`() {
        let summary = Example.summary([Example.message(1, "x", by: Author(.system, name: "Huda"))], workspace: "Noor")

        #expect(SummaryPlain(summary).render().contains("\u{200F}Huda · 11:58 م"))
    }

    @Test func `says UTC where the zone is not known`() {
        let plain = SummaryPlain(Example.summary(Example.arabicTalk, zone: "Mars/Base")).render()

        #expect(plain.contains("الأوقات بالتوقيت العالمي (UTC).") && plain.contains("8:58 م"))
    }

    @Test(arguments: [
        (0, "لا رسائل"), (1, "رسالة واحدة"), (2, "رسالتان"), (3, "3 رسائل"), (10, "10 رسائل"), (11, "11 رسالة"),
        (99, "99 رسالة"),
        (100, "100 رسالة"), (102, "102 رسالة"), (103, "103 رسائل"), (111, "111 رسالة"),
    ])
    func `counts as Arabic counts`(count: Int, said: String) {
        #expect(SummaryText(language: .arabic).messages(count) == said)
    }

    @Test func `has the six plural forms`() {
        let forms = [0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 103, 1002].map { PluralForm(arabic: $0) }

        #expect(
            forms == [.zero, .one, .two, .few, .few, .many, .many, .other, .other, .other, .few, .other])
    }

    @Test(arguments: [(0, 0, "12:00 am"), (9, 5, "9:05 am"), (12, 0, "12:00 pm"), (23, 59, "11:59 pm")])
    func `tells the time in twelve hours`(hour: Int, minute: Int, said: String) {
        var time = LocalTime(Timestamp(milliseconds: 0), in: .utc)
        (time.hour, time.minute) = (hour, minute)

        #expect(SummaryText(language: .english).clock(time) == said)
    }
}

@Suite struct `Whom it goes to` {
    private func claim(_ visitor: VisitorID, email: String?, name: String? = nil) -> ContactClaim {
        ContactClaim(visitor: visitor, name: name, email: email, phone: nil, at: Timestamp(milliseconds: 1))
    }

    private let conversation = Example.transcript([]).conversation

    @Test func `is the record's address`() {
        #expect(Recipient(of: conversation, Example.person())?.email == "sara@example.com")
    }

    @Test func `is the address that this visitor gave, newest first`() {
        let claims = [
            claim(VisitorID(rawValue: 99), email: "x@example.com"), claim(Example.visitor, email: nil, name: "Omar"),
            claim(Example.visitor, email: "omar@example.com"), claim(Example.visitor, email: "old@example.com"),
        ]

        let recipient = Recipient(of: conversation, Example.person(claims: claims))

        #expect(recipient?.email == "omar@example.com")
        #expect(recipient?.name == "Omar")
    }

    @Test func `is nobody without an address`() {
        let claims = [claim(VisitorID(rawValue: 99), email: "x@example.com")]

        #expect(Recipient(of: conversation, Example.person(email: nil, claims: claims)) == nil)
    }
}

@Suite struct `Trying again` {
    private let start = Timestamp(milliseconds: 0)

    private func next(_ attempts: Int, isHeld: Bool = false, now: Timestamp? = nil, chance: Double = 0.5) -> Int64? {
        RetryPlan.next(attempts: attempts, isHeld: isHeld, queuedAt: start, now: now ?? start, chance: chance)?
            .milliseconds
    }

    @Test func `waits twice as long each time, up to six hours, and a quarter more or less`() {
        let pauses = (1...14).map { next($0) }

        #expect(pauses.prefix(4) == [15_000, 30_000, 60_000, 120_000])
        #expect(pauses.last == 21_600_000)
        #expect(next(1, chance: 0) == 11_250)
        #expect(next(1, chance: 1) == 18_750)
    }

    @Test func `waits no longer than about a minute for a service of ours`() {
        let pauses = (1...14).map { next($0, isHeld: true) }

        #expect(pauses.prefix(4) == [15_000, 30_000, 60_000, 60_000])
        #expect(pauses.last == 60_000)
    }

    @Test func `ends after three days`() {
        let end = start + .seconds(3 * 86_400)

        #expect(next(30, now: Timestamp(milliseconds: end.milliseconds - 1)) != nil)
        #expect(next(30, now: end) == nil)
        #expect(next(30, isHeld: true, now: end) == nil)
    }
}
