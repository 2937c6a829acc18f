import Testing

@testable import HTTP

@Suite struct `Message writers` {
    private func text(_ write: (inout [UInt8]) -> Void) -> String {
        var output: [UInt8] = []
        write(&output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test func `a response head as it is`() {
        let head = ResponseHead(status: .notFound, headers: ["A": "b", "C": "d"])

        #expect(
            text { ResponseWriter.append(head, to: &$0) } == "HTTP/1.1 404 Not Found\r\nA: b\r\nC: d\r\n\r\n")
        #expect(
            text { ResponseWriter.append(ResponseHead(status: Status(rawValue: 299)!), to: &$0) }
                == "HTTP/1.1 299 \r\n\r\n")
    }

    @Test(
        arguments: [
            (.none, true, 1, "Content-Length: 0\r\n"), (.length(1230), true, 1, "Content-Length: 1230\r\n"),
            (.chunked, true, 1, "Transfer-Encoding: chunked\r\n"), (.untilClose, true, 1, "Connection: close\r\n"),
            (.length(5), false, 1, "Content-Length: 5\r\nConnection: close\r\n"),
            (.length(5), true, 0, "Content-Length: 5\r\nConnection: keep-alive\r\n"),
            (.chunked, true, 0, "Connection: close\r\n"),
        ] as [(BodyLength, Bool, Int, String)])
    func `framing and connection are added`(body: BodyLength, keepAlive: Bool, minor: Int, lines: String) {
        let written = text {
            ResponseWriter.append(
                ResponseHead(status: .ok), body: body, keepAlive: keepAlive, minorVersion: minor, to: &$0)
        }

        #expect(written == "HTTP/1.1 200 OK\r\n\(lines)\r\n")
    }

    @Test func `a date is added when given, and no length where none may be`() {
        let written = text {
            ResponseWriter.append(
                ResponseHead(status: .noContent), body: .none, keepAlive: true, date: bytes("today"), to: &$0)
        }

        #expect(written == "HTTP/1.1 204 No Content\r\nDate: today\r\n\r\n")
    }

    @Test func `a response that was written is read again`() {
        var output: [UInt8] = []
        let head = ResponseHead(status: .created, headers: ["Location": "/x"])
        ResponseWriter.append(head, body: .chunked, keepAlive: true, to: &output)
        ChunkWriter.append(bytes("hello"), to: &output)
        ChunkWriter.append([], to: &output)
        ChunkWriter.append([UInt8](repeating: 97, count: 300), to: &output)
        ChunkWriter.appendEnd(to: &output)

        let seen = Seen.responses([output])
        #expect(seen.dropFirst() == [.body(bytes("hello") + [UInt8](repeating: 97, count: 300)), .end])
    }

    @Test(arguments: [(1, "1"), (15, "f"), (16, "10"), (255, "ff"), (256, "100"), (65_536, "10000")])
    func `a chunk's size is hexadecimal`(count: Int, size: String) {
        #expect(text { ChunkWriter.appendHeader(count, to: &$0) } == "\(size)\r\n")
    }

    @Test func `a request head with its body's length`() {
        let head = RequestHead(method: .post, target: "/a b\r\n\u{FC}", headers: ["Host": "h"])

        #expect(
            text { RequestWriter.append(head, body: .length(3), to: &$0) }
                == "POST /a%20b%0d%0a%c3%bc HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n")
        #expect(text { RequestWriter.append(head, body: .none, to: &$0) }.hasSuffix("Content-Length: 0\r\n\r\n"))
    }

    @Test func `a request without a body says nothing of one`() {
        let head = RequestHead(method: .get, target: "/", headers: ["Host": "h"])

        #expect(text { RequestWriter.append(head, body: .none, to: &$0) } == "GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(
            text { RequestWriter.append(head, body: .chunked, to: &$0) }
                == "GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
    }

    @Test func `the answer to an expectation`() {
        #expect(text { ResponseWriter.appendContinue(to: &$0) } == "HTTP/1.1 100 Continue\r\n\r\n")
    }
}
