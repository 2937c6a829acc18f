import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Notifications

@Suite struct `The words of an account mail` {
    private static let kinds = MailRequest.Kind.allCases
    private static let chrome =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"

    /// What the subject, the page and the plain text say, as a reader of the mail's bytes sees them.
    private struct Told {
        var mail: MailReader
        var subject: String
        var plain: String
        var page: String
        var all: [String] { [subject, plain, page] }

        init(_ request: MailRequest, home: String = "https://chat.example.com") throws {
            let composer = AccountMail(
                from: try #require(MailAddress("majlis@shop.example")), replyTo: nil,
                links: AccountLinks(home: home, key: testKey))
            let message = composer.compose(
                MailOrder(mark: "mark", request: request), askedAt: TestClock().now,
                zone: ZoneFiles().zone(named: "Asia/Riyadh"), to: try #require(MailAddress(request.to)),
                at: TestClock().now)
            mail = try MailReader(message.bytes())
            subject = try mail.text("Subject")
            (plain, page) = (try mail.parts()[0].content(), try mail.parts()[1].content())
        }
    }

    private static func request(
        _ kind: MailRequest.Kind, _ language: Language = .english, name: String = "Huda", workspace: String? = nil,
        actor: String? = nil, detail: MailRequest.Detail? = nil
    ) -> MailRequest {
        MailRequest(
            kind, to: "huda@noor.example", name: name, language: language, workspaceName: workspace, actor: actor,
            ticket: kind.needsTicket ? TicketID(rawValue: 9) : nil,
            expiresAt: kind.needsTicket ? TestClock().now + .seconds(86_400) : nil, detail: detail)
    }

    @Test(arguments: kinds, Language.allCases)
    func `are in the recipient's language, and run in its direction`(
        kind: MailRequest.Kind, language: Language
    ) throws {
        let told = try Told(Self.request(kind, language, name: language == .arabic ? "هدى" : "Huda"))

        let isArabic = language == .arabic
        #expect(told.subject.isRightToLeft == isArabic)
        #expect(told.plain.contains(isArabic ? "مرحبًا هدى،" : "Hello Huda,"))
        #expect(told.page.contains(isArabic ? "<html dir=\"rtl\" lang=\"ar\"" : "<html dir=\"ltr\" lang=\"en\""))
        #expect(told.mail["Content-Language"] == language.rawValue)
        let lines = told.plain.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("https://") && $0 != "—" }
        for line in lines { #expect(String(line).isRightToLeft == isArabic, "\(line)") }
    }

    @Test(arguments: kinds, Language.allCases)
    func `lead to the deployment and nowhere else`(kind: MailRequest.Kind, language: Language) throws {
        let told = try Told(Self.request(kind, language))
        let path: String? =
            switch kind {
            case .confirmEmail, .changeEmail: "confirm"
            case .resetPassword: "reset"
            case .invitation: "join"
            default: nil
            }

        let targets = told.page.split(separator: "href=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
        let home = "https://chat.example.com"
        let link = path.map { "\(home)/\($0)#\(testKey.ticketToken(TicketID(rawValue: 9)))" }
        #expect(Set(targets) == Set([home, link].compactMap(\.self)))
        #expect(told.plain.contains("https://") == (link != nil))
        if let link { #expect(told.plain.contains("\r\n\(link)\r\n")) }
        for word in ["<img", "<link", " src=", "url(", "@import", "<script"] { #expect(!told.page.contains(word)) }
    }

    @Test func `say until when a link holds`() throws {
        let arabic = try Told(Self.request(.resetPassword, .arabic))
        let english = try Told(Self.request(.resetPassword, .english))

        for text in [arabic.plain, arabic.page] {
            #expect(
                text.contains("الرابط صالح لمرة واحدة، حتى الأحد، 22 نوفمبر 2026، الساعة 12:30\u{A0}م بتوقيت الرياض."))
        }
        for text in [english.plain, english.page] {
            #expect(
                text.contains(
                    "The link works once, until Sunday, 22 November 2026 at 12:30\u{A0}pm (Riyadh time)."))
        }
    }

    @Test(arguments: [MailRequest.Kind.resetPassword, .passwordChanged, .newDevice, .twoFactorChanged, .emailChanged])
    func `say who did it, when and from where`(kind: MailRequest.Kind) throws {
        let detail = MailRequest.Detail(device: Self.chrome, address: "2001:db8::7")
        let told = try Told(Self.request(kind, workspace: "Noor Store", actor: "Salem", detail: detail))

        for line in [
            "Workspace: Noor Store", "Done by: Salem", "Device: Chrome on Windows", "IP address: 2001:db8::7",
            "When: Saturday, 21 November 2026 at 12:30\u{A0}pm (Riyadh time)",
        ] {
            #expect(told.plain.contains("\(line)\r\n"), "\(line)")
        }
        for word in ["Noor Store", "Salem", "Chrome on Windows", "2001:db8::7"] { #expect(told.page.contains(word)) }
    }

    @Test func `of an invitation name who invites, and nothing of their machine`() throws {
        let detail = MailRequest.Detail(device: Self.chrome, address: "203.0.113.7")
        let told = try Told(
            Self.request(.invitation, .arabic, workspace: "متجر النور", actor: "سالم", detail: detail))
        let bare = try Told(Self.request(.invitation))

        #expect(told.subject == "دعوة من سالم للانضمام إلى متجر النور في مجلس")
        #expect(told.plain.contains("وصلتك دعوة من سالم للانضمام إلى فريق متجر النور في مجلس"))
        for text in told.all { #expect(!text.contains("203.0.113.7") && !text.contains("Chrome")) }
        #expect(bare.subject == "An invitation to join a team on Majlis")
    }

    @Test func `tell how two-factor authentication changed`() throws {
        func title(_ change: MailRequest.Detail.TwoFactor?) throws -> String {
            try Told(Self.request(.twoFactorChanged, .arabic, detail: .init(twoFactor: change))).subject
        }

        #expect(try title(.on) == "فُعّل التحقق بخطوتين لحسابك في مجلس")
        #expect(try title(.off) == "أُوقف التحقق بخطوتين لحسابك في مجلس")
        #expect(try title(.newBackupCodes) == "رموز احتياطية جديدة لحسابك في مجلس")
        #expect(try title(nil) == "تغيّرت إعدادات التحقق بخطوتين لحسابك في مجلس")
    }

    @Test func `ask whether one knows of it where somebody else did it`() throws {
        let own = try Told(Self.request(.passwordChanged))
        let other = try Told(Self.request(.passwordChanged, actor: "Salem"))

        #expect(own.plain.contains("If this was you, there is nothing to do."))
        #expect(other.plain.contains("If you know of this, there is nothing to do."))
    }

    @Test(arguments: kinds, Language.allCases)
    func `keep names what they are`(kind: MailRequest.Kind, language: Language) throws {
        let hostile = "<b>\"x\"</b>\r\nBcc: evil@example.com\u{202E}\u{2066}\u{0} https://evil.example/a"
        let detail = MailRequest.Detail(device: hostile, address: hostile, email: hostile)
        let plainer = try Told(
            Self.request(kind, language, workspace: "x", actor: "x", detail: .init(device: "x", address: "x")))

        let told = try Told(
            Self.request(kind, language, name: hostile, workspace: hostile, actor: hostile, detail: detail))

        #expect(told.mail["Bcc"] == nil && told.mail.headers.map(\.name) == plainer.mail.headers.map(\.name))
        for text in told.all {
            #expect(!text.contains("\u{202E}") && !text.contains("\u{0}"))
            #expect(text.count { $0 == "\u{2066}" } <= text.count { $0 == "\u{2069}" })
        }
        #expect(told.page.contains("&lt;b&gt;&quot;x&quot;&lt;"))
        #expect(!told.page.contains("<b>") && !told.page.contains("href=\"https://evil"))
        #expect(told.plain.count { $0.isNewline } == plainer.plain.count { $0.isNewline })
    }

    @Test func `never call the sender what somebody chose`() throws {
        let told = try Told(Self.request(.invitation, workspace: "Your Bank", actor: "Your Bank"))

        #expect(try told.mail.text("From") == "\"Majlis\" <majlis@shop.example>")
    }
}

@Suite struct `A phrase` {
    private func phrase(_ name: String) -> Phrase { "by \(name: name)." }

    @Test func `keeps a name's direction to itself, where there is one to keep`() {
        #expect(phrase("Huda").plain(.english) == "by Huda.")
        #expect(phrase("هدى").plain(.english) == "by \u{2068}هدى\u{2069}.")
        #expect(phrase("Huda").plain(.arabic) == "by \u{2068}Huda\u{2069}.")
        #expect(phrase("هدى").plain(.arabic) == "by هدى.")
        #expect(phrase("Shop 24/7").plain(.english) == "by \u{2068}Shop 24/7\u{2069}.")
        #expect(phrase("هدى").html == "by <bdi>هدى</bdi>.")
    }

    @Test func `lets no name become a link`() {
        #expect(phrase("http://x.example").html == "by <bdi>http:/\u{2060}/\u{2060}x.\u{2060}example</bdi>.")
    }

    @Test func `cuts a name that is no name`() {
        #expect(phrase(String(repeating: "x", count: 500)).plain(.english).count <= 90)
        #expect(phrase("  a \n\t b\u{2028}c\u{AD}\u{200B}  ").plain(.english) == "by a b c.")
        #expect(phrase("مى\u{200C}خواهم").plain(.arabic).unicodeScalars.contains("\u{200C}"))
    }
}

@Suite struct `A device` {
    private static let safari = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0"
    private static let chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0"

    @Test(arguments: [
        ("Mozilla/5.0 (X11; Linux x86_64) \(chrome) Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) \(chrome) Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) \(safari) Safari/605.1.15", "Safari on macOS"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) \(safari) Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15; SM-S921B) \(chrome) SamsungBrowser/28.0", "Samsung Internet on Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (X11; CrOS x86_64) \(chrome) Safari/537.36", "Chrome on ChromeOS"), ("curl/8.1", "curl"),
        ("Mozilla/5.0 (Windows NT 10.0)", "Windows"),
    ])
    func `is called what people call it`(userAgent: String, name: String) {
        #expect(DeviceName(userAgent: userAgent).text(in: .english)?.plain(.english) == name)
    }

    @Test(arguments: ["", "Visit http://evil.example", String(repeating: "x", count: 600) + "Firefox/1 Windows"])
    func `that is not known is not told`(userAgent: String) {
        #expect(DeviceName(userAgent: userAgent).text(in: .arabic) == nil)
    }

    @Test func `is told in Arabic too`() {
        let name = DeviceName(userAgent: "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")

        #expect(name.text(in: .arabic)?.html.contains("على") == true)
    }
}
