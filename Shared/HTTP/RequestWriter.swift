/// Writes request heads, always as HTTP/1.1.
public enum RequestWriter {
    /// The head with what frames its body, which must not be in its headers already. The caller has set `Host`.
    /// - Parameter body: Not ``BodyLength/untilClose`` (precondition): a request cannot be.
    public static func append(_ head: RequestHead, body: BodyLength, to output: inout [UInt8]) {
        precondition(body != .untilClose, "A request says where it ends.")
        let method = head.method.name
        precondition(isToken(method.utf8Span.span), "A method is a token.")
        output.reserveCapacity(output.count + head.headers.bytes.count + head.target.utf8.count + 80)
        output.append(contentsOf: method.utf8)
        output.append(Byte.space)
        append(target: head.target, to: &output)
        output.append(line: " HTTP/1.1")
        output.append(contentsOf: head.headers.bytes)
        output.append(framing: body, always: expectsBody(head.method))
        output.append(line: "")
    }

    /// What may not stand in a target is percent-encoded, so no target can end its line.
    private static func append(target: String, to output: inout [UInt8]) {
        for byte in target.utf8 {
            if byte > Byte.space && byte < 0x7F {
                output.append(byte)
            } else {
                output.append(0x25)
                output.append(Byte.hexDigit(byte >> 4))
                output.append(Byte.hexDigit(byte & 15))
            }
        }
    }

    private static func expectsBody(_ method: Method) -> Bool {
        switch method {
        case .post, .put, .patch: true
        case .get, .head, .delete, .options, .other: false
        }
    }
}
