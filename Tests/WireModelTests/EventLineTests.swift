import JSON
import TestKit
import Testing
import WireModel

@Suite struct `An event's line` {
    private static let at = Timestamp(milliseconds: 1_795_253_400_007)

    private static func event(_ type: EventType, _ data: String = "{}") -> Event {
        Event(
            log: .conversations, seq: 812, type: type, audience: .agents, workspace: WorkspaceID(rawValue: 1),
            inbox: InboxID(rawValue: 4), conversation: ConversationID(rawValue: 7), visitor: VisitorID(rawValue: 5),
            at: at, data: RawJSON(bytes: Array(data.utf8)))
    }

    /// A line's fields as JSON, some of them another or, with nil, gone.
    private static func line(changing changes: [String: String?] = [:]) -> [UInt8] {
        var fields: [(String, String?)] = [
            ("log", #""contacts""#), ("seq", "5"), ("type", #""contact.changed""#), ("audience", #""agents""#),
            ("workspace", #""wsp_0000000000001""#), ("at", #""2026-11-21T09:30:00.000Z""#),
            ("data", #"{"contact":"ctc_0000000000006","name":"س"}"#),
        ]
        for (name, value) in changes {
            fields.removeAll { $0.0 == name }
            fields.append((name, value))
        }
        let pairs = fields.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
        return Array("{\(pairs.joined(separator: ","))}".utf8)
    }

    @Test(arguments: EventType.allCases)
    func `has what routes an event, and the very bytes`(type: EventType) throws {
        let bytes = try JSON.encode(Self.event(type))

        let line = try EventLine(bytes)

        #expect(line.bytes == bytes)
        #expect(line.log == .conversations && line.seq == 812 && line.type == type && line.audience == .agents)
        #expect(line.workspace.rawValue == 1 && line.inbox?.rawValue == 4)
        #expect(line.conversation?.rawValue == 7 && line.visitor?.rawValue == 5)
    }

    @Test func `of what is ephemeral has no place in the log`() throws {
        let line = try EventLine(Self.line(changing: ["seq": nil]))

        #expect(line.seq == nil && line.inbox == nil && line.conversation == nil && line.visitor == nil)
    }

    @Test func `of a newer service keeps its bytes though its type is not known`() throws {
        let bytes = Self.line(changing: ["type": #""contact.merged""#, "novel": #"[{"a":null}]"#])

        let line = try EventLine(bytes)

        #expect(line.type == nil)
        #expect(line.bytes == bytes)
    }

    @Test(arguments: [
        ("audience", #""public""#), ("audience", #""""#), ("log", #""notifications""#),
        ("workspace", #""inb_0000000000004""#),
        ("workspace", #""wsp_1""#), ("seq", "1.5"), ("seq", #""5""#), ("audience", "null"), ("type", "7"),
    ])
    func `that nobody could route is refused`(name: String, value: String) {
        #expect(throws: JSONFault.self) { try EventLine(Self.line(changing: [name: value])) }
    }

    @Test(arguments: ["inbox", "conversation", "visitor"])
    func `about something that cannot be read is refused, not told to everybody`(name: String) {
        for value in [#""x""#, #""""#, #""wsp_0000000000001""#, "7", "null"] {
            #expect(throws: JSONFault.self) { try EventLine(Self.line(changing: [name: value])) }
        }
    }

    @Test(arguments: ["log", "audience", "workspace", "data"])
    func `without what it cannot do without is refused`(name: String) {
        #expect(throws: JSONFault.self) { try EventLine(Self.line(changing: [name: nil])) }
    }

    @Test(arguments: ["", "{}", "[]", "null", "{", #"{"log":"contacts"}"#])
    func `is an event and nothing else`(text: String) {
        #expect(throws: JSONFault.self) { try EventLine(Array(text.utf8)) }
    }

    @Test func `gives its data as the type that its type names`() throws {
        let line = try EventLine(Self.line())

        #expect(try line.data(as: ContactReference.self).name == "س")
        #expect(throws: JSONFault.self) { try line.data(as: MemberReference.self) }
    }

    @Test func `passes over fields of data that a newer service added`() throws {
        let data = #"{"contact":"ctc_0000000000006","name":"س","mood":{"a":[1]}}"#

        let line = try EventLine(Self.line(changing: ["data": data]))

        #expect(try line.data(as: ContactReference.self).contact == ContactID(rawValue: 6))
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `is read or refused, whatever the bytes`(seed: UInt64) {
        var dice = Dice(seed: seed)
        for _ in 0..<40 {
            let line = try? EventLine(dice.damaged(Self.line()))
            _ = try? line?.data(as: ContactReference.self)
            _ = try? EventLine(dice.bytes(upTo: 60))
        }
    }
}
