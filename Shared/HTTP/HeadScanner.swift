/// Finds where a head ends, and holds its bytes while it is cut in two.
///
/// Lines end in CR LF and nothing else; bounds are checked as bytes arrive, so what is held is bounded too.
struct HeadScanner: Sendable {
    /// Where a complete head is, its last empty line included.
    enum Place {
        case input(Range<Int>)
        case held
    }

    private(set) var held: [UInt8] = []
    /// Complete lines so far, the start line among them, the empty last one not.
    private(set) var lines = 0
    private var lineBytes = 0
    private var endsInReturn = false
    private var headerBytes = 0
    private var sawEmptyLine = false

    var isIdle: Bool { lines == 0 && lineBytes == 0 }

    /// - Returns: The place of the head once it is complete; nil when `bytes` are used up before.
    mutating func next(
        _ bytes: Span<UInt8>, at position: inout Int, limits: HTTPLimits
    ) throws(HTTPFault) -> Place? {
        var headStart = position
        var lineStart = position
        while let lineFeed = bytes.indexOfLineFeed(from: lineStart) {
            let length = lineBytes + lineFeed - lineStart
            try check(length, limits)
            guard lineFeed > lineStart ? bytes[lineFeed - 1] == Byte.carriageReturn : endsInReturn else {
                throw HTTPFault(.badRequest, "A line of the head ends in a bare line feed.")
            }
            lineStart = lineFeed + 1
            lineBytes = 0
            endsInReturn = false
            if length > 1 {
                try countLine(length + 1, limits)
            } else if lines > 0 {
                position = lineStart
                return take(bytes.extracting(headStart..<lineStart), at: headStart)
            } else {
                try skipEmptyLine()
                headStart = lineStart
            }
        }
        try hold(bytes, headStart: headStart, lineStart: lineStart, limits)
        position = bytes.count
        return nil
    }

    private mutating func take(_ end: Span<UInt8>, at start: Int) -> Place {
        guard !held.isEmpty else { return .input(start..<start + end.count) }
        held.append(copying: end)
        return .held
    }

    private mutating func hold(
        _ bytes: Span<UInt8>, headStart: Int, lineStart: Int, _ limits: HTTPLimits
    ) throws(HTTPFault) {
        guard headStart < bytes.count else { return }
        if lineStart < bytes.count {
            lineBytes += bytes.count - lineStart
            endsInReturn = bytes[bytes.count - 1] == Byte.carriageReturn
            try check(lineBytes, limits)
        }
        held.append(copying: bytes.extracting(headStart..<bytes.count))
    }

    /// - Parameter length: Of the line under way, without its line feed.
    private func check(_ length: Int, _ limits: HTTPLimits) throws(HTTPFault) {
        if lines == 0 {
            guard length <= limits.requestLineBytes + 1 else {
                throw HTTPFault(.targetTooLong, "The request line is too long.")
            }
        } else if length > 1 && headerBytes + length + 1 > limits.headerBytes {
            throw HTTPFault(.headersTooLarge, "The headers are too large.")
        }
    }

    private mutating func countLine(_ length: Int, _ limits: HTTPLimits) throws(HTTPFault) {
        if lines > 0 { headerBytes += length }
        lines += 1
        guard lines <= limits.headerCount + 1 else {
            throw HTTPFault(.headersTooLarge, "There are too many headers.")
        }
    }

    /// One empty line before a message is forgiven: old clients sent one after a body (RFC 9112, 2.2).
    private mutating func skipEmptyLine() throws(HTTPFault) {
        guard !sawEmptyLine else { throw HTTPFault(.badRequest, "A message begins with a start line.") }
        sawEmptyLine = true
        held = []
    }
}
