import Testing

@testable import Identity

struct DisplayNameTests {
    @Test(arguments: [
        ("  سارة علي ", "سارة علي"),
        ("Zoë", "Zoë"),
        ("\u{202E}evil\u{202C}", "evil"),
        ("\u{2067}سارة\u{2069}\u{200F}", "سارة"),
        ("\u{FEFF}a\u{200B}b", "ab"),
        ("نیم\u{200C}فاصله", "نیم\u{200C}فاصله"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
    ])
    func `a name loses space around it and marks that hide in it`(input: String, expected: String) throws {
        #expect(try Array(DisplayName.accepted(input).unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test(arguments: ["", "   ", "\u{200E}", "\u{200D}", "\u{00A0}", "\u{0301}"])
    func `a name that shows nothing is required`(input: String) {
        #expect(code { try DisplayName.accepted(input) } == "required")
    }

    @Test(arguments: ["a\nb", "a\u{0}b", "a\tb", "a\u{7F}b", "a\u{85}b", "a\u{2028}b", "a\u{1B}[31mb"])
    func `a name has no control characters`(input: String) {
        #expect(code { try DisplayName.accepted(input) } == "invalid")
    }

    @Test func `a name holds 80 characters, however many bytes they take`() {
        #expect(code { try DisplayName.accepted(String(repeating: "س", count: 80)) } == nil)
        #expect(code { try DisplayName.accepted(String(repeating: "س", count: 81)) } == "tooLong")
        #expect(code { try DisplayName.accepted("a" + String(repeating: "\u{0301}", count: 400)) } == "tooLong")
        #expect(code { try DisplayName.accepted(String(repeating: " ", count: 100_000)) } == "tooLong")
    }

    @Test func `space around a name does not count, up to 400 characters with it`() {
        let name = String(repeating: "س", count: 80)

        #expect(code { try DisplayName.accepted(String(repeating: "\u{3000}", count: 320) + name) } == nil)
        #expect(code { try DisplayName.accepted(String(repeating: " ", count: 321) + name) } == "tooLong")
    }
}

struct TimeZoneNameTests {
    @Test(arguments: [
        "UTC", "Asia/Riyadh", "America/Argentina/Buenos_Aires", "Etc/GMT+3", "EST5EDT", "Africa/Porto-Novo",
    ])
    func `a zone of the system's list is accepted`(name: String) {
        #expect(code { try TimeZoneName.accepted(name, isKnown: { _ in true }) } == nil)
        #expect(ZoneInfo.contains(name))
    }

    @Test(arguments: [
        "", "asia/riyadh", "posix/Asia/Riyadh", "../../etc/passwd", "/etc/passwd", "Asia/../Asia/Riyadh",
        "Asia//Riyadh",
        "Asia/", "tzdata.zi", "Asia/Riyadh\u{0}", "Asia/Ri yadh", "A/B/C/D", String(repeating: "A", count: 65),
    ])
    func `what is not named as a zone is never looked up`(name: String) {
        #expect(!TimeZoneName.isWellFormed(name))
        #expect(code { try TimeZoneName.accepted(name, isKnown: { _ in true }) } == "unknown")
    }

    @Test(arguments: ["Asia/Atlantis", "Asia"])
    func `a name that is no zone is unknown to the system`(name: String) {
        #expect(TimeZoneName.isWellFormed(name))
        #expect(!ZoneInfo.contains(name))
        #expect(code { try TimeZoneName.accepted(name, isKnown: ZoneInfo.contains) } == "unknown")
    }
}
