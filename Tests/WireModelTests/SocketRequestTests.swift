import JSON
import TestKit
import Testing
import WireModel

/// What a kind of request takes: the fields it needs and those it may have, as JSON.
struct FrameForm: Sendable, CustomTestStringConvertible {
    var type: String
    var needed: [String]
    var optional: [String]
    /// What it reads as with every field.
    var whole: SocketRequest
    /// And with what it needs only.
    var bare: SocketRequest

    var testDescription: String { type }

    /// Every field of any request, with a value that is right for it.
    static let values = [
        "conversation": #""cnv_0000000000007""#, "clientId": "41", "body": #""مرحبا\n\"\u0041\"""#, "kind": #""note""#,
        "sequence": "12", "active": "true", "note": "true", "token": #""t.t""#, "epoch": #""5kq2""#, "after": "9",
        "data": "{}",
    ]
    private static let conversation = ConversationID(rawValue: 7)
    private static let body = "مرحبا\n\"A\""

    static let all = [
        FrameForm(
            type: "hello", needed: [], optional: ["token", "epoch", "after"],
            whole: .hello(.init(token: "t.t", epoch: "5kq2", after: 9)), bare: .hello(.init())),
        FrameForm(
            type: "send", needed: ["conversation", "clientId", "body"], optional: ["kind"],
            whole: .send(conversation: conversation, draft: MessageDraft(clientId: 41, body: body, kind: .note)),
            bare: .send(conversation: conversation, draft: MessageDraft(clientId: 41, body: body))),
        FrameForm(
            type: "read", needed: ["conversation", "sequence"], optional: [],
            whole: .read(conversation: conversation, sequence: 12),
            bare: .read(conversation: conversation, sequence: 12)),
        FrameForm(
            type: "typing", needed: ["conversation", "active"], optional: ["note"],
            whole: .typing(conversation: conversation, active: true, note: true),
            bare: .typing(conversation: conversation, active: true, note: false)),
        FrameForm(
            type: "viewing", needed: ["conversation", "active"], optional: [],
            whole: .viewing(conversation: conversation, active: true),
            bare: .viewing(conversation: conversation, active: true)),
        FrameForm(
            type: "cowriting", needed: ["conversation", "data"], optional: [],
            whole: .cowriting(conversation: conversation, data: RawJSON(bytes: Array("{}".utf8))),
            bare: .cowriting(conversation: conversation, data: RawJSON(bytes: Array("{}".utf8)))),
        FrameForm(type: "ping", needed: [], optional: [], whole: .ping, bare: .ping),
    ]

    /// The frame with these fields, `id` 77 first.
    func frame(_ names: [String], changing changed: [String: String] = [:]) -> [UInt8] {
        let fields = names.map { "\"\($0)\":\(changed[$0] ?? Self.values[$0] ?? "null")" }
        return Array("{\(([#""id":77"#, "\"type\":\"\(type)\""] + fields).joined(separator: ","))}".utf8)
    }
}

@Suite struct `A socket request` {
    @Test(arguments: FrameForm.all)
    func `is read with every field and with those it needs`(form: FrameForm) throws {
        let whole = SocketRequest.read(form.frame(form.needed + form.optional))
        let bare = SocketRequest.read(form.frame(form.needed))

        #expect(whole.id == 77 && bare.id == 77)
        #expect(try whole.1.get() == form.whole)
        #expect(try bare.1.get() == form.bare)
    }

    @Test(arguments: FrameForm.all)
    func `is read with its fields in any order and with space around them`(form: FrameForm) throws {
        let text = String(decoding: form.frame((form.needed + form.optional).reversed()), as: UTF8.self)
        let spaced = text.replacing(",\"", with: " ,\n\t\"").replacing("\":", with: "\" : ")

        #expect(try SocketRequest.read(Array(" \(spaced)\r\n".utf8)).1.get() == form.whole)
    }

    @Test(arguments: FrameForm.all)
    func `that lacks a field it needs says which`(form: FrameForm) {
        for missing in form.needed {
            let (id, result) = SocketRequest.read(form.frame(form.needed.filter { $0 != missing }))

            #expect(id == 77)
            #expect(failure(result)?.code == "input.invalid")
            #expect(failure(result)?.fields.map { "\($0.field) \($0.code)" } == ["\(missing) required"])
        }
    }

    @Test(arguments: FrameForm.all)
    func `takes no field of another request`(form: FrameForm) {
        for extra in FrameForm.values.keys where !(form.needed + form.optional).contains(extra) {
            let (id, result) = SocketRequest.read(form.frame(form.needed + [extra]))

            #expect(id == 77)
            #expect(failure(result)?.fields.map { "\($0.field) \($0.code)" } == ["\(extra) unknown"])
        }
        let (id, result) = SocketRequest.read(form.frame(form.needed + ["surprise"]))
        #expect(id == 77)
        #expect(failure(result)?.kind == .malformed)
        #expect(failure(result)?.fields.map(\.field) == ["surprise"])
    }

    @Test(arguments: FrameForm.all, ["{}", "[]", "1.5", "1e3", "99999999999999999999", "\"\\ud800\""])
    func `takes no value of another type`(form: FrameForm, value: String) {
        for name in form.needed + form.optional where name != "data" || value != "{}" {
            let (id, result) = SocketRequest.read(form.frame(form.needed + [name], changing: [name: value]))

            #expect(id == 77)
            #expect(failure(result)?.kind == .malformed, "\(name)")
        }
    }

    @Test func `of those who write together holds so much and no more`() throws {
        let form = try #require(FrameForm.all.first { $0.type == "cowriting" })
        func read(_ count: Int) -> Result<SocketRequest, Failure> {
            let text = #"{"x":"\#(String(repeating: "a", count: count - 8))"}"#
            return SocketRequest.read(form.frame(form.needed, changing: ["data": text])).1
        }

        #expect(failure(read(Cowriting.dataLimitBytes)) == nil)
        let problem = try #require(failure(read(Cowriting.dataLimitBytes + 1)))
        #expect(problem.fields.map { "\($0.field) \($0.code)" } == ["data tooLong"])
    }

    @Test(arguments: ["", "cnv_", "inb_0000000000007", "cnv_000000000000U", "cnv_8000000000000"])
    func `of a conversation that cannot be finds none`(text: String) {
        for form in FrameForm.all where form.needed.contains("conversation") {
            let (id, result) = SocketRequest.read(form.frame(form.needed, changing: ["conversation": "\"\(text)\""]))

            #expect(id == 77)
            #expect(failure(result) == .notFound("conversation"))
        }
    }

    @Test(arguments: [
        (#"{"id":77}"#, "type required"), (#"{"id":77,"type":"shout"}"#, "type unknown"),
        (#"{"id":77,"type":""}"#, "type unknown"),
        (
            #"{"id":77,"type":"send","conversation":"cnv_0000000000007","clientId":1,"body":"x","kind":"shout"}"#,
            "kind unknown"
        ),
    ])
    func `of no known word says so`(frame: String, field: String) {
        let (id, result) = SocketRequest.read(Array(frame.utf8))

        #expect(id == 77)
        #expect(failure(result)?.fields.map { "\($0.field) \($0.code)" } == [field])
    }

    @Test(arguments: [
        "", " ", "{", "}", "[]", "null", "1", "\"ping\"", #"{"type":"ping"}x"#, #"{"type":"ping",}"#, #"{"type":ping}"#,
        #"{'type':'ping'}"#, "{\"type\":\"ping\"\u{0}}", #"{"type":"ping"}{"type":"ping"}"#,
        #"{"id":"1","type":"ping"}"#,
    ])
    func `is one JSON object and nothing else`(frame: String) {
        #expect(failure(SocketRequest.read(Array(frame.utf8)).1)?.kind == .malformed)
    }

    @Test(arguments: FrameForm.all)
    func `may have null for what it may leave out`(form: FrameForm) throws {
        let nulls = Dictionary(uniqueKeysWithValues: form.optional.map { ($0, "null") })

        #expect(try SocketRequest.read(form.frame(form.needed + form.optional, changing: nulls)).1.get() == form.bare)
        #expect(try SocketRequest.read(Array(#"{"type":"ping","id":null}"#.utf8)).1.get() == .ping)
    }

    @Test(arguments: [
        (#"{"type":"ping","colour":"red","id":77}"#, "json.unknownField", "colour unknown"),
        (#"{"type":7,"id":77}"#, "json.wrongType", "type invalid"),
        (#"{"type":"send","clientId":"2","body":"x","id":77}"#, "json.wrongType", "clientId invalid"),
    ])
    func `that cannot be read keeps its id, wherever that stands, and the codes of REST`(
        frame: String, code: String, field: String
    ) {
        let (id, result) = SocketRequest.read(Array(frame.utf8))

        #expect(id == 77)
        #expect(failure(result)?.code == code)
        #expect(failure(result)?.fields.map { "\($0.field) \($0.code)" } == [field])
    }

    @Test func `without an id has none`() {
        #expect(SocketRequest.read(Array(#"{"type":"ping"}"#.utf8)).id == nil)
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `is read or refused, whatever the bytes`(seed: UInt64) {
        var dice = Dice(seed: seed)
        for _ in 0..<20 {
            _ = SocketRequest.read(dice.bytes(upTo: 80))
            for form in FrameForm.all {
                let frame = form.frame(form.needed + form.optional)
                if case .failure(let failure) = SocketRequest.read(dice.damaged(frame)).1 {
                    #expect(failure.kind == .malformed || failure.kind == .invalid || failure.kind == .notFound)
                }
            }
        }
    }

    @Test(arguments: FrameForm.all) func `cut short is refused at every byte`(form: FrameForm) {
        let frame = form.frame(form.needed + form.optional)
        for count in 0..<frame.count {
            #expect(failure(SocketRequest.read(Array(frame.prefix(count))).1)?.kind == .malformed)
        }
    }

    private func failure(_ result: Result<SocketRequest, Failure>) -> Failure? {
        if case .failure(let failure) = result { failure } else { nil }
    }
}

@Suite struct `A socket's answer` {
    @Test func `carries the id of its request`() throws {
        let value = RawJSON(bytes: Array(#"{"a":1}"#.utf8))

        #expect(text(.ok(id: 7, value)) == #"{"type":"reply","id":7,"ok":{"a":1}}"#)
        #expect(
            text(.failed(id: 7, .forbidden)) == #"{"type":"error","id":7,"problem":{"type":"about:blank","#
                + #""title":"Forbidden","status":403,"code":"permission.denied","#
                + #""detail":"Your role does not allow this."}}"#
        )
    }

    @Test func `to what could not be read carries none`() {
        #expect(text(.failed(id: nil, .forbidden)).hasPrefix(#"{"type":"error","problem":{"#))
    }

    private func text(_ reply: SocketReply) -> String {
        String(decoding: reply.encoded(), as: UTF8.self)
    }
}
