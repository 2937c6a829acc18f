import Testing

@testable import HTTP

@Suite struct `Headers of a message` {
    private let sample: Headers = ["Host": "h", "Accept": "a", "X-Empty": "", "accept": "b, C"]

    @Test func `names are found in any case, the first one wins`() {
        #expect(sample["HOST"] == "h")
        #expect(sample["accept"] == "a")
        #expect(sample["x-empty"] == "")
        #expect(sample["hos"] == nil)
        #expect(sample["hosts"] == nil)
        #expect(sample.values(of: "Accept") == ["a", "b, C"])
        #expect(sample.contains("X-EMPTY") && !sample.contains("x"))
    }

    @Test func `a name differs by more than the bit of case`() {
        let headers: Headers = ["A-B_C": "1", "X~": "2"]

        #expect(headers["a-b_c"] == "1")
        #expect(headers["A\u{0D}B_C"] == nil)
        #expect(headers["X^"] == nil)
    }

    @Test(arguments: [("a", true), ("B", true), ("c", true), ("b, c", false), ("", false), ("d", false)])
    func `tokens are found in lists`(token: String, isThere: Bool) {
        #expect(sample.contains(token: token, in: "ACCEPT") == isThere)
    }

    @Test func `set replaces all, remove removes all, the rest keeps its order`() {
        var headers = sample
        headers.set("ACCEPT", "z")
        #expect(headers == ["host": "h", "x-empty": "", "Accept": "z"])

        headers.remove("host")
        headers.remove("missing")
        #expect(headers.map(\.name) == ["X-Empty", "ACCEPT"])
        #expect(headers.map(\.value) == ["", "z"])
    }

    @Test func `one set of headers is appended to another`() {
        var headers: Headers = ["A": "1"]
        headers.append(contentsOf: ["B": "2", "a": "3"])

        #expect(headers == ["A": "1", "B": "2", "A": "3"])
        #expect(headers.description == "A: 1\r\nB: 2\r\na: 3\r\n")
    }

    @Test func `a value cannot end its line`() {
        let headers: Headers = ["A": "b\r\nSet-Cookie: c=d\u{0}\u{7F}\tü"]

        #expect(headers.count == 1)
        #expect(headers["a"] == "b  Set-Cookie: c=d  \tü")
    }

    @Test func `headers are equal by names in any case, values and order`() {
        #expect(["A": "b", "C": "d"] as Headers == ["a": "b", "c": "d"])
        #expect(["A": "b"] as Headers != ["A": "B"])
        #expect(["A": "b", "C": "d"] as Headers != ["C": "d", "A": "b"])
    }

    @Test func `headers that were read can be changed and written`() throws {
        let request = bytes("GET / HTTP/1.1\r\nHost:  h \r\nA:b\r\nC:\r\n\r\n")
        var position = 0
        var reader = RequestReader()
        guard case .head(var head, _, _, _) = try reader.next(request.span, at: &position) else { throw Missing.head }

        head.headers.add("D", "e")
        #expect(head.headers == ["Host": "h", "A": "b", "C": "", "D": "e"])
        head.headers.remove("a")
        #expect(head.headers.description == "Host: h\r\nC: \r\nD: e\r\n")
    }

    @Test func `a name that is no token is a mistake of the program`() async {
        await #expect(processExitsWith: .failure) {
            var headers = Headers()
            headers.add("A\r\nB", "c")
        }
    }
}
