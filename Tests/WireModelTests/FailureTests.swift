import JSON
import Testing
import WireModel

@Suite struct `A failure` {
    @Test func `is problem+json on the wire`() throws {
        let failure = Failure(
            .invalid, "input.invalid", "Please give your e-mail.",
            fields: [.init(field: "details.email", code: "required", message: "Please give your e-mail.")], retryAfter: 3)

        let text = String(decoding: try JSON.encode(failure), as: UTF8.self)

        #expect(
            text == """
                {"type":"about:blank","title":"Unprocessable Content","status":422,"code":"input.invalid",\
                "detail":"Please give your e-mail.",\
                "errors":[{"field":"details.email","code":"required","message":"Please give your e-mail."}],"retryAfter":3}
                """)
        #expect(try JSON.decode(Failure.self, from: Array(text.utf8)) == failure)
    }

    @Test func `leaves out what there is nothing of`() throws {
        let text = String(decoding: try JSON.encode(Failure.unauthenticated), as: UTF8.self)

        #expect(text == #"{"type":"about:blank","title":"Unauthorized","status":401,"code":"session.required","detail":"Sign in first."}"#)
    }

    @Test(arguments: [400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503])
    func `is read back with its status`(status: Int) throws {
        let kind = try #require(Failure.Kind(rawValue: status))
        let failure = Failure(kind, "a.code", "A sentence.")

        #expect(try JSON.decode(Failure.self, from: JSON.encode(failure)) == failure)
    }

    @Test func `of somebody else's making is read as far as it goes`() throws {
        let foreign = try JSON.decode(Failure.self, from: Array(#"{"type":"https://x","status":418,"instance":"/x"}"#.utf8), unknownFields: .ignored)

        #expect((foreign.kind, foreign.code, foreign.message, foreign.fields) == (.fault, "unknown", "", []))
    }

    @Test func `of the input tells the first field's sentence`() {
        #expect(Failure.invalid("a", "blank", "First.").message == "First.")
        #expect(Failure.notFound("inbox").code == "inbox.notFound")
    }
}
