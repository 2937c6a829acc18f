import JSON
import Synchronization
import Testing
import WireModel

@Suite struct `An identifier` {
    @Test(arguments: [
        (Int64(1), "cnv_0000000000001"), (31, "cnv_000000000000z"), (32, "cnv_0000000000010"), (.max, "cnv_7zzzzzzzzzzzz"),
    ])
    func `is written as its prefix and 13 digits, and read back`(number: Int64, text: String) {
        let id = ConversationID(rawValue: number)

        #expect(id.description == text)
        #expect(ConversationID(id.description) == id)
    }

    @Test func `of any number is read back`() {
        for shift in 0..<63 {
            for number in [Int64(1) << shift, (Int64(1) << shift) | 1, Int64.max >> shift] {
                #expect(MessageID(MessageID(rawValue: number).description)?.rawValue == number)
            }
        }
    }

    @Test(arguments: [
        "", "cnv", "cnv_", "cnv_000000000001", "cnv_00000000000001", "cnv_0000000000000", "msg_0000000000001",
        "CNV_0000000000001", "cnv-0000000000001", "cnv_000000000000A", "cnv_000000000000i", "cnv_000000000000l",
        "cnv_000000000000o", "cnv_000000000000u", "cnv_8000000000000", "cnv_zzzzzzzzzzzzz", " cnv_0000000000001",
        "cnv_0000000000001 ", "cnv_00000000000\u{0}1", "cnv_٠٠٠٠٠٠٠٠٠٠٠٠١", "cnv_000000000001\u{301}",
    ])
    func `is refused in any other form`(text: String) {
        #expect(ConversationID(text) == nil)
        #expect(throws: JSONFault.self) { try JSON.decode(ConversationID.self, from: JSON.encode(text)) }
    }

    @Test func `orders on the wire as in memory`() {
        let ids = [1, 31, 32, 1 << 20, 1 << 45, .max].map { ContactID(rawValue: $0) }

        #expect(ids.sorted() == ids)
        #expect(ids.map(\.description).sorted() == ids.map(\.description))
    }

    @Test func `travels as text in JSON`() throws {
        let id = InboxID(rawValue: 7)

        #expect(String(decoding: try JSON.encode([id]), as: UTF8.self) == #"["inb_0000000000007"]"#)
        #expect(try JSON.decode([InboxID].self, from: Array(#"["inb_0000000000007"]"#.utf8)) == [id])
        #expect(throws: JSONFault.self) { try JSON.decode([InboxID].self, from: Array("[7]".utf8)) }
    }

    @Test func `made by a source grows and never repeats, also while the clock stands still or goes back`() {
        let moments = Mutex<[Int64]>([1_800_000_000_000])
        let source = IdentifierSource(now: { Timestamp(milliseconds: moments.withLock { $0.last! }) })

        var ids = (0..<2000).map { _ in source.next(MessageKind.self) }
        moments.withLock { $0.append(1_700_000_000_000) }
        ids += (0..<10).map { _ in source.next(MessageKind.self) }
        let early = IdentifierSource(now: { Timestamp(milliseconds: 0) })

        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
        #expect(early.next(MessageKind.self).rawValue > 0)
        #expect(ids.allSatisfy { MessageID($0.description) == $0 })
    }

    @Test func `made at random is one that is read back`() {
        for _ in 0..<1000 {
            let id = VisitorID.random()
            #expect(VisitorID(id.description) == id)
        }
    }
}
