import Loop
import TestKit
import Testing

@testable import Notifications

@Suite struct `Delivery` {
    private func mail(_ text: String = "Subject: x\r\n\r\n.hidden dot\r\n..\r\nend\r\n") -> OutgoingMail {
        OutgoingMail(
            name: "cnv_1.8", from: MailAddress("majlis@shop.example")!, to: MailAddress("sara@example.com")!,
            bytes: Array(text.utf8))
    }

    private func relay(_ sink: SMTPSink, user: String = "", limits: MailRelay.Limits = .init()) throws -> MailRelay {
        let url = user.isEmpty ? sink.url : "smtp://\(user)@127.0.0.1:\(sink.port)"
        return MailRelay(
            relay: try #require(RelayAddress(url)), host: "chat.example", loop: EventLoop(name: "relay"), limits: limits
        )
    }

    @Test func `hands the mail over and says goodbye`() async throws {
        let sink = try await SMTPSink()

        try await relay(sink).deliver(mail())

        try await eventually("goodbye is said") { sink.all[0].commands.last == "QUIT" }
        #expect(
            sink.all[0].commands == [
                "EHLO chat.example", "MAIL FROM:<majlis@shop.example>", "RCPT TO:<sara@example.com>", "DATA", "QUIT",
            ])
        #expect(sink.all[0].text == mail().bytes)
        #expect(sink.all[0].lines.contains("..hidden dot") && sink.all[0].lines.contains("..."))
    }

    @Test func `signs in`() async throws {
        let sink = try await SMTPSink()

        try await relay(sink, user: "u:p").deliver(mail())

        #expect(sink.all[0].commands[1] == "AUTH PLAIN AHUAcA==")
        #expect(sink.mails.count == 1)
    }

    @Test func `a refused recipient is final, and no address is told`() async throws {
        let sink = try await SMTPSink { command, _ in
            command.hasPrefix("RCPT") ? .say("550-5.1.1 <sara@example.com>\n550 5.1.1 nobody") : nil
        }

        await #expect(throws: DeliveryFault.permanent("smtp: RCPT TO: 550 5.1.1")) {
            try await relay(sink).deliver(mail())
        }
    }

    @Test(arguments: [
        ("greeting", "421 busy", "smtp: greeting: 421"), ("RCPT", "450 4.2.0 grey list", "smtp: RCPT TO: 450 4.2.0"),
        ("text", "452 full", "smtp: text: 452"), ("MAIL", "nonsense", "smtp: a reply that is none"),
    ])
    func `what may pass is temporary`(command: String, reply: String, reason: String) async throws {
        let sink = try await SMTPSink { said, _ in said.hasPrefix(command) ? .say(reply) : nil }

        await #expect(throws: DeliveryFault.temporary(reason)) { try await relay(sink).deliver(mail()) }
    }

    @Test(arguments: ["greeting", "EHLO", "DATA", "text"])
    func `a relay that hangs up is tried again`(command: String) async throws {
        let sink = try await SMTPSink { said, _ in said.hasPrefix(command) ? .hangUp : nil }

        await #expect(throws: DeliveryFault.temporary("smtp: connection lost")) {
            try await relay(sink).deliver(mail())
        }
    }

    @Test(arguments: ["greeting", "MAIL", "text"])
    func `a relay that says nothing is left`(command: String) async throws {
        let sink = try await SMTPSink { said, _ in said.hasPrefix(command) ? .silence : nil }
        var limits = MailRelay.Limits()
        (limits.reply, limits.acceptance) = (.milliseconds(50), .milliseconds(50))

        await #expect(throws: DeliveryFault.temporary("smtp: timeout")) {
            try await relay(sink, limits: limits).deliver(mail())
        }
    }

    @Test func `a line without end is not listened to`() async throws {
        let sink = try await SMTPSink { said, _ in
            said == "greeting" ? .say("220 " + String(repeating: "x", count: 100_000)) : nil
        }

        await #expect(throws: DeliveryFault.temporary("smtp: line too long")) { try await relay(sink).deliver(mail()) }
    }

    @Test func `nobody there is temporary`() async throws {
        let relay = MailRelay(
            relay: try #require(RelayAddress("smtp://127.0.0.1:1")), host: "x", loop: EventLoop(name: "relay"))

        await #expect(throws: DeliveryFault.temporary("smtp: unreachable")) { try await relay.deliver(mail()) }
    }

    @Test func `a large mail goes through whole`() async throws {
        let sink = try await SMTPSink()
        let text = "Subject: x\r\n\r\n" + String(repeating: String(repeating: "y", count: 74) + "\r\n", count: 20_000)

        try await relay(sink).deliver(mail(text))

        #expect(sink.all[0].text == Array(text.utf8))
    }

    @Test func `a file stands whole in the outbox, and a second attempt replaces it`() async throws {
        let folder = TemporaryFolder()
        let outbox = Outbox(folder: folder.file("outbox"))

        try await outbox.deliver(mail("first"))
        try await outbox.deliver(mail("second"))

        #expect(folder.names(in: "outbox") == ["cnv_1.8.eml"])
        #expect(folder.bytes(of: "outbox/cnv_1.8.eml") == Array("second".utf8))
    }

    @Test func `a folder that cannot be made is temporary`() async throws {
        let outbox = Outbox(folder: "/proc/nothing/outbox")

        let fault = await #expect(throws: DeliveryFault.self) { try await outbox.deliver(mail()) }

        guard case .temporary = fault else { return #expect(Bool(false)) }
    }
}
