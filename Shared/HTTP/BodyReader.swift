/// Reads one body, of whatever length its head announced.
enum BodyReader: Sendable {
    case remaining(Int)
    case chunked(ChunkReader)
    case untilClose

    /// - Throws: 413 for a length past `limitBytes`; a chunked body throws it when it gets there.
    init(_ length: BodyLength, limits: HTTPLimits, limitBytes: Int) throws(HTTPFault) {
        switch length {
        case .none:
            self = .remaining(0)
        case .length(let count):
            guard count <= limitBytes else { throw HTTPFault(.contentTooLarge, "The body is too large.") }
            self = .remaining(count)
        case .chunked:
            self = .chunked(ChunkReader(limits: limits, bodyBytes: limitBytes))
        case .untilClose:
            self = .untilClose
        }
    }

    /// - Returns: nil when more bytes are needed. The end of a body of known length needs none.
    mutating func next(_ bytes: Span<UInt8>, at position: inout Int) throws(HTTPFault) -> BodyPiece? {
        switch self {
        case .remaining(0):
            return .end
        case .remaining(let count):
            let start = position
            position += min(count, bytes.count - start)
            self = .remaining(count - (position - start))
            return start == position ? nil : .body(start..<position)
        case .chunked(var reader):
            defer { self = .chunked(reader) }
            return try reader.next(bytes, at: &position)
        case .untilClose:
            let start = position
            position = bytes.count
            return start == position ? nil : .body(start..<position)
        }
    }
}
