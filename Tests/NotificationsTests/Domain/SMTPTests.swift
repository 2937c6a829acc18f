import Testing

@testable import Notifications

@Suite struct `The SMTP dialogue` {
    private static let from = MailAddress("majlis@shop.example")!
    private static let to = MailAddress("sara@example.com")!

    /// Plays the replies one after another and gives what was sent, the text as it was.
    private func play(
        _ replies: [String], message: String = "Subject: x\r\n\r\nhi\r\n", credentials: SMTPDialogue.Credentials? = nil
    ) throws -> (sent: [String], delivered: Bool) {
        var dialogue = SMTPDialogue(
            from: Self.from, to: Self.to, message: Array(message.utf8), host: "shop.example", credentials: credentials)
        var sent: [String] = []
        for reply in replies {
            var reader = SMTPReplyReader()
            var read: SMTPReply?
            for line in reply.split(separator: "\n") { read = try reader.read(Array(line.utf8)) }
            switch try dialogue.receive(try #require(read)) {
            case .send(let bytes): sent.append(String(decoding: bytes, as: UTF8.self))
            case .delivered: return (sent, true)
            }
        }
        return (sent, false)
    }

    @Test func `greets, names both, and hands the text over`() throws {
        let (sent, delivered) = try play([
            "220 hi", "250-sink\n250 SIZE 1000", "250 ok", "250 ok", "354 go", "250 queued",
        ])

        #expect(delivered)
        #expect(
            sent == [
                "EHLO shop.example\r\n", "MAIL FROM:<majlis@shop.example>\r\n", "RCPT TO:<sara@example.com>\r\n",
                "DATA\r\n", "Subject: x\r\n\r\nhi\r\n.\r\n",
            ])
    }

    @Test func `falls back to HELO`() throws {
        let (sent, _) = try play(["220 hi", "502 what?", "250 sink"])

        #expect(sent == ["EHLO shop.example\r\n", "HELO shop.example\r\n", "MAIL FROM:<majlis@shop.example>\r\n"])
    }

    @Test func `stuffs the dots that begin a line`() throws {
        let replies = ["220 hi", "250 sink", "250 ok", "250 ok", "354 go"]

        #expect(try play(replies, message: ".a\r\nb.\r\n..\r\n.\r\n").sent.last == "..a\r\nb.\r\n...\r\n..\r\n.\r\n")
        #expect(try play(replies, message: "no line end").sent.last == "no line end\r\n.\r\n")
    }

    @Test func `signs in by PLAIN where it is offered, else by LOGIN`() throws {
        let credentials = SMTPDialogue.Credentials(user: "u", password: "p")

        let plain = try play(["220 hi", "250-s\n250 AUTH LOGIN PLAIN", "235 in"], credentials: credentials).sent
        let login = try play(["220 hi", "250-s\n250 AUTH=LOGIN", "334 a", "334 b", "235 in"], credentials: credentials)
            .sent

        #expect(plain == ["EHLO shop.example\r\n", "AUTH PLAIN AHUAcA==\r\n", "MAIL FROM:<majlis@shop.example>\r\n"])
        #expect(
            login == [
                "EHLO shop.example\r\n", "AUTH LOGIN\r\n", "dQ==\r\n", "cA==\r\n",
                "MAIL FROM:<majlis@shop.example>\r\n",
            ])
        #expect(throws: SMTPFault.noAuthentication) {
            try play(["220 hi", "250-s\n250 AUTH CRAM-MD5"], credentials: credentials)
        }
    }

    @Test(arguments: [
        (["220 hi", "250 s", "550 no"], "MAIL FROM"), (["220 hi", "250 s", "250 ok", "550 5.1.1 nobody"], "RCPT TO"),
        (["220 hi", "250 s", "250 ok", "250 ok", "554 no"], "DATA"),
        (["220 hi", "250 s", "250 ok", "250 ok", "354 go", "552 too large"], "text"),
    ])
    func `a refusal of the mail itself is final`(replies: [String], command: String) {
        let fault = #expect(throws: SMTPFault.self) { try play(replies) }

        guard case .refused(let refused, _) = fault else { return #expect(Bool(false), "\(String(describing: fault))") }
        #expect(refused == command)
    }

    @Test(arguments: [
        (["421 busy"], "greeting"), (["554 no service"], "greeting"), (["220 hi", "421 bye"], "EHLO"),
        (["220 hi", "500 what", "500 what"], "HELO"), (["220 hi", "250 s", "451 later"], "MAIL FROM"),
        (["220 hi", "250 s", "250 ok", "450 grey"], "RCPT TO"),
        (["220 hi", "250 s", "250 ok", "250 ok", "250 odd"], "DATA"),
        (["220 hi", "250 s", "250 ok", "250 ok", "354 go", "452 full"], "text"),
    ])
    func `everything else waits for better days`(replies: [String], command: String) {
        let fault = #expect(throws: SMTPFault.self) { try play(replies) }

        guard case .deferred(let deferred, _) = fault else {
            return #expect(Bool(false), "\(String(describing: fault))")
        }
        #expect(deferred == command)
    }

    @Test func `a wrong password is the operator's to mend`() {
        let fault = #expect(throws: SMTPFault.self) {
            try play(["220 hi", "250 AUTH PLAIN", "535 no"], credentials: .init(user: "u", password: "p"))
        }

        guard case .deferred("AUTH", _) = fault else { return #expect(Bool(false)) }
    }

    @Test(arguments: ["", "25", "2x0 hi", "650 hi", "250x", "hello"])
    func `what is no reply is refused`(line: String) {
        var reader = SMTPReplyReader()

        #expect(throws: SMTPFault.malformed) { try reader.read(Array(line.utf8)) }
    }

    @Test func `the lines of one reply have one code, and are not without end`() throws {
        var mixed = SMTPReplyReader()
        _ = try mixed.read(Array("250-a".utf8))
        #expect(throws: SMTPFault.malformed) { try mixed.read(Array("251 b".utf8)) }

        var endless = SMTPReplyReader()
        for _ in 0..<SMTPReply.lineLimit { #expect(try endless.read(Array("250-a".utf8)) == nil) }
        #expect(throws: SMTPFault.malformed) { try endless.read(Array("250-a".utf8)) }
    }

    @Test func `a relay's address names host, port and who signs in`() {
        #expect(RelayAddress("smtp://mail.example.com")?.port == 25)
        #expect(RelayAddress("smtp://127.0.0.1:2525/")?.host == "127.0.0.1")
        #expect(RelayAddress("smtp://[::1]:2525")?.host == "::1")
        #expect(RelayAddress("smtp://us%40er:p%3A%2fss@h:1")?.credentials == .init(user: "us@er", password: "p:/ss"))
        for wrong in [
            "", "smtp://", "smtps://h", "http://h", "smtp://h:0", "smtp://h:x", "smtp://u@h", "smtp://u:%zz@h",
            "smtp://a b",
        ] {
            #expect(RelayAddress(wrong) == nil, "\(wrong)")
        }
    }
}
