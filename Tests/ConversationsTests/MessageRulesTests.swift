import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `A message on its way in` {
    private let visitor = Principal.visitor(1, inbox: InboxID(rawValue: 1))

    @Test(arguments: [
        "", " ", "\n\t\r\n", "\u{A0}\u{2003}\u{3000}", "\u{200B}", "\u{200E}\u{200F}", "\u{061C}",
        "\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}",
        "\u{2066}\u{2067}\u{2068}\u{2069}", "\u{FEFF}", "\u{AD}", "\u{2060}\u{200D}\u{200C}", "\u{2028}\u{2029}",
        "\u{7}",
        "\u{115F}\u{1160}", "\u{3164}", "\u{FFA0}", "\u{34F}", "\u{FE0F}", "\u{E0020}",
    ])
    func `needs something to see`(body: String) {
        #expect(fault(of: body) == Failure.invalid("body", "blank", "A message needs some text."))
    }

    @Test(arguments: [
        "ا", ".", "0", "👍", "👩‍💻", "ـ", "\u{64E}", " x ", "\u{200F}مرحبا\u{200F}", "؟", "\u{1FAE9}", "\u{20000}",
    ])
    func `may be as short as one sign`(body: String) {
        #expect(fault(of: body) == nil)
    }

    @Test func `keeps its text as it came`() throws {
        let body = "  \u{202B}سلام\u{202C}\r\n e\u{301} \n"

        let message = try AcceptedMessage(MessageDraft(clientId: 1, body: body), from: visitor)

        #expect(Array(message.body.unicodeScalars) == Array(body.unicodeScalars))
    }

    @Test(arguments: [("a", 16_384), ("ب", 8192), ("日", 5461), ("🙂", 4096)])
    func `holds exactly 16 KiB of text, whatever its letters`(letter: String, count: Int) {
        let longest = String(repeating: letter, count: count)
        let filler = String(repeating: "x", count: 16_384 - longest.utf8.count)

        #expect(fault(of: longest + filler) == nil)
        #expect(fault(of: longest + filler + "x")?.code == "message.tooLong")
        #expect(fault(of: longest + filler + "x")?.kind == .tooLarge)
    }

    @Test func `holds no null character`() {
        #expect(fault(of: "a\u{0}b")?.fields.first?.code == "invalid")
    }

    @Test(arguments: [
        (Int64(0), false), (1, true), (9_007_199_254_740_991, true), (9_007_199_254_740_992, false), (-1, false),
        (.min, false), (.max, false),
    ])
    func `has a name that every client can count to`(clientId: Int64, isGood: Bool) {
        let draft = MessageDraft(clientId: clientId, body: "x")

        let failure = fault { try AcceptedMessage(draft, from: visitor) }

        #expect(failure?.fields.first?.field == (isGood ? nil : "clientId"))
        #expect((failure == nil) == isGood)
    }

    @Test func `is a note only from the team`() throws {
        let note = MessageDraft(clientId: 1, body: "x", kind: .note)

        #expect(fault { try AcceptedMessage(note, from: visitor) } == .forbidden)
        #expect(try AcceptedMessage(note, from: .agent).kind == .note)
        #expect(try AcceptedMessage(MessageDraft(clientId: 1, body: "x"), from: .agent).kind == .reply)
    }

    @Test func `is previewed on one line of 120 characters`() throws {
        let body = "سطر\r\nثانٍ\nثالث " + String(repeating: "ي", count: 200)

        let preview = try AcceptedMessage(MessageDraft(clientId: 1, body: body), from: visitor).preview

        #expect(preview.hasPrefix("سطر ثانٍ ثالث يي"))
        #expect(preview.count == 120)
    }

    @Test func `is previewed in bounds, however many marks stand on one letter`() throws {
        let body = "e" + String(repeating: "\u{301}", count: 8000)

        let preview = try AcceptedMessage(MessageDraft(clientId: 1, body: body), from: visitor).preview

        #expect(preview.utf8.count <= AcceptedMessage.previewBytes)
    }

    private func fault(of body: String) -> Failure? {
        fault { try AcceptedMessage(MessageDraft(clientId: 1, body: body), from: visitor) }
    }

    private func fault(_ body: () throws -> AcceptedMessage) -> Failure? {
        do {
            _ = try body()
            return nil
        } catch {
            return error as? Failure
        }
    }
}
