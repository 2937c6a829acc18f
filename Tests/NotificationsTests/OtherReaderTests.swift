import Glibc
import TestKit
import Testing
import WireModel

@testable import Notifications

/// What another hand wrote reads our mails too: Python's `email`, strictly. Left out where it is not installed.
@Suite struct `Another reader` {
    private static let script = """
        import email, email.policy, sys
        strict = email.policy.SMTP.clone(raise_on_defect=True)
        mail = email.message_from_bytes(open(sys.argv[1], 'rb').read(), policy=strict)
        assert not mail.defects and mail.get_content_type() == 'multipart/alternative'
        assert mail['date'].datetime.utcoffset() is not None and len(mail['from'].addresses) == 1
        plain, page = mail.get_body(('plain',)), mail.get_body(('html',))
        assert not plain.defects and not page.defects
        print(mail['subject'], mail['from'].addresses[0].display_name, mail['to'].addresses[0].addr_spec, sep='|')
        print(len(plain.get_content()), len(page.get_content()), 'طلبي رقم 48213' in plain.get_content())
        """

    private static func run(_ arguments: String) -> String? {
        guard let pipe = popen("PYTHONIOENCODING=utf-8 python3 \(arguments) 2>/dev/null", "r") else { return nil }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, pipe)
        return pclose(pipe) == 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }

    static let isInstalled = run("-c 'import email.policy'") != nil

    @Test(.enabled(if: isInstalled)) func `understands the same`() throws {
        let folder = TemporaryFolder()
        let summary = Example.summary(Example.arabicTalk)
        let mail = SummaryMail(from: MailAddress("majlis@shop.example")!, replyTo: nil, home: nil)
            .compose(
                summary, for: Example.part, to: MailAddress("sara@example.com")!,
                at: Timestamp(milliseconds: Example.start))
        try folder.write(mail.bytes(), to: "mail.eml")
        try folder.write(Array(Self.script.utf8), to: "read.py")

        let said = Self.run("\(folder.file("read.py")) \(folder.file("mail.eml"))")?.split(separator: "\n") ?? []

        #expect(said.first == "ملخص محادثتك مع متجر النور|متجر النور|sara@example.com")
        #expect(said.last?.hasSuffix(" True") == true)
    }
}

extension TemporaryFolder {
    fileprivate func write(_ bytes: [UInt8], to name: String) throws {
        let stream = try #require(fopen(file(name), "w"))
        defer { fclose(stream) }
        #expect(fwrite(bytes, 1, bytes.count, stream) == bytes.count)
    }
}
