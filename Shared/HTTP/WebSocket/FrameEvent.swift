/// What comes out of a WebSocket's byte stream.
public enum FrameEvent: Sendable, Equatable {
    /// A whole message, proved to be UTF-8.
    case text(Payload)
    /// A whole message.
    case binary(Payload)
    /// To be answered with a pong of the same payload, up to 125 bytes.
    case ping(Payload)
    case pong(Payload)
    /// The peer closes; nothing comes after it. ``CloseCode/noStatus`` when it gave no code.
    case close(CloseCode, reason: String)
}

/// Where the bytes of a message are.
public enum Payload: Sendable, Equatable {
    /// A range of the bytes passed to the reader, unmasked.
    case input(Range<Int>)
    /// A message that came in pieces.
    case assembled([UInt8])

    /// Lends the payload; `input` is what was passed to the reader.
    @inlinable
    public func withBytes<Result, Fault: Error>(
        in input: Span<UInt8>, _ body: (Span<UInt8>) throws(Fault) -> Result
    ) throws(Fault) -> Result {
        switch self {
        case .input(let range): try body(input.extracting(range))
        case .assembled(let bytes): try body(bytes.span)
        }
    }

    /// A copy of the payload.
    public func bytes(in input: Span<UInt8>) -> [UInt8] {
        switch self {
        case .input(let range): [UInt8](copying: input.extracting(range))
        case .assembled(let bytes): bytes
        }
    }
}
