import JSON
import Testing
import WireModel

@Suite struct `A frame from a browser` {
    private static let conversation = ConversationID(rawValue: 1)

    @Test(arguments: [
        (#"{"type":"hello","id":1}"#, SocketRequest.hello(.init())),
        (#"{"type":"hello","id":1,"token":"t","epoch":"e","after":7}"#, .hello(.init(token: "t", epoch: "e", after: 7))),
        (#"{"type":"hello","id":1,"token":null,"epoch":null,"after":null}"#, .hello(.init())),
        (
            #"{"type":"send","id":1,"conversation":"cnv_0000000000001","clientId":2,"body":"مرحبا\n"}"#,
            .send(conversation: conversation, draft: MessageDraft(clientId: 2, body: "مرحبا\n"))
        ),
        (
            #"{"body":"x","kind":"note","clientId":2,"conversation":"cnv_0000000000001","id":1,"type":"send"}"#,
            .send(conversation: conversation, draft: MessageDraft(clientId: 2, body: "x", kind: .note))
        ),
        (
            #"{"type":"send","id":1,"conversation":"cnv_0000000000001","clientId":2,"body":"x","kind":null}"#,
            .send(conversation: conversation, draft: MessageDraft(clientId: 2, body: "x"))
        ),
        (#"{"type":"read","id":1,"conversation":"cnv_0000000000001","sequence":3}"#, .read(conversation: conversation, sequence: 3)),
        (
            #"{"type":"typing","id":1,"conversation":"cnv_0000000000001","active":true}"#,
            .typing(conversation: conversation, active: true, note: false)
        ),
        (
            #"{"type":"typing","id":1,"conversation":"cnv_0000000000001","active":false,"note":true}"#,
            .typing(conversation: conversation, active: false, note: true)
        ),
        (
            #"{"type":"typing","id":1,"conversation":"cnv_0000000000001","active":true,"note":null}"#,
            .typing(conversation: conversation, active: true, note: false)
        ),
        (#" { "type" : "ping" , "id" : 1 } "#, .ping),
    ])
    func `is read as what it asks`(frame: String, request: SocketRequest) throws {
        let (id, result) = SocketRequest.read(Array(frame.utf8))

        #expect(id == 1)
        #expect(try result.get() == request)
    }

    @Test(arguments: [
        (#"{"type":"ping"}"#, nil), (#"{"type":"ping","id":-3}"#, -3), (#"{"type":"ping","id":9007199254740991}"#, 9_007_199_254_740_991),
        (#"{"type":"ping","id":null}"#, nil),
    ] as [(String, Int64?)])
    func `carries any whole number as its id, or none`(frame: String, id: Int64?) throws {
        let read = SocketRequest.read(Array(frame.utf8))

        #expect(read.id == id)
        #expect(try read.1.get() == .ping)
    }

    @Test(arguments: [
        (#"{"id":1}"#, "type", "required"), (#"{"id":1,"type":"dance"}"#, "type", "unknown"),
        (#"{"id":1,"type":"send","clientId":2,"body":"x"}"#, "conversation", "required"),
        (#"{"id":1,"type":"send","conversation":"cnv_0000000000001","body":"x"}"#, "clientId", "required"),
        (#"{"id":1,"type":"send","conversation":"cnv_0000000000001","clientId":2}"#, "body", "required"),
        (#"{"id":1,"type":"send","conversation":"cnv_0000000000001","clientId":2,"body":"x","kind":"w"}"#, "kind", "unknown"),
        (#"{"id":1,"type":"read","conversation":"cnv_0000000000001"}"#, "sequence", "required"),
        (#"{"id":1,"type":"read","sequence":1}"#, "conversation", "required"),
        (#"{"id":1,"type":"typing","conversation":"cnv_0000000000001"}"#, "active", "required"),
        (#"{"id":1,"type":"typing","active":true}"#, "conversation", "required"),
        (#"{"id":1,"type":"ping","note":true}"#, "note", "unknown"),
        (#"{"id":1,"type":"hello","conversation":"cnv_0000000000001"}"#, "conversation", "unknown"),
        (#"{"id":1,"type":"read","conversation":"cnv_0000000000001","sequence":1,"body":"x"}"#, "body", "unknown"),
        (#"{"id":1,"type":"typing","conversation":"cnv_0000000000001","active":true,"clientId":2}"#, "clientId", "unknown"),
        (#"{"id":1,"type":"send","conversation":"cnv_0000000000001","clientId":2,"body":"x","token":"t"}"#, "token", "unknown"),
        (#"{"id":1,"type":"send","conversation":"cnv_0000000000001","clientId":2,"body":"x","after":1}"#, "after", "unknown"),
    ])
    func `names the field that is missing, too many or wrong`(frame: String, field: String, code: String) {
        let (id, result) = SocketRequest.read(Array(frame.utf8))

        #expect(id == 1)
        #expect(throws: Failure.self) { try result.get() }
        guard case .failure(let failure) = result else { return }
        #expect(failure.kind == .invalid)
        #expect(failure.fields.map { [$0.field, $0.code] } == [[field, code]])
    }

    @Test(arguments: [
        (#"{"type":"ping","colour":"red","id":1}"#, "json.unknownField", "colour"),
        (#"{"type":7,"id":1}"#, "json.wrongType", "type"),
        (#"{"type":"send","conversation":"cnv_0000000000001","clientId":"2","body":"x","id":1}"#, "json.wrongType", "clientId"),
        (#"{"type":"send","conversation":"cnv_0000000000001","clientId":1.5,"body":"x","id":1}"#, "json.wrongType", "clientId"),
        (#"{"type":"send","conversation":7,"clientId":2,"body":"x","id":1}"#, "json.wrongType", "conversation"),
        (#"{"type":"typing","conversation":"cnv_0000000000001","active":1,"id":1}"#, "json.wrongType", "active"),
        (#"{"type":"hello","token":{},"id":1}"#, "json.wrongType", "token"),
    ])
    func `that cannot be read is answered under its id, wherever that stands`(frame: String, code: String, field: String) {
        let (id, result) = SocketRequest.read(Array(frame.utf8))

        #expect(id == 1)
        guard case .failure(let failure) = result else { return #expect(Bool(false), "it was read") }
        #expect((failure.kind, failure.code) == (.malformed, code))
        #expect(failure.fields.map(\.field) == [field])
    }

    @Test(arguments: ["", "{", "[]", "7", "null", #""ping""#, #"{"type":"ping","id":1}x"#, #"{"type":"ping","id":1,}"#, "{\"type\":\"pi\u{1}ng\"}"])
    func `that is no JSON object is refused`(frame: String) {
        guard case .failure(let failure) = SocketRequest.read(Array(frame.utf8)).1 else {
            return #expect(Bool(false), "it was read")
        }
        #expect(failure.kind == .malformed)
    }

    @Test func `that names no conversation there could be is not found`() {
        for text in ["", "cnv_x", "msg_0000000000001"] {
            let frame = #"{"type":"read","id":1,"conversation":"\#(text)","sequence":1}"#
            #expect(throws: Failure.notFound("conversation")) { try SocketRequest.read(Array(frame.utf8)).1.get() }
        }
    }

    @Test func `of any bytes breaks nothing`() {
        let good = Array(#"{"type":"send","id":1,"conversation":"cnv_0000000000001","clientId":2,"body":"مرحبا 🙂","kind":"note"}"#.utf8)
        var state: UInt64 = 42
        func random() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        for _ in 0..<5000 {
            var frame = good
            for _ in 0...random() % 3 { frame[Int(random() % UInt64(frame.count))] = UInt8(truncatingIfNeeded: random()) }
            frame.removeLast(Int(random() % 8))
            _ = SocketRequest.read(frame)
        }
    }
}

@Suite struct `A reply to a browser` {
    @Test func `is one line of JSON`() {
        let ok = SocketReply.ok(id: 7, RawJSON(bytes: Array(#"{"a":1}"#.utf8))).encoded()
        let failed = SocketReply.failed(id: 7, .forbidden).encoded()
        let unknown = SocketReply.failed(id: nil, .forbidden).encoded()
        let problem = #"{"type":"about:blank","title":"Forbidden","status":403,"code":"permission.denied","detail":"Your role does not allow this."}"#

        #expect(String(decoding: ok, as: UTF8.self) == #"{"type":"reply","id":7,"ok":{"a":1}}"#)
        #expect(String(decoding: failed, as: UTF8.self) == #"{"type":"error","id":7,"problem":\#(problem)}"#)
        #expect(String(decoding: unknown, as: UTF8.self) == #"{"type":"error","problem":\#(problem)}"#)
    }
}
