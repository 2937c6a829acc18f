import JSON
import Testing
import WireModel

@Suite struct `What is written by hand` {
    private static let authors: [Author] = [
        Author(.visitor(VisitorID(rawValue: 7)), name: ""), Author(.member(MemberID(rawValue: 8)), name: "سلمى \"س\""),
        Author(.key(APIKeyID(rawValue: 9)), name: "CRM\n"), Author(.system, name: "Majlis"),
    ]

    private static func message(by author: Author, kind: Message.Kind) -> Message {
        Message(
            id: MessageID(rawValue: 1), conversation: ConversationID(rawValue: 2), sequence: 3, kind: kind,
            author: author, body: "مرحبا\t\"\\\u{1F44B}", clientId: MessageDraft.clientIdLimit,
            sentAt: Timestamp(milliseconds: 1_795_253_400_123))
    }

    @Test(arguments: authors, [Message.Kind.reply, .note])
    func `a message is the text that Codable makes`(author: Author, kind: Message.Kind) throws {
        let message = Self.message(by: author, kind: kind)

        #expect(try message.json.bytes == JSON.encode(message))
    }

    @Test func `an event's payload is the text that Codable makes`() throws {
        let message = Self.message(by: Self.authors[1], kind: .reply)

        let written = MessageCreated.json(message.json, status: .inProgress)

        #expect(try written.bytes == JSON.encode(MessageCreated(message: message, status: .inProgress)))
    }

    @Test(arguments: [nil, Message.Kind.reply, .note])
    func `a line of many messages reads as it was written`(kind: Message.Kind?) throws {
        let line = MessageLine(
            principal: "payload.code", conversation: ConversationID(rawValue: 2),
            draft: MessageDraft(clientId: MessageDraft.clientIdLimit, body: "مرحبا\t\n\"\\\u{1F44B}", kind: kind))

        let text = line.encoded()

        #expect(try MessageLine(text) == line)
        #expect(text.filter { $0 == UInt8(ascii: "\n") }.count == 1)
        #expect(text.last == UInt8(ascii: "\n"))
    }

    @Test func `an outcome reads as it was written`() throws {
        let outcomes: [MessageOutcome] = [
            .success(Self.message(by: Self.authors[1], kind: .note).json),
            .failure(.invalid("body", "blank", "A message needs\nsome text.")),
        ]

        for outcome in outcomes { #expect(try MessageOutcome(line: outcome.encoded()) == outcome) }
        for text in ["", "{}", "x", #"{"ok":}"#, #"{"problem":1}"#] {
            #expect(throws: (any Error).self) { try MessageOutcome(line: Array(text.utf8)) }
        }
    }
}
