import HTTP
import ServiceKit
import Storage
import TestKit
import Testing
import WireModel

@testable import Notifications

@Suite struct `A closed conversation` {
    @Test func `is mailed to the customer, once`() async throws {
        let running = try await Running.start()

        try await running.close(8)
        try await running.happened("sent")
        try await running.peers.program.tell(.closed, messages: 8)
        try await running.close(8, reopening: true)

        let mails = try running.outbox()
        #expect(mails.count == 1)
        #expect(try mails[0].text("To") == "سارة العلي <sara@example.com>")
        #expect(try mails[0].text("From") == "متجر النور <majlis@localhost>")
        #expect(try mails[0].text("Subject") == "ملخص محادثتك مع متجر النور")
        let parts = try mails[0].parts()
        #expect(try parts[0].content().contains("طلبي رقم 48213"))
        #expect(try parts[1].content().contains("طلبي رقم 48213"))
        for part in parts { #expect(try !part.content().contains("غاضبة")) }
        await running.stop()
    }

    @Test func `and opened again and closed has a second mail with the new part only`() async throws {
        let running = try await Running.start()

        try await running.close(5, reopening: true)
        try await running.happened("sent")
        try await running.close(8)
        try await running.happened("sent", times: 2)

        let mails = try running.outbox()
        #expect(mails.count == 2)
        let (first, second) = (try mails[0].parts()[0].content(), try mails[1].parts()[0].content())
        #expect(first.contains("48213") && !first.contains("Thank you"))
        #expect(!second.contains("48213") && second.contains("Thank you"))
        #expect(mails[0]["Message-ID"] != mails[1]["Message-ID"])
        #expect(mails[0]["References"] == mails[1]["References"])
        await running.stop()
    }

    @Test func `opened again before its mail went is mailed as it was closed`() async throws {
        let running = try await Running.start()
        running.peers.program.answers.set { $0.areDown = true }

        try await running.close(5, reopening: true)
        try await running.happened("deferred")
        running.peers.program.answers.set { $0.areDown = false }
        await running.advance(.seconds(60))
        try await running.happened("sent")

        let text = try #require(try running.outbox().first).parts()[0].content()
        #expect(text.contains("48213") && !text.contains("Thank you"))
        await running.stop()
    }

    @Test func `of a customer without an address is skipped`() async throws {
        let running = try await Running.start()
        running.peers.program.answers.set { $0.contact = Example.person(email: nil) }

        try await running.close(8)

        try await running.happened("skipped")
        #expect(try running.outbox().isEmpty)
        try await eventually("nothing waits") { try await running.metric("majlis_mail_queue") == 0 }
        await running.stop()
    }

    @Test(arguments: ["sara@example.com\r\nBcc: x@example.com", "sara", "a b@example.com"])
    func `of a customer whose address is none fails at once`(email: String) async throws {
        let running = try await Running.start()
        running.peers.program.answers.set { $0.contact = Example.person(email: email) }

        try await running.close(8)

        try await running.happened("failed")
        #expect(try running.outbox().isEmpty)
        await running.stop()
    }

    @Test func `with nothing but notes is skipped`() async throws {
        let running = try await Running.start()
        running.peers.program.answers.set {
            $0.transcript = Example.transcript([Example.message(1, "inside", kind: .note)])
        }

        try await running.close(1)

        try await running.happened("skipped")
        await running.stop()
    }

    @Test func `of spam is skipped`() async throws {
        let running = try await Running.start()
        running.peers.program.answers.set { $0.transcript.conversation.spam = true }

        try await running.close(8)

        try await running.happened("skipped")
        #expect(try running.outbox().isEmpty)
        await running.stop()
    }

    @Test func `whose contact is gone is skipped`() async throws {
        let running = try await Running.start()
        running.peers.program.answers.set { $0.contact = nil }

        try await running.close(8)

        try await running.happened("skipped")
        await running.stop()
    }
}

@Suite struct `A mail that cannot go` {
    @Test func `is tried again until the relay takes it`() async throws {
        let sink = try await SMTPSink { command, session in
            session < 2 && command.hasPrefix("RCPT") ? .say("450 later") : nil
        }
        let running = try await Running.start(settings: [
            "MAJLIS_SMTP_URL": sink.url, "MAJLIS_MAIL_FROM": "chat@shop.example",
        ])

        try await running.close(8)
        try await running.happened("deferred", times: 1)
        #expect(try await running.metric("majlis_mail_queue") == 1)
        await running.advance(.seconds(30))
        try await running.happened("deferred", times: 2)
        await running.advance(.seconds(60))
        try await running.happened("sent")

        #expect(sink.mails.count == 1)
        let mail = try MailReader(sink.mails[0].text)
        #expect(mail["Message-ID"] == "<summary.\(Example.conversation).8@shop.example>")
        #expect(sink.mails[0].commands.contains("EHLO chat.example.com"))
        try await eventually("nothing waits") { try await running.metric("majlis_mail_queue") == 0 }
        await running.stop()
    }

    @Test func `is not tried before its time`() async throws {
        let sink = try await SMTPSink { command, _ in command.hasPrefix("RCPT") ? .say("450 later") : nil }
        let running = try await Running.start(settings: ["MAJLIS_SMTP_URL": sink.url])
        try await running.close(8)
        try await running.happened("deferred")

        await running.advance(.seconds(10))
        await running.advance(.seconds(1))

        #expect(sink.all.count == 1)
        await running.stop()
    }

    @Test func `goes soon after services of ours are back, however long they were away`() async throws {
        let running = try await Running.start()
        running.peers.program.answers.set { $0.areDown = true }
        try await running.close(8)
        for times in 1...8 {
            try await running.happened("deferred", times: times)
            await running.advance(.seconds(75))
        }
        try await running.happened("deferred", times: 9)

        running.peers.program.answers.set { $0.areDown = false }
        await running.advance(.seconds(75))

        try await running.happened("sent")
        await running.stop()
    }

    @Test func `fails at once when the relay refuses it for good`() async throws {
        let sink = try await SMTPSink { command, _ in command.hasPrefix("RCPT") ? .say("550 nobody") : nil }
        let running = try await Running.start(settings: ["MAJLIS_SMTP_URL": sink.url])

        try await running.close(8)

        try await running.happened("failed")
        await running.advance(.seconds(86_400))
        #expect(sink.all.count == 1)
        await running.stop()
    }

    @Test func `waits no longer because the clock has gone back`() async throws {
        let sink = try await SMTPSink { command, session in
            command.hasPrefix("RCPT") && session == 0 ? .say("451 later") : nil
        }
        let running = try await Running.start(settings: ["MAJLIS_SMTP_URL": sink.url])
        try await running.close(8)
        try await running.happened("deferred")

        await running.advance(.seconds(-3_600))

        try await running.happened("sent")
        await running.stop()
    }

    @Test func `is given up after three days`() async throws {
        let running = try await Running.start(settings: ["MAJLIS_SMTP_URL": "smtp://127.0.0.1:1"])

        try await running.close(8)
        try await running.happened("deferred")
        await running.advance(.seconds(3 * 86_400))

        try await running.happened("failed")
        // The outcome is counted a moment before the job is gone.
        try await eventually("nothing waits") { try await running.metric("majlis_mail_queue") == 0 }
        await running.stop()
    }

    @Test func `goes after a restart, with the same name`() async throws {
        let (folder, peersFolder) = (TemporaryFolder(), TemporaryFolder())
        let before = try await Running.start(
            settings: ["MAJLIS_SMTP_URL": "smtp://127.0.0.1:1"], folder: folder, peersFolder: peersFolder)
        try await before.close(8)
        try await before.happened("deferred")
        await before.stop()

        let clock = TestClock()
        clock.advance(by: .seconds(60))
        let after = try await Running.start(clock: clock, folder: folder, peersFolder: peersFolder)

        try await after.happened("sent")
        #expect(folder.names(in: "outbox") == ["\(Example.conversation).8.eml"])
        await after.stop()
    }

    @Test func `a mail that went before a crash goes again under the same name only`() async throws {
        let (folder, peersFolder) = (TemporaryFolder(), TemporaryFolder())
        let before = try await Running.start(folder: folder, peersFolder: peersFolder)
        try await before.close(8)
        try await before.happened("sent")
        let first = try before.outbox()[0]["Message-ID"]
        await before.stop()
        // As if the process had died between the delivery and its mark.
        try await Self.forgetEnd(in: folder)

        let after = try await Running.start(folder: folder, peersFolder: peersFolder)
        try await after.happened("sent")

        #expect(try after.outbox().map { $0["Message-ID"] } == [first])
        await after.stop()
    }

    private static func forgetEnd(in folder: TemporaryFolder) async throws {
        let store = JobStore(
            database: try .init(path: folder.file("notifications.sqlite"), migrations: Notifications.migrations))
        try await store.database.write { transaction in
            try transaction.run("UPDATE jobs SET state = 'due', done_at = NULL")
        }
        await store.database.close()
    }
}

@Suite struct `The service` {
    @Test func `is ready once it follows the log`() async throws {
        let running = try await Running.start()

        try await eventually("it is ready") { try await running.service.call(.get, "/readyz").status == .ok }

        await running.stop()
    }

    @Test(arguments: ["conversations", "identity"])
    func `is not ready without a log that it follows`(name: String) async throws {
        let setting = "MAJLIS_\(name.uppercased())_URL"
        let running = try await Running.start(settings: [setting: "http://127.0.0.1:1"])

        try await eventually("only that one is missing") {
            try await running.service.call(.get, "/readyz").failure.code == "\(name).unavailable"
        }

        await running.stop()
    }

    @Test(arguments: [
        ("MAJLIS_MAIL_FROM", "nobody"), ("MAJLIS_SMTP_URL", "smtps://u:secret@h"), ("MAJLIS_MAIL_REPLY_TO", "a b@c"),
        ("MAJLIS_PUBLIC_URL", "chat.example.com"), ("MAJLIS_PUBLIC_URL", "https://x/y"),
        ("MAJLIS_PUBLIC_URL", "https://u:secret@x"), ("MAJLIS_PUBLIC_URL", "javascript://x"),
    ])
    func `does not start with a wrong setting, and tells no password`(name: String, value: String) async throws {
        let fault = await #expect(throws: ConfigurationFault.self) {
            try await TestService.start(Notifications.self, settings: [name: value]) { _ in }
        }

        #expect(fault?.description.contains(name) == true)
        #expect(fault?.description.contains("secret") == false)
    }
}
