/// Where the fuzzer begins: something of everything that the parsers know.
enum Seeds {
    static var all: [[UInt8]] {
        requests.flatMap { [input("0", $0), input("1", $0)] } + responses.map { input("2", $0) }
            + frames(isMasked: true).map { input("3", $0) } + frames(isMasked: false).map { input("4", $0) }
            + documents.map { input("5", $0) } + texts.map { input("6", $0) } + searches.map { input("7", $0) }
    }

    private static func input(_ kind: String, _ text: String) -> [UInt8] { input(kind, Array(text.utf8)) }

    /// The digits are their own remainder of eight.
    private static func input(_ kind: String, _ bytes: [UInt8]) -> [UInt8] { Array(kind.utf8) + [1] + bytes }

    private static let requests = [
        "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
        "\r\nGET /a%20b?after=1&a=%D8%A7+b&a HTTP/1.1\r\nHost: example.com:8080\r\nAccept: */*\r\nCookie: a=b\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhelloGET / HTTP/1.0\r\n\r\n",
        "PUT /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n1\r\n!\r\n0\r\nT: u\r\n\r\n",
        "GET http://h:1/p?q HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, close\r\n\r\n"
            + "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /s HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: majlis, b\r\n\r\n",
    ]
    private static let responses = [
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
            + "HTTP/1.1 204 No Content\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 \r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "HTTP/1.0 200\r\n\r\nto the end", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
    ]

    private static func frames(isMasked: Bool) -> [[UInt8]] {
        func frame(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] {
            let length: [UInt8] =
                payload.count > 125
                ? [126, UInt8(payload.count >> 8), UInt8(payload.count & 255)] : [UInt8(payload.count)]
            guard isMasked else { return [first] + length + payload }
            return [first, length[0] | 128] + length.dropFirst() + [0, 0, 0, 0] + payload
        }
        let salam = Array("سلام 😀".utf8)
        return [
            frame(0x81, salam), frame(0x82, [UInt8](repeating: 7, count: 130)), frame(0x89, [1, 2]) + frame(0x8A, []),
            frame(0x01, Array(salam[..<3])) + frame(0x89, []) + frame(0x00, Array(salam[3..<5]))
                + frame(0x80, Array(salam[5...])),
            frame(0x81, []) + frame(0x88, [3, 232] + salam), frame(0x88, []), frame(0x02, [1]) + frame(0x80, [2]),
        ]
    }

    private static let documents = [
        #"{"id":1,"type":"send","conversation":"cnv_0000000000001","clientId":7,"body":"سلام \ud83d\ude00 \u0041\n"}"#,
        #"{"type":"hello","id":2,"token":"t","epoch":"e","after":3}"#, #"{"type":"typing","active":true,"note":null}"#,
        #"{"all":[{"field":"status","op":"in","values":["open"]},{"not":{"any":[]}}]}"#,
        #" [ {"a":{"b":1}} , -0.5e-7 , 1E+3 , 9223372036854775807 , true , false , null , {"":[]} , "\\\"\/" ] "#,
        #"{"id":"1","data":{"x":[1,2,3]},"scores":{"x":1.5e3}}"#, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]",
    ]
    private static let texts = [
        "2024-02-29T23:59:59.999Z", "2001:db8::ff00:42:8329", "::ffff:10.0.0.1", "10.0.0.0/8", "fc00::/7",
        "Sun, 06 Nov 1994 08:49:37 GMT", "https://*.shop.example:8443/", "http://localhost:3000", "a.b+c@example.com",
        "cnv_0000000000001", "%D8%A7+b%20", "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl",
    ]
    private static let searches = [
        "الكتاب \"سلام عليكم\"\nوالسلامُ عليكم ورحمة الله، الكِتابُ رقم ٠٥٠١٢٣٤٥٦٧",
        "0501234567 order*\nCall +966 50 123 4567 about the Orders, please.", "cafe\nCafé 😀 👨‍👩‍👧 e\u{301}te\u{301}",
        "gsghl hgl\nسلام المـــدينة أإآا",
    ]
}
