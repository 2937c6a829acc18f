import JSON
import Testing
import WireModel

@Suite struct `A failure` {
    private static let all: [Failure.Kind] = [
        .malformed, .unauthenticated, .forbidden, .notFound, .methodNotAllowed, .conflict, .gone, .tooLarge,
        .unsupported, .invalid, .tooMany, .fault, .unavailable,
    ]

    @Test(arguments: all)
    func `is a problem as RFC 9457 has it, both ways`(kind: Failure.Kind) throws {
        let fields = [Failure.Field(field: "details.email", code: "email", message: "“x” is no e-mail.")]
        let failure = Failure(kind, "some.code", "A sentence.", fields: fields, retryAfter: 7)

        let text = try JSON.encode(failure)

        #expect(try JSON.decode(Failure.self, from: text) == failure)
        #expect(String(decoding: text, as: UTF8.self).contains(#""status":\#(kind.rawValue),"#))
    }

    @Test(arguments: [
        (Failure.Kind.malformed, "Bad Request"), (.unauthenticated, "Unauthorized"), (.forbidden, "Forbidden"),
        (.notFound, "Not Found"), (.methodNotAllowed, "Method Not Allowed"), (.conflict, "Conflict"), (.gone, "Gone"),
        (.tooLarge, "Content Too Large"), (.unsupported, "Unsupported Media Type"), (.invalid, "Unprocessable Content"),
        (.tooMany, "Too Many Requests"), (.fault, "Internal Server Error"), (.unavailable, "Service Unavailable"),
    ])
    func `has the title of its status`(kind: Failure.Kind, title: String) throws {
        struct Problem: Decodable {
            var type: String
            var title: String
        }

        let problem = try JSON.decode(
            Problem.self, from: JSON.encode(Failure(kind, "c", "m")), unknownFields: .ignored)

        #expect(problem.type == "about:blank")
        #expect(problem.title == title)
    }

    @Test func `leaves out what it has not`() throws {
        let text = String(decoding: try JSON.encode(Failure.forbidden), as: UTF8.self)

        #expect(
            text == #"{"type":"about:blank","title":"Forbidden","status":403,"code":"permission.denied","#
                + #""detail":"Your role does not allow this."}"#)
    }

    @Test func `is read of any problem that has a status`() throws {
        let foreign = try JSON.decode(Failure.self, from: Array(#"{"status":418,"title":"Teapot"}"#.utf8))
        let bare = try JSON.decode(Failure.self, from: Array(#"{"status":404}"#.utf8))

        #expect(foreign == Failure(.fault, "unknown", ""))
        #expect(bare == Failure(.notFound, "unknown", ""))
        #expect(throws: JSONFault.self) { try JSON.decode(Failure.self, from: Array("{}".utf8)) }
    }

    @Test func `of a form says the first field's sentence`() {
        let failure = Failure.invalid("name", "required", "A name is needed.")

        #expect(failure.kind == .invalid && failure.code == "input.invalid")
        #expect(failure.message == "A name is needed.")
        #expect(failure.fields == [.init(field: "name", code: "required", message: "A name is needed.")])
        #expect(Failure.notFound("inbox").code == "inbox.notFound")
    }
}
