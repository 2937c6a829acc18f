import Testing

@testable import HTTP

@Suite struct `Requests cut anywhere` {
    private static let samples = [
        "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
        "\r\nGET /a?b HTTP/1.1\r\nHost: example.com:8080\r\nAccept: */*\r\nCookie: a=b; c=d\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\nhello\r\n\r\n, GET / HTTP/1.1\r\nHost: i\r\n\r\n",
        "PUT /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n1\r\n!\r\n0\r\nT: u\r\n\r\n"
            + "DELETE /x HTTP/1.0\r\n\r\n",
    ]

    @Test(arguments: samples)
    func `a stream is read alike however it is cut`(stream: String) {
        let whole = Seen.requests(stream)
        for pieces in Pieces.every(bytes(stream)) { #expect(Seen.requests(pieces) == whole) }
    }

    @Test(arguments: samples)
    func `a damaged stream is read or refused alike however it is cut`(stream: String) {
        var random = SplitMix(seed: 7)
        for _ in 0..<2000 {
            let damaged = Pieces.mutated(bytes(stream), using: &random)
            let whole = Seen.requests([damaged])
            #expect(Seen.requests(damaged.map { [$0] }) == whole)
            #expect(Seen.requests(Pieces.atRandom(damaged, longest: 40, using: &random)) == whole)
            #expect(Seen.responses([damaged]) == Seen.responses(damaged.map { [$0] }))
        }
    }

    @Test func `random bytes are refused or awaited, never more`() {
        var random = SplitMix(seed: 11)
        for _ in 0..<2000 {
            let length = Int.random(in: 0...200, using: &random)
            let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(Seen.requests([noise]) == Seen.requests(noise.map { [$0] }))
            #expect(Seen.responses([noise]) == Seen.responses(noise.map { [$0] }))
        }
    }
}
