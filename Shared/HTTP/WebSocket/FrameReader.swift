/// Reads the frames of one side of a WebSocket from bytes that may be cut anywhere.
///
/// A message that lies whole in the bytes passed in is handed out as a range of them, without a copy or an allocation.
/// Anything else is put together here. Text is checked as its bytes arrive, so bad UTF-8 is refused at once.
public struct FrameReader: Sendable {
    /// The side that reads: a server expects masked frames, a client unmasked ones.
    public enum Role: Sendable { case server, client }

    private let messageLimitBytes: Int
    /// The frame whose payload is under way, its length and mask moved on as it arrives.
    private var frame: FrameHeader?
    private let isServer: Bool
    /// Of the message under way: text or binary.
    private var messageOpcode: Opcode?
    private var isEnded = false
    private var text = UTF8Checker()
    private var message: [UInt8] = []
    /// A control frame cut by reads, or the header of any frame.
    private var control: [UInt8] = []
    private var header: [UInt8] = []

    /// - Parameter messageLimitBytes: Of a whole message; one past it ends with close code 1009.
    public init(role: Role, messageLimitBytes: Int) {
        isServer = role == .server
        self.messageLimitBytes = messageLimitBytes
    }

    /// Whether no message or frame is under way.
    public var isIdle: Bool {
        frame == nil && messageOpcode == nil && header.isEmpty
    }

    /// Reads on in `bytes` from `position`, unmasking in place, and moves `position` past what was used.
    /// - Returns: nil when all bytes are used and more are needed. After a close or a fault all bytes are dropped.
    /// - Throws: The code to close with.
    public mutating func next(
        _ bytes: inout MutableSpan<UInt8>, at position: inout Int
    ) throws(FrameFault) -> FrameEvent? {
        do throws(FrameFault) {
            while !isEnded {
                if frame == nil {
                    guard let header = try nextHeader(bytes.span, at: &position) else { return nil }
                    try admit(header)
                    if header.length <= bytes.count &- position && isWhole(header) {
                        return try take(header, &bytes, at: &position)
                    }
                    frame = header
                }
                if let event = try nextPiece(&bytes, at: &position) { return event }
                if frame != nil { return nil }
            }
        } catch {
            end()
            throw error
        }
        position = bytes.count
        return nil
    }

    // MARK: Headers

    @inline(__always)
    private mutating func nextHeader(
        _ bytes: Span<UInt8>, at position: inout Int
    ) throws(FrameFault) -> FrameHeader? {
        guard header.isEmpty else { return try nextCutHeader(bytes, at: &position) }
        if let whole = try FrameHeader(bytes, at: position, isMasked: isServer) {
            position &+= Int(whole.size)
            return whole
        }
        header.append(copying: bytes.extracting(position..<bytes.count))
        position = bytes.count
        return nil
    }

    private mutating func nextCutHeader(
        _ bytes: Span<UInt8>, at position: inout Int
    ) throws(FrameFault) -> FrameHeader? {
        while position < bytes.count {
            header.append(bytes[position])
            position += 1
            if let whole = try FrameHeader(header.span, at: 0, isMasked: isServer) {
                header = []
                return whole
            }
        }
        return nil
    }

    /// Whether the frame may come now, and fits.
    @inline(__always)
    private mutating func admit(_ header: FrameHeader) throws(FrameFault) {
        if header.opcode.isControl { return }
        if header.opcode == .continuation {
            guard messageOpcode != nil else {
                throw FrameFault(.protocolError, "There is no message to continue.")
            }
        } else {
            guard messageOpcode == nil else {
                throw FrameFault(.protocolError, "The message before is not complete.")
            }
        }
        guard header.length <= messageLimitBytes - message.count else {
            throw FrameFault(.messageTooBig, "The message is too large.")
        }
    }

    // MARK: Whole frames

    /// Whether the frame is a message by itself.
    @inline(__always)
    private func isWhole(_ header: FrameHeader) -> Bool {
        header.isFinal && header.opcode != .continuation
    }

    @inline(__always)
    private mutating func take(
        _ header: FrameHeader, _ bytes: inout MutableSpan<UInt8>, at position: inout Int
    ) throws(FrameFault) -> FrameEvent {
        let range = position..<position &+ header.length
        position = range.upperBound
        if isServer { unmask(&bytes, range, with: header.mask) }
        switch header.opcode {
        case .text:
            var whole = UTF8Checker()
            guard whole.accept(bytes.span.extracting(range)) && whole.isComplete else { throw .badText }
            return .text(.input(range))
        case .binary, .continuation:
            return .binary(.input(range))
        case .close, .ping, .pong:
            return try event(header.opcode, .input(range), in: bytes.span)
        }
    }

    private mutating func event(
        _ control: Opcode, _ payload: Payload, in input: Span<UInt8>
    ) throws(FrameFault) -> FrameEvent {
        switch control {
        case .ping: return .ping(payload)
        case .pong: return .pong(payload)
        default:
            let event = try payload.withBytes(in: input) { bytes throws(FrameFault) in try closeEvent(bytes) }
            end()
            return event
        }
    }

    // MARK: Frames in pieces

    /// Takes what is there of the payload of `frame`.
    private mutating func nextPiece(
        _ bytes: inout MutableSpan<UInt8>, at position: inout Int
    ) throws(FrameFault) -> FrameEvent? {
        guard var piece = frame else { return nil }
        let range = position..<position + min(piece.length, bytes.count - position)
        position = range.upperBound
        if isServer {
            unmask(&bytes, range, with: piece.mask)
            let turn = UInt32(range.count % 4) * 8
            piece.mask = piece.mask >> turn | piece.mask << ((32 - turn) % 32)
        }
        piece.length -= range.count
        frame = piece.length == 0 ? nil : piece
        if piece.opcode.isControl {
            control.append(copying: bytes.span.extracting(range))
            guard piece.length == 0 else { return nil }
            let whole = control
            control = []
            return try event(piece.opcode, .assembled(whole), in: bytes.span)
        }
        if piece.opcode != .continuation { messageOpcode = piece.opcode }
        return try append(bytes.span.extracting(range), endsMessage: piece.length == 0 && piece.isFinal)
    }

    private mutating func append(_ bytes: Span<UInt8>, endsMessage: Bool) throws(FrameFault) -> FrameEvent? {
        let isText = messageOpcode == .text
        if isText {
            guard text.accept(bytes) && (text.isComplete || !endsMessage) else { throw .badText }
        }
        message.append(copying: bytes)
        guard endsMessage else { return nil }
        let whole = message
        message = []
        messageOpcode = nil
        return isText ? .text(.assembled(whole)) : .binary(.assembled(whole))
    }

    private mutating func end() {
        self = FrameReader(role: isServer ? .server : .client, messageLimitBytes: messageLimitBytes)
        isEnded = true
    }
}

/// The payload of a close frame: nothing, or a code and a reason.
private func closeEvent(_ payload: Span<UInt8>) throws(FrameFault) -> FrameEvent {
    guard payload.count > 0 else { return .close(.noStatus, reason: "") }
    guard payload.count > 1 else { throw FrameFault(.protocolError, "Half a close code is none.") }
    let code = CloseCode(rawValue: UInt16(payload[0]) << 8 | UInt16(payload[1]))
    guard code.isSendable else { throw FrameFault(.protocolError, "The close code may not be sent.") }
    let reason = payload.extracting(2..<payload.count)
    var text = UTF8Checker()
    guard text.accept(reason) && text.isComplete else { throw .badText }
    return .close(code, reason: String(copying: reason))
}

extension FrameFault {
    fileprivate static var badText: FrameFault { FrameFault(.invalidPayload, "The text is not UTF-8.") }
}
