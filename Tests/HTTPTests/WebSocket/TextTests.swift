import Testing

@testable import HTTP

@Suite struct `Text in frames` {
    /// Where in `bytes` the checker says no; nil when it never does.
    private func refusalPlace(_ bytes: [UInt8]) -> Int? {
        var checker = UTF8Checker()
        return bytes.indices.first { !checker.accept(bytes.span.extracting($0..<$0 + 1)) }
    }

    @Test(arguments: [
        "", "a", "Hello", "κόσμε", "\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}", "\u{D7FF}\u{E000}\u{FFFD}",
        "مجلس", "🙂👩‍👩‍👧", "\u{0}", "long ASCII before ü and long ASCII after it, to leave the fast path and return",
    ])
    func `valid text is accepted however it is cut`(text: String) {
        for pieces in Pieces.every(bytes(text)) {
            var checker = UTF8Checker()
            #expect(pieces.allSatisfy { checker.accept($0.span) })
            #expect(checker.isComplete)
        }
        #expect(SeenFrame.anyhow(masked(final | 1, bytes(text))) == [.text(text)])
    }

    @Test(
        arguments: [
            ([0x80], 0), ([0xBF], 0), ([0xC0, 0xAF], 0), ([0xC1, 0xBF], 0), ([0xC3, 0x28], 1), ([0xE0, 0x80, 0xAF], 1),
            ([0xE0, 0x9F, 0xBF], 1), ([0xED, 0xA0, 0x80], 1), ([0xED, 0xBF, 0xBF], 1), ([0xF0, 0x80, 0x80, 0xAF], 1),
            ([0xF0, 0x8F, 0xBF, 0xBF], 1), ([0xF4, 0x90, 0x80, 0x80], 1), ([0xF5, 0x80, 0x80, 0x80], 0),
            ([0xF8, 0x88, 0x80, 0x80, 0x80], 0), ([0xFE], 0), ([0xFF], 0), ([0xE2, 0x28, 0xA1], 1),
            ([0xE2, 0x82, 0x28], 2), ([0xF0, 0x28, 0x8C, 0xBC], 1), ([0xF0, 0x90, 0x28, 0xBC], 2),
            ([0xF0, 0x90, 0x8C, 0x28], 3), ([0xC3, 0xC3], 1),
        ] as [([UInt8], Int)])
    func `bad text is refused at its first bad byte`(bad: [UInt8], place: Int) {
        #expect(refusalPlace(bad) == place)
        let before = bytes("κόσμε, some ASCII: ")
        #expect(refusalPlace(before + bad) == before.count + place)
        #expect(SeenFrame.anyhow(masked(final | 1, before + bad)) == [.fault(.invalidPayload)])
    }

    @Test func `every two and three bytes are judged as the standard library judges them`() {
        for first in UInt8(0x7E)...0xFF {
            for second in UInt8.min...UInt8.max {
                for third in [0x00, 0x7F, 0x80, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF] as [UInt8] {
                    let candidate = [first, second, third]
                    var checker = UTF8Checker()
                    let isText = checker.accept(candidate.span) && checker.isComplete
                    if isText != (String(validating: candidate, as: UTF8.self) != nil) {
                        Issue.record("\(candidate)")
                    }
                }
            }
        }
    }

    @Test func `text that stops within a character is 1007`() {
        #expect(SeenFrame.anyhow(masked(final | 1, [0xC3])) == [.fault(.invalidPayload)])
        #expect(SeenFrame.anyhow(masked(1, [0xC3]) + masked(final, [])) == [.fault(.invalidPayload)])
    }

    @Test func `a character may be cut by fragments`() {
        let smile = bytes("🙂")
        let frames = masked(1, [smile[0]]) + masked(0, [smile[1], smile[2]]) + masked(final, [smile[3]])

        #expect(SeenFrame.anyhow(frames) == [.text("🙂")])
    }

    @Test func `bad text is refused before its frame is complete`() {
        let frame = masked(final | 1, [0x61, 0xFF, 0x61, 0x61, 0x61])

        #expect(SeenFrame.all([Array(frame[..<7])]) == [])
        #expect(SeenFrame.all([Array(frame[..<8])]) == [.fault(.invalidPayload)])
    }

    @Test func `bad text is refused before its message is complete`() {
        #expect(SeenFrame.anyhow(masked(1, [0x61, 0xF4]) + masked(0, [0x90])) == [.fault(.invalidPayload)])
    }

    @Test func `one message's text does not run into the next`() {
        let frames = masked(1, bytes("ü")) + masked(final, bytes("ü")) + masked(final | 1, bytes("é"))

        #expect(SeenFrame.anyhow(frames) == [.text("üü"), .text("é")])
    }

    @Test func `binary messages hold any bytes`() {
        let every = Array(UInt8.min...UInt8.max)

        #expect(SeenFrame.anyhow(masked(2, every) + masked(final, every)) == [.binary(every + every)])
    }
}
