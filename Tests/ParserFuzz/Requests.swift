import HTTP

/// What a reader of messages made of its bytes: whole messages, and the fault at the end.
struct Read<Head: Equatable>: Equatable {
    struct Message: Equatable {
        var head: Head
        var length: BodyLength
        var keepAlive: Bool
        var body: [UInt8] = []
        var isWhole = false
    }

    var messages: [Message] = []
    var fault: HTTPFault?

    mutating func append(_ piece: ArraySlice<UInt8>) {
        check(!piece.isEmpty, "a piece of a body is never empty")
        messages[messages.count - 1].body += piece
    }

    mutating func end() {
        messages[messages.count - 1].isWhole = true
    }
}

enum Requests {
    /// - Parameter isNarrow: Bounds that the fuzzer's short inputs reach.
    static func read(_ cuts: Cuts, isNarrow: Bool) {
        var limits = HTTPLimits()
        if isNarrow {
            limits.requestLineBytes = 40
            limits.headerBytes = 120
            limits.headerCount = 6
            limits.bodyBytes = 50
            limits.chunkExtensionBytes = 10
            limits.trailerBytes = 20
        }
        let read = cuts.alike { pieces in requests(pieces, limits) }
        for message in read.messages {
            inquire(message.head)
            check(message.body.count <= limits.bodyBytes, "a body past the bound")
            if message.isWhole { writeAgain(message) }
        }
    }

    private static func requests(_ pieces: [[UInt8]], _ limits: HTTPLimits) -> Read<RequestHead> {
        var reader = RequestReader(limits: limits)
        var read = Read<RequestHead>()
        var awaited = 0
        let headLimit = limits.requestLineBytes + limits.headerBytes + 6
        for piece in pieces {
            var position = 0
            do {
                while true {
                    let start = position
                    let event = try reader.next(piece.span, at: &position)
                    switch event {
                    case .head(let head, let body, let keepAlive, expectsContinue: _):
                        read.messages.append(.init(head: head, length: body, keepAlive: keepAlive))
                    case .body(let range): read.append(piece[range])
                    case .end: read.end()
                    case nil: break
                    }
                    guard event == nil else {
                        awaited = 0
                        continue
                    }
                    awaited += position - start
                    break
                }
            } catch {
                read.fault = error
                return read
            }
            check(position == piece.count, "nil means that all bytes were used")
            let isInHead = read.messages.last?.isWhole != false
            check(!isInHead || awaited <= headLimit, "a head without an end holds \(awaited) bytes")
        }
        return read
    }

    /// Everything that a service asks a head.
    private static func inquire(_ head: RequestHead) {
        check(head.path.hasPrefix("/") || head.path == "*" || head.path.isEmpty == false, "a path is never empty")
        _ = (head.query, head.host, head.queryValue("after"), head.queryValues("a"))
        _ = (PercentEncoding.decode(head.path), Handshake.subprotocols(offered: head))
        if Handshake.isUpgrade(head) { _ = try? Handshake.accept(head, subprotocol: "majlis") }
        for (name, value) in head.headers {
            check(head.headers.contains(name), "a header that is there is found")
            check(head.headers.values(of: name).contains(value), "a header's value is among its values")
            check(!value.utf8.contains { $0 == 0x0D || $0 == 0x0A || $0 == 0 }, "a value holds the end of a line")
        }
    }

    /// What was accepted, written as we write, is read as the same.
    private static func writeAgain(_ message: Read<RequestHead>.Message) {
        var head = message.head
        head.headers = unframed(head.headers)
        if !head.headers.contains("Host") { head.headers.add("Host", "h") }
        var bytes: [UInt8] = []
        RequestWriter.append(head, body: message.length, to: &bytes)
        append(message.body, message.length, to: &bytes)
        var limits = HTTPLimits()
        limits.headerCount += 2
        limits.headerBytes += 200
        let again = requests([bytes], limits)
        check(
            again.fault == nil && again.messages.count == 1, "written again it is refused: \(String(describing: again))"
        )
        check(again.messages[0].isWhole, "written again it does not end")
        check(again.messages[0].body == message.body, "written again its body is another")
        check(again.messages[0].length == message.length, "written again its length is another")
        var other = again.messages[0].head
        other.headers = unframed(other.headers)
        other.minorVersion = head.minorVersion
        check(other == head, "written again \(head) is \(other)")
    }

    static func unframed(_ headers: Headers) -> Headers {
        var headers = headers
        headers.remove("Content-Length")
        headers.remove("Transfer-Encoding")
        return headers
    }

    static func append(_ body: [UInt8], _ length: BodyLength, to bytes: inout [UInt8]) {
        guard length == .chunked else {
            bytes += body
            return
        }
        ChunkWriter.append(body, to: &bytes)
        ChunkWriter.appendEnd(to: &bytes)
    }
}
