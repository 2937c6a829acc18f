/// Reads the header lines of a head, and what they say about framing and the connection on the way.
struct HeaderLines {
    private(set) var headers = Headers()
    private(set) var hosts = 0
    private(set) var contentLength: Int?
    private(set) var isChunked = false
    private(set) var closes = false
    private(set) var keepsAlive = false
    private(set) var expectsContinue = false
    private(set) var expectsMore = false

    /// - Parameters:
    ///   - head: A whole head up to and with its empty line.
    ///   - start: Where its first header line begins.
    ///   - count: How many header lines there are.
    /// - Throws: 400 for a line that is not exactly `name: value`, or for a length or coding that is not beyond doubt.
    init(_ head: Span<UInt8>, from start: Int, count: Int) throws(HTTPFault) {
        var fields: [Headers.Field] = []
        fields.reserveCapacity(count)
        var index = start
        while head[index] != Byte.carriageReturn {
            let nameEnd = try Self.endOfName(head, from: index)
            let valueEnd = head.indexOfControl(from: nameEnd + 1)
            guard
                valueEnd + 1 < head.count && head[valueEnd] == Byte.carriageReturn
                    && head[valueEnd + 1] == Byte.lineFeed
            else { throw HTTPFault(.badRequest, "A header value holds a control character.") }
            let value = trimmed(head, nameEnd + 1..<valueEnd)
            try note(head, name: index..<nameEnd, value: value)
            fields.append(
                Headers.Field(
                    start: UInt32(truncatingIfNeeded: index &- start),
                    nameEnd: UInt32(truncatingIfNeeded: nameEnd &- start),
                    valueStart: UInt32(truncatingIfNeeded: value.lowerBound &- start),
                    valueEnd: UInt32(truncatingIfNeeded: value.upperBound &- start)))
            index = valueEnd + 2
        }
        guard index == head.count - 2 else { throw HTTPFault(.badRequest, "A header holds a bare carriage return.") }
        headers = Headers(lines: head.extracting(start..<index), fields: fields)
    }

    @inline(__always)
    private static func endOfName(_ head: Span<UInt8>, from start: Int) throws(HTTPFault) -> Int {
        var index = start
        while Byte.isToken(head[index]) { index &+= 1 }
        guard index > start && head[index] == Byte.colon else {
            throw HTTPFault(.badRequest, "A header line is not a name, a colon and a value.")
        }
        return index
    }

    /// Takes notice of the few headers that say how to read on.
    @inline(__always)
    private mutating func note(_ head: Span<UInt8>, name: Range<Int>, value: Range<Int>) throws(HTTPFault) {
        switch name.count {
        case 4, 6, 10, 14, 17:
            try noteLikely(head.extracting(name), head.extracting(value))
        default:
            break
        }
    }

    private mutating func noteLikely(_ name: Span<UInt8>, _ value: Span<UInt8>) throws(HTTPFault) {
        if name.isCalled("host") {
            try noteHost(value)
        } else if name.isCalled("connection") {
            closes = closes || list(value, contains: "close".utf8Span.span)
            keepsAlive = keepsAlive || list(value, contains: "keep-alive".utf8Span.span)
        } else if name.isCalled("content-length") {
            try noteContentLength(value)
        } else if name.isCalled("transfer-encoding") {
            guard !isChunked && value.isCalled("chunked") else {
                throw HTTPFault(.badRequest, "The only transfer coding is chunked, once.")
            }
            isChunked = true
        } else if name.isCalled("expect") {
            if value.isCalled("100-continue") { expectsContinue = true } else { expectsMore = true }
        }
    }

    private mutating func noteHost(_ value: Span<UInt8>) throws(HTTPFault) {
        hosts += 1
        guard isAuthority(value) else { throw HTTPFault(.badRequest, "The host is not a name and a port.") }
    }

    /// Digits and nothing else, one line and no more: anything looser is read differently by somebody.
    private mutating func noteContentLength(_ value: Span<UInt8>) throws(HTTPFault) {
        guard contentLength == nil && (1...18).contains(value.count) else {
            throw HTTPFault(.badRequest, "The content length is not one number.")
        }
        var length = 0
        for index in value.indices {
            let digit = value[index] &- Byte.zero
            guard digit < 10 else { throw HTTPFault(.badRequest, "The content length is not one number.") }
            length = length * 10 + Int(digit)
        }
        contentLength = length
    }

    /// Where the body ends, by the rules that both sides share (RFC 9112, 6.3).
    func bodyLength(minorVersion: Int, without: BodyLength) throws(HTTPFault) -> BodyLength {
        if isChunked {
            guard contentLength == nil && minorVersion > 0 else {
                throw HTTPFault(.badRequest, "A chunked body has no content length and needs HTTP/1.1.")
            }
            return .chunked
        }
        guard let contentLength else { return without }
        return contentLength == 0 ? .none : .length(contentLength)
    }

    func keepAlive(minorVersion: Int) -> Bool {
        !closes && (minorVersion > 0 || keepsAlive)
    }
}

extension Span<UInt8> {
    /// Whether this is `name`, A to Z counting as a to z.
    @inline(__always)
    func isCalled(_ name: String) -> Bool {
        equalIgnoringCase(self, name.utf8Span.span)
    }
}

/// Whether `bytes` can be a host and a port: not empty, nothing that ends an authority or names a user.
func isAuthority(_ bytes: Span<UInt8>) -> Bool {
    for index in bytes.indices {
        switch bytes[index] {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: continue  // letters and digits
        case 0x2D, 0x2E, 0x5F, 0x7E, 0x3A, 0x5B, 0x5D, 0x25: continue  // -._~ : [] %
        case 0x21, 0x24, 0x26...0x2B, 0x3B, 0x3D: continue  // !$&'()*+;=
        default: return false
        }
    }
    return bytes.count > 0
}
