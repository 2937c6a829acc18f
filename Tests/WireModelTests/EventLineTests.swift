import JSON
import Testing
import WireModel

@Suite struct `A line of an event log` {
    private let text = #"{"log":"conversations","seq":7,"type":"message.created","audience":"everyone","workspace":"wsp_0000000000001","inbox":"inb_0000000000002","conversation":"cnv_0000000000003","visitor":"vst_0000000000004","at":"2026-11-21T09:30:00.000Z","data":{"by":"team","sequence":5,"later":true}}"#

    @Test func `is read for what routes it`() throws {
        let line = try EventLine(Array(text.utf8))

        #expect((line.log, line.seq, line.type, line.audience) == (.conversations, 7, .messageCreated, .everyone))
        #expect(line.workspace == WorkspaceID(rawValue: 1))
        #expect(line.inbox == InboxID(rawValue: 2))
        #expect(line.conversation == ConversationID(rawValue: 3))
        #expect(line.visitor == VisitorID(rawValue: 4))
        #expect(line.bytes == Array(text.utf8))
        #expect(try line.data(as: ReadChanged.self) == ReadChanged(by: .team, sequence: 5))
    }

    @Test func `is read in any order, with fields of a newer service`() throws {
        let line = try EventLine(Array(#"{"data":[1],"colour":{"x":1},"workspace":"wsp_0000000000001","audience":"agents","log":"contacts"}"#.utf8))

        #expect((line.log, line.seq, line.type, line.audience) == (.contacts, nil, nil, .agents))
        #expect(line.inbox == nil)
    }

    @Test func `of a newer type is no error`() throws {
        let line = try EventLine(Array(text.replacing("message.created", with: "message.sung").utf8))

        #expect(line.type == nil)
        #expect(line.seq == 7)
    }

    @Test(arguments: [
        ("\"everyone\"", "\"somebody\""), ("\"conversations\"", "\"weather\""), ("wsp_0000000000001", "wsp_x"), ("\"audience\"", "\"listeners\""),
        ("\"workspace\"", "\"place\""), ("\"data\"", "\"payload\""), ("\"log\"", "\"book\""), ("\"seq\":7", "\"seq\":\"7\""),
        // What narrows who may hear of it must not be lost.
        ("inb_0000000000002", "inb_x"), ("vst_0000000000004", "mbr_0000000000004"), ("cnv_0000000000003", ""),
        ("}}", "}"), ("}}", "}}}"),
    ])
    func `is refused when nobody could say who may hear of it`(what: String, instead: String) {
        let broken = text.replacing(what, with: instead)
        #expect(broken != text)

        #expect(throws: JSONFault.self) { try EventLine(Array(broken.utf8)) }
    }

    @Test func `is what an event is written as`() throws {
        let event = Event(
            log: .identity, type: .sessionEnded, audience: .services, workspace: WorkspaceID(rawValue: 1),
            at: Timestamp(milliseconds: 0), data: RawJSON(bytes: try JSON.encode(SessionReference(session: SessionID(rawValue: 2)))))

        let line = try EventLine(try JSON.encode(event))

        #expect((line.log, line.type, line.audience, line.seq) == (.identity, .sessionEnded, .services, nil))
        #expect(try line.data(as: SessionReference.self).session == SessionID(rawValue: 2))
        #expect(try JSON.decode(Event.self, from: line.bytes) == event)
    }
}
