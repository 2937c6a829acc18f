import Testing
import WireModel

@testable import Conversations

@Suite struct `The name of a file` {
    private func text(_ given: String) throws -> String { try AttachmentName(given).text }

    @Test(arguments: [
        ("photo.jpg", "photo.jpg"), ("عقد الإيجار.pdf", "عقد الإيجار.pdf"), ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Sara\\photo.jpg", "photo.jpg"), ("..hidden.png", "hidden.png"), (" a \n b.txt ", "a   b.txt"),
        ("evil\u{202E}gnp.exe", "evilgnp.exe"), ("\u{2066}a\u{2069}.pdf", "a.pdf"), ("a\u{0}b\u{1B}.png", "ab.png"),
        ("a\r\nSet-Cookie: x.png", "a  Set-Cookie: x.png"), ("عائلة\u{200F}.jpg", "عائلة.jpg"),
        ("👨‍👩‍👧.jpg", "👨‍👩‍👧.jpg"),
    ])
    func `keeps what a reader needs and nothing that misleads`(given: String, cleaned: String) throws {
        #expect(try text(given) == cleaned)
    }

    @Test(arguments: ["", "   ", ".", "...", "a/", "///", "\u{202E}\u{2066}", "\u{200B}", "\u{0}\u{1}"])
    func `is refused when nothing is left of it`(given: String) {
        #expect(throws: Failure(.invalid, "attachment.name", "A file needs a name.")) { try AttachmentName(given) }
    }

    @Test(arguments: ["a", "ع", "👨‍👩‍👧", "a\u{0301}"])
    func `of four thousand letters is cut, and keeps its extension`(letter: String) throws {
        let name = try AttachmentName(String(repeating: letter, count: 4_000) + ".PDF")

        #expect(name.ending == "pdf")
        #expect(name.text.count <= AttachmentName.limit && name.text.utf8.count <= AttachmentName.limitBytes)
        #expect(name.text.hasPrefix(letter))
    }

    @Test(arguments: [
        ("a.PNG", "png"), ("a.tar.gz", "gz"), ("a", nil), ("a.", nil), (".png", nil), ("invoice 5.17", nil),
        ("a.no extension", nil), ("a.jpg\u{202E}", "jpg"), ("قائمة.جديدة", nil), ("a.abcdefghijk", nil),
    ])
    func `tells its extension`(given: String, ending: String?) throws {
        #expect(try AttachmentName(given).ending == ending)
    }

    @Test func `gets the extension of what the file is when it has none`() throws {
        var bare = try AttachmentName("image")
        var full = try AttachmentName("image.jpeg")
        bare.complete(with: "jpg")
        full.complete(with: "jpg")

        #expect((bare.text, full.text) == ("image.jpg", "image.jpeg"))
    }
}
