import Testing
import WireModel

@testable import Notifications

@Suite struct `A mail's bytes` {
    private func mail(
        subject: String = "ملخص محادثتك مع متجر النور", from: String = "متجر النور", to: String = "سارة العلي",
        plain: String = "مرحبًا\n", html: String = "<p>hi</p>"
    ) throws -> MailReader {
        try MailReader(
            MailMessage(
                from: Mailbox(name: from, address: MailAddress("majlis@shop.example")!),
                to: Mailbox(name: to, address: MailAddress("sara@example.com")!), replyTo: nil, subject: subject,
                id: "summary.cnv_1.8@shop.example", thread: "conversation.cnv_1@shop.example",
                date: LocalTime(Timestamp("2026-11-21T09:05:07Z")!, in: ZoneFiles().zone(named: "Asia/Riyadh").rules),
                language: .arabic, plain: plain, html: html
            ).bytes())
    }

    @Test func `say who, what and when, readable by any reader`() throws {
        let mail = try mail()

        #expect(try mail.text("From") == "متجر النور <majlis@shop.example>")
        #expect(try mail.text("To") == "سارة العلي <sara@example.com>")
        #expect(try mail.text("Subject") == "ملخص محادثتك مع متجر النور")
        #expect(mail["Date"] == "Sat, 21 Nov 2026 12:05:07 +0300")
        #expect(mail["Message-ID"] == "<summary.cnv_1.8@shop.example>")
        #expect(mail["MIME-Version"] == "1.0")
        #expect(mail["Auto-Submitted"] == "auto-generated")
        #expect(mail["Content-Type"]?.hasPrefix("multipart/alternative; boundary=") == true)
    }

    @Test func `carry both forms, plain first`() throws {
        let parts = try mail(plain: "سطر\nline\n", html: "<p>é = .\n</p>").parts()

        #expect(parts.count == 2)
        #expect(parts[0]["Content-Type"]?.hasPrefix("text/plain") == true)
        #expect(try parts[0].content().split(separator: "\r\n") == ["سطر", "line"])
        #expect(parts[1]["Content-Type"]?.hasPrefix("text/html") == true)
        #expect(try parts[1].content().split(separator: "\r\n") == ["<p>é = .", "</p>"])
    }

    @Test(arguments: [
        "Sara", "Sara \"The Boss\" Ali", "a\\b", "سارة", "=?UTF-8?B?eA==?=", String(repeating: "long name ", count: 30),
        String(repeating: "ا", count: 300), String(repeating: "👨‍👩‍👧‍👦", count: 20),
        "e" + String(repeating: "\u{301}", count: 200),
        "mixed عربي and english نص طويل بما يكفي ليطوى على أكثر من سطر واحد في الترويسة",
    ])
    func `names of every kind come out as they went in`(name: String) throws {
        let mail = try mail(subject: name, from: name, to: name)
        let tidy = name.split(separator: " ").joined(separator: " ")
        let quoted = try mail.text("From").dropLast(" <majlis@shop.example>".count)
        let unquoted = quoted.hasPrefix("\"") ? Self.unquoted(quoted) : String(quoted)

        #expect(try mail.text("Subject") == tidy)
        #expect(unquoted == tidy)
    }

    @Test(arguments: ["x\r\nBcc: evil@example.com", "x\n\nbody", "x\r\n\r\n<html>", "\u{0}x\u{7F}\u{85}\u{2028}y"])
    func `a name cannot begin a header of its own`(name: String) throws {
        let mail = try mail(subject: name, from: name, to: name)

        #expect(mail.headers.count == 10)
        #expect(mail["Bcc"] == nil)
        #expect(try mail.parts().count == 2)
    }

    @Test(arguments: [
        "a@b\r\nRCPT TO:<c@d>", "a b@c", "a@b c", "<a@b>", "a@b>", "a@", "@b", "a", "a@b@c", "سارة@example.com",
        "a..b@c",
        "a\u{0}@b", "\"a b\"@c", "a@b,c@d", String(repeating: "a", count: 300) + "@b",
    ])
    func `an address that is none is refused`(text: String) {
        #expect(MailAddress(text) == nil)
    }

    @Test(arguments: [
        "", "\n", "a", "=", "a ", "a \nb\t\n", " . \n.\n", String(repeating: "x", count: 76),
        String(repeating: "x", count: 77),
        String(repeating: "=", count: 200), String(repeating: "ب", count: 500), String(repeating: "a ب", count: 200),
        "\r\nmixed\rline\nends\r\n", String(repeating: " ", count: 200), "👨‍👩‍👧‍👦 e\u{301}",
    ])
    func `text comes out as it went in, whatever it holds`(text: String) throws {
        let expected = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(
            separator: "\r\n")

        let (encoding, bytes) = TransferEncoding.encode(text)
        let lines = bytes.split(separator: 10)
        let decoded =
            encoding == .base64
            ? try MailReader.decodeBase64(bytes.filter { $0 != 13 && $0 != 10 })
            : try MailReader.decodeQuoted(Array(bytes.dropLast(2)))

        #expect(String(decoding: decoded, as: UTF8.self) == expected)
        #expect(
            lines.allSatisfy {
                $0.count <= 77 && $0.last == 13 && $0.dropLast().last.map { $0 != 32 && $0 != 9 } ?? true
            })
    }

    @Test func `Arabic travels as base 64, and mostly ASCII as quoted-printable`() {
        #expect(TransferEncoding.encode("نص عربي طويل نسبيًا").encoding == .base64)
        #expect(TransferEncoding.encode("<p style=\"margin:0\">plain markup</p>").encoding == .quotedPrintable)
    }

    private static func unquoted(_ text: Substring) -> String {
        var result = ""
        var rest = text.dropFirst().dropLast()
        while let character = rest.popFirst() {
            result.append(character == "\\" ? rest.popFirst() ?? character : character)
        }
        return result
    }
}
