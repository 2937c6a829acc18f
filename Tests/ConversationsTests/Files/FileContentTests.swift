import Testing
import WireModel

@testable import Conversations

@Suite struct `What a file is` {
    private func type(_ bytes: [UInt8], _ ending: String?) throws -> FileType {
        try FileType.of(try FileContent.types(of: FileSample(bytes)), named: ending)
    }

    private func code(_ bytes: [UInt8], _ ending: String?) -> String {
        do {
            return try type(bytes, ending).media
        } catch {
            return (error as? Failure)?.code ?? "\(error)"
        }
    }

    @Test func `its content says, and its name may choose among what that allows`() {
        #expect(code(Samples.png(), "png") == "image/png")
        #expect(code(Samples.jpeg(), "jpeg") == "image/jpeg")
        #expect(code(Samples.gif(), "gif") == "image/gif")
        #expect(code(Samples.webp(), nil) == "image/webp")
        #expect(code(Samples.pdf, "pdf") == "application/pdf")
        #expect(code(Samples.docx, "docx").hasSuffix("wordprocessingml.document"))
        #expect(code(Samples.xlsx, "xlsx").hasSuffix("spreadsheetml.sheet"))
        #expect(code(Samples.docx, "zip") == "application/zip")
        #expect(code(Samples.odt, nil) == "application/vnd.oasis.opendocument.text")
        #expect(code(Samples.doc, "xls") == "application/vnd.ms-excel")
        #expect(code(Samples.mp4, "m4a") == "audio/mp4")
        #expect(code(Samples.mp4, "mp4") == "video/mp4")
        #expect(code(Samples.mp3, "mp3") == "audio/mpeg")
        #expect(code(Samples.webm, "webm") == "video/webm")
        #expect(code(Array("الاسم,العمر\nسارة,30".utf8), "csv") == "text/csv")
        #expect(code(Array("مرحبًا 👋\n".utf8), nil) == "text/plain")
        #expect(code(Samples.zip([]), "zip") == "application/zip")
    }

    @Test func `markup is never said to be markup`() {
        for ending in ["svg", "html", "xml", nil] {
            #expect(code(Samples.svg, ending) == "application/octet-stream", "\(ending ?? "none")")
        }
        #expect(code(Array("\u{FEFF} \n<!doctype html>".utf8), nil) == "application/octet-stream")
    }

    @Test(arguments: [
        (Samples.program, "png"), (Samples.program, "pdf"), (Samples.pdf, "jpg"), (Samples.svg, "png"),
        (Samples.png(), "jpg"), (Samples.zip(["a.txt"]), "docx"), (Samples.docx, "xlsx"), (Samples.docx, "odt"),
        (Array("just text".utf8), "zip"), (Samples.gif(), "txt"), (Samples.mp4, "mp3"), ([0xFF, 0xFE, 0x41, 0], "txt"),
        (Array("#!/bin/sh\0".utf8), "txt"), ([0xC3], "txt"),
    ])
    func `that its name lies about is refused`(bytes: [UInt8], ending: String) {
        #expect(code(bytes, ending) == "attachment.mismatch")
    }

    @Test func `that is not known is not taken, whatever it holds`() {
        for ending in ["exe", "bat", "js", "jar", "docm", "scr", "lnk"] {
            #expect(code(Samples.program, ending) == "attachment.type", "\(ending)")
            #expect(code(Array("just text".utf8), ending) == "attachment.type", "\(ending)")
            #expect(code(Samples.docx, ending) == "attachment.type", "\(ending)")
        }
        #expect(code(Samples.program, nil) == "attachment.type")
        #expect(code(Array("\u{1}".utf8), nil) == "attachment.type")
    }

    @Test func `text is looked at to its last byte`() {
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: 65_535)

        #expect(code(long + Array("ع".utf8), "txt") == "text/plain")
        #expect(code(long + [0xD8], "txt") == "attachment.mismatch")
        #expect(code(long + Array("text".utf8) + [0], "txt") == "attachment.mismatch")
    }

    @Test func `every cut of every kind is answered`() throws {
        let all = [
            Samples.png(), Samples.jpeg(), Samples.gif(), Samples.webp(), Samples.pdf, Samples.docx, Samples.odt,
            Samples.mp4, Samples.mp3, Samples.webm, Samples.doc, Samples.svg,
        ]
        for bytes in all {
            for length in 0..<min(bytes.count, 400) {
                let cut = FileSample(Array(bytes[..<length]))
                let types = try FileContent.types(of: cut)
                for type in types where type.isShownInline { _ = try? PictureSize(of: type, cut) }
            }
        }
    }

    @Test func `a zip file's directory that lies is a zip file`() {
        var wide = Samples.docx
        let end = wide.count - 22
        wide.replaceSubrange(end + 12..<end + 20, with: [0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F])
        var long = Samples.docx
        let place = long.count - 22 - 46 - "word/document.xml".utf8.count
        long[place + 28] = 0xFF
        long[place + 29] = 0xFF

        #expect(code(wide, "zip") == "application/zip")
        #expect(code(wide, "docx") == "attachment.mismatch")
        #expect(code(long, "docx") == "attachment.mismatch")
    }

    @Test func `no type runs in a browser, and each is found by one name`() {
        let unsafe = ["html", "svg", "xml", "javascript", "css"]
        for type in FileType.all { #expect(!unsafe.contains { type.media.contains($0) && type.kind != .office }) }

        let endings = FileType.all.flatMap(\.endings)
        #expect(Set(endings).count == endings.count)
    }
}

@Suite struct `The size of a picture` {
    private func size(_ type: FileType, _ bytes: [UInt8]) throws -> [Int] {
        let size = try PictureSize(of: type, FileSample(bytes))
        return [size.width, size.height]
    }

    private func isRefused(_ type: FileType, _ bytes: [UInt8]) -> Bool {
        do {
            _ = try size(type, bytes)
            return false
        } catch {
            return (error as? Failure)?.code == "attachment.picture"
        }
    }

    @Test func `stands in its header`() throws {
        #expect(try size(.png, Samples.png(640, 480, padding: 2_000)) == [640, 480])
        #expect(try size(.jpeg, Samples.jpeg(8_000, 6_000, segments: [16, 65_535, 65_535, 2])) == [8_000, 6_000])
        #expect(try size(.gif, Samples.gif(40, 30)) == [40, 30])
        #expect(try size(.gif, Samples.gif(40, 30, frame: (90, 10))) == [90, 30])
        #expect(try size(.webp, Samples.webp(1_000, 500)) == [1_000, 500])
        #expect(try size(.webp, Samples.webpLossy(300, 200)) == [300, 200])
        #expect(try size(.webp, Samples.webpLossless(16_384, 3)) == [16_384, 3])
    }

    @Test func `that unpacks to gigabytes is refused`() {
        #expect(isRefused(.png, Samples.png(30_000, 30_000, padding: 5_000_000)))
        #expect(isRefused(.png, Samples.png(0x7FFF_FFFF, 0x7FFF_FFFF)))
        #expect(isRefused(.png, Samples.png(0x7FFF_FFFF, 1)))
        #expect(isRefused(.jpeg, Samples.jpeg(65_535, 65_535)))
        #expect(isRefused(.gif, Samples.gif(65_535, 65_535)))
        #expect(isRefused(.gif, Samples.gif(10, 10, frame: (60_000, 60_000))))
        #expect(isRefused(.webp, Samples.webp(1 << 24, 1 << 24)))
        #expect(isRefused(.webp, Samples.webpLossless(16_384, 16_384)))
    }

    @Test func `that so few bytes cannot be is refused`() throws {
        // 7,000 × 7,000 × 3 bytes come out of 142,442 at least.
        #expect(isRefused(.png, Samples.png(7_000, 7_000, padding: 100_000)))
        #expect(try size(.png, Samples.png(7_000, 7_000, padding: 150_000)) == [7_000, 7_000])
    }

    @Test func `in a header that is broken is refused`() {
        var sum = Samples.png()
        sum[30] ^= 1
        #expect(isRefused(.png, sum))
        #expect(isRefused(.png, Samples.png(0, 5)))
        #expect(isRefused(.png, Samples.png(depth: 3)))
        #expect(isRefused(.png, Samples.png(depth: 4, colour: 6)))
        #expect(isRefused(.png, Samples.png(colour: 1)))
        #expect(isRefused(.png, Array(Samples.png()[..<20])))
        #expect(isRefused(.jpeg, Samples.jpeg(5, 0)))
        #expect(isRefused(.jpeg, [0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0, 0, 0, 0, 0, 0]))
        #expect(isRefused(.jpeg, [0xFF, 0xD8, 0xFF, 0xDA, 0, 12, 0, 0, 0, 0, 0, 0]))
        #expect(isRefused(.jpeg, [0xFF, 0xD8] + [UInt8](repeating: 0xFF, count: 100_000)))
        #expect(isRefused(.gif, Array(Samples.gif()[..<20])))
        #expect(isRefused(.gif, Samples.gif(0, 0, frame: (0, 0))))
        #expect(isRefused(.webp, Samples.webp().map { $0 == UInt8(ascii: "X") ? 0 : $0 }))
    }
}
