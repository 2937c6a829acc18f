import Testing

@testable import HTTP

@Suite struct `Targets and percent encoding` {
    @Test(arguments: [
        ("", ""), ("abc", "abc"), ("a%20b", "a b"), ("%41%7a", "Az"), ("%C3%BC", "ü"), ("%c3%bc", "ü"), ("a+b", "a+b"),
        ("%2F%2e", "/."), ("%00", "\u{0}"),
    ])
    func `what is encoded is decoded`(text: String, decoded: String) {
        #expect(PercentEncoding.decode(text) == decoded)
    }

    @Test(arguments: ["%", "a%", "%4", "%4g", "%g4", "%%41", "% 41", "%C3", "%FF", "%ED%A0%80", "%C0%AF", "%u0041"])
    func `what is wrongly encoded is nothing`(text: String) {
        #expect(PercentEncoding.decode(text) == nil)
    }

    @Test func `a plus is a space where forms are meant`() {
        #expect(PercentEncoding.decode("a+b%2B", plusIsSpace: true) == "a b+")
    }

    @Test func `any text survives being encoded`() {
        let text = "a b/c?d=e&f+ü🙂%\u{0}~-._"

        #expect(PercentEncoding.decode(PercentEncoding.encode(text)) == text)
        #expect(PercentEncoding.encode("a b&ü") == "a%20b%26%C3%BC")
    }

    @Test func `query values are found by their decoded name`() {
        let head = RequestHead(method: .get, target: "/?a=1&b=x+y%21&a=2&c&%64=4&=5&e=%&f=g=h")

        #expect(head.queryValue("a") == "1")
        #expect(head.queryValues("a") == ["1", "2"])
        #expect(head.queryValue("b") == "x y!")
        #expect(head.queryValue("c") == "")
        #expect(head.queryValue("d") == "4")
        #expect(head.queryValue("e") == nil)
        #expect(head.queryValue("f") == "g=h")
        #expect(head.queryValue("g") == nil)
        #expect(RequestHead(method: .get, target: "/").queryValue("a") == nil)
    }
}
