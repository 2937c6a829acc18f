import JSON
import Synchronization
import TestKit
import Testing
import WireModel

@Suite struct `An identifier` {
    @Test(arguments: [1, 31, 32, 1_234_567_890_123, Int64.max])
    func `reads what it writes`(value: Int64) {
        let id = ContactID(rawValue: value)

        #expect(ContactID(id.description) == id)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `reads what it writes, whatever its number`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        for _ in 0..<200 {
            let id = MessageID(rawValue: Int64.random(in: 1...Int64.max, using: &dice))

            #expect(MessageID(id.description) == id)
            #expect(try JSON.decode([MessageID].self, from: JSON.encode([id])) == [id])
        }
    }

    @Test func `stands among others in a list of words`() {
        let ids = [TagID(rawValue: 7), TagID(rawValue: 3)]
        let words = TagID.words(ids)

        #expect(TagID.list(words) == ids)
        #expect(TagID.list("  \(ids[0])  \(ids[1]) ") == ids)
        #expect(TagID.list("") == [])
        #expect(TagID.list("\(words) x") == nil)
        #expect(TagID.list(words.dropLast().description) == nil)
        #expect(TagID.list(words.replacing(" ", with: "")) == nil)
        #expect(MemberID.list(words) == nil)
    }

    @Test func `is written in 17 characters of a closed alphabet`() {
        #expect(ContactID(rawValue: 1).description == "ctc_0000000000001")
        #expect(ContactID(rawValue: 31).description == "ctc_000000000000z")
        #expect(ContactID(rawValue: 32).description == "ctc_0000000000010")
        #expect(ContactID(rawValue: Int64.max).description == "ctc_7zzzzzzzzzzzz")
    }

    @Test(arguments: [
        "", "ctc", "ctc_", "ctc_000000000000", "ctc_0000000000000", "ctc_00000000000011", "ctc_8000000000000",
        "cnv_0000000000001", "ctc-0000000000001", "ctc_000000000000i", "ctc_000000000000A", " ctc_0000000000001",
        "ctc_0000000000001 ", "ctc_000000000000l", "ctc_000000000000o", "ctc_000000000000u", "ctc_000000000000-",
        "CTC_0000000000001", "ctc_zzzzzzzzzzzzz", "ctc_000000000000\u{0}", "ctc_000000000000١", "ctc__000000000001",
        "0000000000001", "ctc_-000000000001", "ctc_00000000000\u{301}1",
    ])
    func `reads nothing else`(text: String) {
        #expect(ContactID(text) == nil)
    }

    @Test func `reads no digit but the 32 of its alphabet`() {
        let digits = Set("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        for byte in UInt8.min...127 {
            let text = "ctc_1" + String(UnicodeScalar(byte)) + "00000000000"

            #expect((ContactID(text) != nil) == digits.contains(byte), "\(byte)")
        }
    }

    @Test func `is of its own kind only`() throws {
        let text = "\"\(ContactID(rawValue: 1))\""

        #expect(throws: JSONFault.self) { try JSON.decode(MemberID.self, from: Array(text.utf8)) }
        #expect(try JSON.decode(ContactID.self, from: Array(text.utf8)) == ContactID(rawValue: 1))
    }

    @Test func `sorts as text as it sorts as a number`() {
        var dice = Dice(seed: 1)
        let ids = (0..<500).map { _ in InboxID(rawValue: Int64.random(in: 1...Int64.max, using: &dice)) }

        #expect(ids.sorted().map(\.description) == ids.map(\.description).sorted())
    }

    @Test func `comes after those made before it`() {
        let clock = Mutex(Timestamp(milliseconds: 1_795_253_400_000))
        let source = IdentifierSource(now: { clock.withLock { $0 } })

        let first = (0..<1000).map { _ in source.next(ConversationKind.self) }
        clock.withLock { $0 = $0 + .milliseconds(1) }
        let second = source.next(ConversationKind.self)
        clock.withLock { $0 = $0 + .seconds(-60) }
        let third = source.next(ConversationKind.self)

        #expect(first == first.sorted() && Set(first).count == 1000)
        #expect(first.allSatisfy { $0 < second } && second < third)
    }
}
