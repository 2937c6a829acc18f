/// A piece of a body, or its end.
enum BodyPiece {
    case body(Range<Int>)
    case end
}

/// Reads a chunked body: byte by byte between the data, in whole pieces within it. Extensions and trailers are
/// checked, bounded and dropped.
struct ChunkReader: Sendable {
    private enum Step: UInt8 {
        case sizeStart, size, sizeExtension, sizeEnd
        case data, dataReturn, dataEnd
        case trailerStart, trailerName, trailerValue, trailerEnd
        case end
    }

    private var step = Step.sizeStart
    private var sizeDigits = 0
    private var chunkBytes = 0
    private var bodyBytesLeft: Int
    private var extensionBytesLeft: Int
    private var trailerBytesLeft: Int

    init(limits: HTTPLimits, bodyBytes: Int) {
        bodyBytesLeft = bodyBytes
        extensionBytesLeft = limits.chunkExtensionBytes
        trailerBytesLeft = limits.trailerBytes
    }

    mutating func next(_ bytes: Span<UInt8>, at position: inout Int) throws(HTTPFault) -> BodyPiece? {
        while position < bytes.count {
            if step == .data {
                let start = position
                position += min(chunkBytes, bytes.count - position)
                chunkBytes -= position - start
                if chunkBytes == 0 { step = .dataReturn }
                return .body(start..<position)
            }
            let byte = bytes[position]
            position += 1
            if try take(byte) { return .end }
        }
        return nil
    }

    /// - Returns: Whether `byte` was the last of the body.
    private mutating func take(_ byte: UInt8) throws(HTTPFault) -> Bool {
        switch step {
        case .sizeStart, .size, .sizeExtension, .sizeEnd: try takeSize(byte)
        case .data: break
        case .dataReturn: try expect(Byte.carriageReturn, byte, then: .dataEnd)
        case .dataEnd: try expect(Byte.lineFeed, byte, then: .sizeStart)
        case .trailerStart, .trailerName, .trailerValue, .trailerEnd: try takeTrailer(byte)
        case .end:
            try expect(Byte.lineFeed, byte, then: .end)
            return true
        }
        return false
    }

    private mutating func takeSize(_ byte: UInt8) throws(HTTPFault) {
        switch step {
        case .sizeStart:
            guard let digit = Byte.hexValue(byte) else { throw .badChunk }
            chunkBytes = Int(digit)
            sizeDigits = 1
            step = .size
        case .size:
            if let digit = Byte.hexValue(byte) {
                sizeDigits += 1
                guard sizeDigits <= Self.sizeDigitLimit else { throw .badChunk }
                chunkBytes = chunkBytes << 4 | Int(digit)
            } else if byte == Byte.semicolon {
                try takeExtension(byte)
            } else {
                try expect(Byte.carriageReturn, byte, then: .sizeEnd)
            }
        case .sizeExtension where byte != Byte.carriageReturn:
            try takeExtension(byte)
        case .sizeExtension:
            step = .sizeEnd
        default:
            try expect(Byte.lineFeed, byte, then: chunkBytes == 0 ? .trailerStart : .data)
            guard chunkBytes <= bodyBytesLeft else { throw HTTPFault(.contentTooLarge, "The body is too large.") }
            bodyBytesLeft -= chunkBytes
        }
    }

    private mutating func takeExtension(_ byte: UInt8) throws(HTTPFault) {
        extensionBytesLeft -= 1
        guard Byte.isValue(byte) && extensionBytesLeft >= 0 else { throw .badChunk }
        step = .sizeExtension
    }

    private mutating func takeTrailer(_ byte: UInt8) throws(HTTPFault) {
        if step == .trailerStart && byte == Byte.carriageReturn {
            step = .end
            return
        }
        trailerBytesLeft -= 1
        guard trailerBytesLeft >= 0 else { throw HTTPFault(.headersTooLarge, "The trailers are too large.") }
        switch step {
        case .trailerStart:
            guard Byte.isToken(byte) else { throw .badTrailer }
            step = .trailerName
        case .trailerName where byte == Byte.colon:
            step = .trailerValue
        case .trailerName:
            guard Byte.isToken(byte) else { throw .badTrailer }
        case .trailerValue where byte == Byte.carriageReturn:
            step = .trailerEnd
        case .trailerValue:
            guard Byte.isValue(byte) else { throw .badTrailer }
        default:
            guard byte == Byte.lineFeed else { throw .badTrailer }
            step = .trailerStart
        }
    }

    private mutating func expect(_ wanted: UInt8, _ byte: UInt8, then next: Step) throws(HTTPFault) {
        guard byte == wanted else { throw .badChunk }
        step = next
    }

    /// Fifteen digits are 2^60 bytes: more than any body, and they cannot overflow.
    private static let sizeDigitLimit = 15
}

extension HTTPFault {
    fileprivate static var badChunk: HTTPFault { HTTPFault(.badRequest, "The body is not properly chunked.") }
    fileprivate static var badTrailer: HTTPFault { HTTPFault(.badRequest, "A trailer is not a name and a value.") }
}
