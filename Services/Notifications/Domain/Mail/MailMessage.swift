import WireModel

/// A mail in two forms of one text, and the bytes that travel (RFC 5322, MIME).
struct MailMessage: Sendable {
    var from: Mailbox
    var to: Mailbox
    var replyTo: MailAddress?
    var subject: String
    /// The same for every attempt at one mail, so that readers' programs fold a repetition. Without angle brackets.
    var id: String
    /// What all mails of one conversation share, so that they are shown together. Without angle brackets.
    var thread: String?
    var date: LocalTime
    var language: Language
    var plain: String
    var html: String

    /// The whole message, CRLF at every line's end, ASCII only, no line longer than 78 bytes unless it is one long id.
    func bytes() -> [UInt8] {
        // `=_` stands in no body: base 64 has no underscore, and in quoted-printable two hexadecimal digits follow
        // the sign.
        let boundary = "=_majlis_\(id.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.suffix(40))"
        var head = HeaderWriter()
        head.mailbox("From", from)
        head.mailbox("To", to)
        if let replyTo { head.mailbox("Reply-To", Mailbox(name: "", address: replyTo)) }
        head.text("Subject", subject)
        head.field("Date", date.mailDate)
        head.field("Message-ID", "<\(id)>")
        if let thread { head.field("References", "<\(thread)>") }
        head.field("MIME-Version", "1.0")
        head.field("Auto-Submitted", "auto-generated")
        head.field("Content-Language", language.rawValue)
        head.field("Content-Type", "multipart/alternative; boundary=\"\(boundary)\"")
        return head.bytes + Array("\r\n".utf8) + part(plain, "text/plain", boundary) + part(html, "text/html", boundary)
            + Array("--\(boundary)--\r\n".utf8)
    }

    private func part(_ text: String, _ type: String, _ boundary: String) -> [UInt8] {
        let (encoding, bytes) = TransferEncoding.encode(text)
        var head = HeaderWriter()
        head.field("Content-Type", "\(type); charset=utf-8")
        head.field("Content-Transfer-Encoding", encoding.rawValue)
        return Array("--\(boundary)\r\n".utf8) + head.bytes + Array("\r\n".utf8) + bytes
    }
}

extension LocalTime {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `Sat, 21 Nov 2026 12:30:00 +0300`
    var mailDate: String {
        let minutes = abs(offset) / 60
        let clock = "\(twoDigits(hour)):\(twoDigits(minute)):\(twoDigits(second))"
        let zone = "\(offset < 0 ? "-" : "+")\(twoDigits(minutes / 60))\(twoDigits(minutes % 60))"
        return "\(Self.days[weekday]), \(day) \(Self.months[month - 1]) \(year) \(clock) \(zone)"
    }
}

/// `7` as `07`.
func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
