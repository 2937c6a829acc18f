/// Writes response heads, always as HTTP/1.1.
public enum ResponseWriter {
    /// Status line, header lines as they are, and the empty line.
    public static func append(_ head: ResponseHead, to output: inout [UInt8]) {
        output.reserveCapacity(output.count + head.headers.bytes.count + 64)
        appendLines(head, to: &output)
        output.append(line: "")
    }

    /// The head with what frames its body and says whether the connection stays: none of that belongs into `head`.
    ///
    /// - Parameters:
    ///   - body: What follows, or for HEAD would follow. ``BodyLength/chunked`` for a client of HTTP/1.0, which cannot
    ///     read chunks, is written as ``BodyLength/untilClose``: its bytes must then go out plain, and the connection
    ///     close.
    ///   - minorVersion: The client's.
    ///   - date: 29 bytes of ``HTTPDate``, made once a second by the caller; nothing leaves the line out.
    public static func append(
        _ head: ResponseHead, body: BodyLength, keepAlive: Bool, minorVersion: Int = 1, date: [UInt8] = [],
        to output: inout [UInt8]
    ) {
        output.reserveCapacity(output.count + head.headers.bytes.count + 160)
        appendLines(head, to: &output)
        if !date.isEmpty {
            output.append(contentsOf: "Date: ".utf8)
            output.append(contentsOf: date)
            output.append(line: "")
        }
        let body = body == .chunked && minorVersion == 0 ? .untilClose : body
        if !head.status.forbidsBody { output.append(framing: body, always: true) }
        if !keepAlive || body == .untilClose {
            output.append(line: "Connection: close")
        } else if minorVersion == 0 {
            output.append(line: "Connection: keep-alive")
        }
        output.append(line: "")
    }

    /// The answer to `Expect: 100-continue`.
    public static func appendContinue(to output: inout [UInt8]) {
        output.append(line: "HTTP/1.1 100 Continue")
        output.append(line: "")
    }

    private static func appendLines(_ head: ResponseHead, to output: inout [UInt8]) {
        if head.status == .ok {
            output.append(line: "HTTP/1.1 200 OK")
        } else {
            output.append(contentsOf: "HTTP/1.1 ".utf8)
            output.append(decimal: head.status.rawValue)
            output.append(Byte.space)
            output.append(line: head.status.reason)
        }
        output.append(contentsOf: head.headers.bytes)
    }
}

extension [UInt8] {
    mutating func append(line: String) {
        append(contentsOf: line.utf8)
        append(Byte.carriageReturn)
        append(Byte.lineFeed)
    }

    /// - Parameter always: Whether to say so when there is no body.
    mutating func append(framing body: BodyLength, always: Bool) {
        switch body {
        case .none:
            if always { append(line: "Content-Length: 0") }
        case .length(let count):
            append(contentsOf: "Content-Length: ".utf8)
            append(decimal: count)
            append(line: "")
        case .chunked:
            append(line: "Transfer-Encoding: chunked")
        case .untilClose:
            break
        }
    }
}
