import HTTP
import ServiceKit
import Storage
import TestKit
import Testing
import WireModel

@testable import Notifications

@Suite struct `A mail about an account` {
    private static let ticket = TicketID(rawValue: 812)
    /// What the test's clock starts with.
    private static let start = TestClock().now

    private static func reset(
        to address: String = "huda@noor.example", expiresAt: Timestamp? = start + .seconds(3600)
    ) -> MailRequest {
        MailRequest(
            .resetPassword, to: address, name: "هدى", language: .arabic, ticket: ticket, expiresAt: expiresAt,
            detail: .init(device: "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36", address: "203.0.113.7"))
    }

    @Test func `is sent once it is asked for, in the recipient's language, with a link that opens its ticket`()
        async throws
    {
        let running = try await Running.start()

        try await running.ask(Self.reset())
        try await running.happened("sent", kind: .account)

        let mail = try #require(try running.outbox().first)
        #expect(try mail.text("From") == "مجلس <majlis@localhost>")
        #expect(try mail.text("To") == "هدى <huda@noor.example>")
        #expect(try mail.text("Subject") == "إعادة تعيين كلمة مرورك في مجلس")
        #expect(mail["Auto-Submitted"] == "auto-generated")
        #expect(mail["References"] == nil && mail["Reply-To"] == nil)
        let start = "https://chat.example.com/reset#"
        for part in try mail.parts() {
            let text = try part.content()
            let link = try #require(text.firstRange(of: start))
            let token = String(text[link.upperBound...].prefix { !$0.isWhitespace && $0 != "\"" })
            #expect(try testKey.ticket(of: token) == Self.ticket)
            #expect(text.contains("الساعة 1:30\u{A0}م بتوقيت الرياض"))
        }
        await running.stop()
    }

    @Test func `goes over the relay, with what one is told to answer to`() async throws {
        let sink = try await SMTPSink()
        let running = try await Running.start(settings: [
            "MAJLIS_SMTP_URL": sink.url, "MAJLIS_MAIL_FROM": "chat@shop.example",
            "MAJLIS_MAIL_REPLY_TO": "help@shop.example",
        ])

        try await running.ask(Self.reset())
        try await running.happened("sent", kind: .account)

        let mail = try MailReader(try #require(sink.mails.first).text)
        #expect(mail["Reply-To"] == "<help@shop.example>")
        #expect(mail["Message-ID"]?.hasPrefix("<account.resetPassword.") == true)
        #expect(mail["Message-ID"]?.hasSuffix("@shop.example>") == true)
        await running.stop()
    }

    @Test func `leads to this machine where no public address is set`() async throws {
        let running = try await Running.start(settings: ["MAJLIS_PUBLIC_URL": ""])

        try await running.ask(Self.reset())
        try await running.happened("sent", kind: .account)

        let text = try #require(try running.outbox().first).parts()[0].content()
        #expect(text.contains("\r\nhttp://localhost:8080/reset#\(testKey.ticketToken(Self.ticket))\r\n"))
        await running.stop()
    }

    @Test func `is sent each time it is asked for, and once for each`() async throws {
        let (folder, identityFolder) = (TemporaryFolder(), TemporaryFolder())
        let before = try await Running.start(folder: folder, identityFolder: identityFolder)
        try await before.ask(Self.reset(), Self.reset())
        try await before.happened("sent", times: 2, kind: .account)
        #expect(try before.outbox().count == 2)
        await before.stop()
        // As if identity had been restored: another epoch, the same lines.
        try await Self.forgetPlace(in: folder)

        let after = try await Running.start(folder: folder, identityFolder: identityFolder)
        try await after.ask(Self.reset(to: "noor@noor.example"))
        try await after.happened("sent", kind: .account)

        #expect(try await after.count("sent", kind: .account) == 1)
        #expect(try after.outbox().count == 3)
        await after.stop()
    }

    private static func forgetPlace(in folder: TemporaryFolder) async throws {
        let database = try Database(path: folder.file("notifications.sqlite"), migrations: Notifications.migrations)
        try await database.write { try $0.run("UPDATE places SET epoch = 'another', cursor = 0") }
        await database.close()
    }

    @Test func `waits for the relay, and not past its link's end`() async throws {
        let sink = try await SMTPSink { command, _ in command.hasPrefix("RCPT") ? .say("450 later") : nil }
        let running = try await Running.start(settings: ["MAJLIS_SMTP_URL": sink.url])

        try await running.ask(Self.reset())
        try await running.happened("deferred", kind: .account)
        await running.advance(.seconds(30))
        try await running.happened("deferred", times: 2, kind: .account)
        await running.advance(.seconds(3600))

        try await running.happened("skipped", kind: .account)
        #expect(sink.mails.isEmpty && sink.all.count == 2)
        try await eventually("nothing waits") { try await running.metric("majlis_mail_queue") == 0 }
        await running.stop()
    }

    @Test func `whose link is over is not sent`() async throws {
        let running = try await Running.start()

        try await running.ask(Self.reset(expiresAt: Self.start))

        try await running.happened("skipped", kind: .account)
        #expect(try running.outbox().isEmpty)
        await running.stop()
    }

    @Test func `of last week is not sent, should a log be read from its beginning`() async throws {
        let identityFolder = TemporaryFolder()
        let clock = TestClock()
        try await TestService.start(IdentityPeer.self, clock: clock, folder: identityFolder) { identity in
            try await identity.program.ask(for: [
                MailRequest(.passwordChanged, to: "huda@noor.example", name: "", language: .english)
            ])
        }
        clock.advance(by: .seconds(7 * 86_400))

        let running = try await Running.start(clock: clock, identityFolder: identityFolder)

        try await running.happened("skipped", kind: .account)
        #expect(try running.outbox().isEmpty)
        await running.stop()
    }

    @Test(arguments: ["huda", "huda@noor.example\r\nBcc: x@example.com", "", "a b@c.example"])
    func `to what is no address fails at once`(address: String) async throws {
        let running = try await Running.start()

        try await running.ask(Self.reset(to: address))

        try await running.happened("failed", kind: .account)
        #expect(try running.outbox().isEmpty)
        await running.stop()
    }

    @Test func `about a link without its ticket fails`() async throws {
        let running = try await Running.start()
        var request = Self.reset()
        request.ticket = nil

        try await running.ask(request)

        try await running.happened("failed", kind: .account)
        await running.stop()
    }

    @Test func `that cannot be read keeps no other from going`() async throws {
        let running = try await Running.start()

        try await running.identity.program.askUnreadably()
        try await running.ask(Self.reset())

        try await running.happened("sent", kind: .account)
        await running.stop()
    }

    @Test func `goes in UTC when its workspace is gone`() async throws {
        let running = try await Running.start()
        running.identity.program.answers.set { $0.workspace = nil }

        try await running.ask(Self.reset())
        try await running.happened("sent", kind: .account)

        let text = try #require(try running.outbox().first).parts()[0].content()
        #expect(text.contains("الساعة 10:30\u{A0}ص بالتوقيت العالمي (UTC)"))
        await running.stop()
    }

    @Test func `leaves no address behind once it went`() async throws {
        let running = try await Running.start()
        try await running.ask(Self.reset())
        try await running.happened("sent", kind: .account)
        await running.stop()

        let database = try Database(
            path: running.folder.file("notifications.sqlite"), migrations: Notifications.migrations)
        let left = try await database.read { connection in
            try connection.first("SELECT count(*) FROM jobs WHERE request IS NOT NULL") { row in try row[0] as Int }
        }

        #expect(left == 0)
        await database.close()
    }
}

@Suite struct `An address` {
    private static let notice = MailRequest(
        .newDevice, to: "huda@noor.example", name: "Huda", language: .english, detail: .init(address: "203.0.113.7"))

    @Test func `gets ten account mails an hour, and the rest are dropped`() async throws {
        let running = try await Running.start()

        for _ in 0..<12 { try await running.ask(Self.notice) }
        try await running.happened("limited", times: 2, kind: .account)
        try await running.happened("sent", times: 10, kind: .account)
        var other = Self.notice
        (other.to, other.name) = ("noor@noor.example", "Noor")
        try await running.ask(other)
        try await running.happened("sent", times: 11, kind: .account)
        await running.advance(.seconds(3600))
        try await running.ask(Self.notice)
        try await running.happened("sent", times: 12, kind: .account)

        #expect(try await running.count("limited", kind: .account) == 2)
        try await eventually("nothing waits") { try await running.metric("majlis_mail_queue") == 0 }
        await running.stop()
    }

    @Test func `is one however it is written, and a restart forgets nothing`() async throws {
        let (folder, identityFolder) = (TemporaryFolder(), TemporaryFolder())
        let before = try await Running.start(folder: folder, identityFolder: identityFolder)
        for _ in 0..<10 { try await before.ask(Self.notice) }
        try await before.happened("sent", times: 10, kind: .account)
        await before.stop()

        let after = try await Running.start(folder: folder, identityFolder: identityFolder)
        var request = Self.notice
        request.to = "Huda@Noor.example"
        try await after.ask(request)

        try await after.happened("limited", kind: .account)
        await after.stop()
    }

    @Test func `of a customer gets sixty summaries a day, beside account mails`() async throws {
        let running = try await Running.start()
        let messages = (Int64(1)...62).map { Example.message($0, "\($0)", minute: 0) }
        running.peers.program.answers.set { $0.transcript = Example.transcript(messages) }

        for count in Int64(1)...62 { try await running.close(count, reopening: true) }
        try await running.happened("limited", times: 2)
        var request = Self.notice
        request.to = "sara@example.com"
        try await running.ask(request)
        try await running.happened("sent", kind: .account)

        #expect(try await running.count("sent") == 60)
        await running.stop()
    }

    @Test func `does not lose a mail to its own earlier attempts`() async throws {
        let sink = try await SMTPSink { command, session in
            session < 20 && command.hasPrefix("RCPT") ? .say("450 later") : nil
        }
        let running = try await Running.start(settings: ["MAJLIS_SMTP_URL": sink.url])

        for _ in 0..<10 { try await running.ask(Self.notice) }
        try await running.happened("deferred", times: 10, kind: .account)
        await running.advance(.seconds(30))
        try await running.happened("deferred", times: 20, kind: .account)
        await running.advance(.seconds(60))
        try await running.happened("sent", times: 10, kind: .account)

        #expect(try await running.count("limited", kind: .account) == 0)
        await running.stop()
    }
}
