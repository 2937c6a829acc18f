/// The client's side of delivering one mail (RFC 5321): replies in, commands out, no sockets inside.
struct SMTPDialogue {
    struct Credentials: Sendable, Equatable {
        var user: String
        var password: String
    }

    enum Action: Sendable, Equatable {
        /// Send this, then read a reply.
        case send([UInt8])
        /// The mail is the server's; say goodbye.
        case delivered
    }

    private enum Step {
        case greeting, ehlo, helo, plain, loginUser, loginPassword, login, sender, recipient, data, text
    }

    private let from: MailAddress
    private let to: MailAddress
    private let message: [UInt8]
    private let host: String
    private let credentials: Credentials?
    private var step = Step.greeting

    /// - Parameters:
    ///   - message: Lines that end in CRLF.
    ///   - host: What we call ourselves.
    init(from: MailAddress, to: MailAddress, message: [UInt8], host: String, credentials: Credentials?) {
        self.from = from
        self.to = to
        self.message = message
        self.host = host
        self.credentials = credentials
    }

    /// Whether the server has the whole text and only its word for it is missing: it may take a while.
    var awaitsAcceptance: Bool { step == .text }

    /// What a reply leads to; the first is the server's greeting.
    ///
    /// Only a refusal of the mail itself (its sender, recipient or text) is final. What keeps us from getting so
    /// far, a wrong password say, is for the operator to mend, and the mail waits.
    mutating func receive(_ reply: SMTPReply) throws(SMTPFault) -> Action {
        switch step {
        case .greeting:
            try require(reply, "greeting")
            return go(.ehlo, "EHLO \(host)")
        case .ehlo:
            if reply.isPermanent { return go(.helo, "HELO \(host)") }
            try require(reply, "EHLO")
            return try signIn(offered: reply.lines)
        case .helo:
            try require(reply, "HELO")
            return try signIn(offered: [])
        case .loginUser: return try answer(reply, .loginPassword, credentials?.user)
        case .loginPassword: return try answer(reply, .login, credentials?.password)
        case .plain, .login:
            try require(reply, "AUTH")
            return begin()
        case .sender:
            try accept(reply, "MAIL FROM")
            return go(.recipient, "RCPT TO:<\(to)>")
        case .recipient:
            try accept(reply, "RCPT TO")
            return go(.data, "DATA")
        case .data:
            guard reply.code == 354 else { throw fault(reply, "DATA") }
            step = .text
            return .send(Self.stuffed(message))
        case .text:
            try accept(reply, "text")
            return .delivered
        }
    }

    private mutating func go(_ next: Step, _ command: String) -> Action {
        step = next
        return .send(Array("\(command)\r\n".utf8))
    }

    private mutating func begin() -> Action { go(.sender, "MAIL FROM:<\(from)>") }

    private mutating func signIn(offered: [String]) throws(SMTPFault) -> Action {
        guard let credentials else { return begin() }
        let mechanisms =
            offered.map { $0.uppercased().split { $0 == " " || $0 == "=" } }
            .first { $0.first == "AUTH" } ?? []
        if mechanisms.contains("PLAIN") {
            let secret = [0] + Array(credentials.user.utf8) + [0] + Array(credentials.password.utf8)
            return go(.plain, "AUTH PLAIN \(Base64.encode(secret))")
        }
        guard mechanisms.contains("LOGIN") else { throw .noAuthentication }
        return go(.loginUser, "AUTH LOGIN")
    }

    private mutating func answer(_ reply: SMTPReply, _ next: Step, _ value: String?) throws(SMTPFault) -> Action {
        guard reply.code == 334 else { throw .deferred(command: "AUTH", reply) }
        return go(next, Base64.encode(Array((value ?? "").utf8)))
    }

    private func require(_ reply: SMTPReply, _ command: String) throws(SMTPFault) {
        guard (200..<300).contains(reply.code) else { throw .deferred(command: command, reply) }
    }

    private func accept(_ reply: SMTPReply, _ command: String) throws(SMTPFault) {
        guard (200..<300).contains(reply.code) else { throw fault(reply, command) }
    }

    private func fault(_ reply: SMTPReply, _ command: String) -> SMTPFault {
        reply.isPermanent ? .refused(command: command, reply) : .deferred(command: command, reply)
    }

    /// A line that begins with a dot gets another one before it, and a lone dot ends the text.
    private static func stuffed(_ message: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(message.count + 64)
        var atLineStart = true
        for byte in message {
            if atLineStart, byte == UInt8(ascii: ".") { result.append(byte) }
            result.append(byte)
            atLineStart = byte == 10
        }
        if !atLineStart { result += "\r\n".utf8 }
        return result + Array(".\r\n".utf8)
    }
}
