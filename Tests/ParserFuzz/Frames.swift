import HTTP

/// Either side of a WebSocket.
enum Frames {
    private static let messageLimitBytes = 300

    private enum Seen: Equatable {
        case text([UInt8])
        case binary([UInt8])
        case ping([UInt8])
        case pong([UInt8])
        case close(CloseCode, String)
        case fault(FrameFault)
    }

    static func read(_ cuts: Cuts, _ role: FrameReader.Role) {
        let seen = cuts.alike { pieces in frames(pieces, role) }
        for event in seen {
            switch event {
            case .text(let bytes):
                check(bytes.count <= messageLimitBytes, "a message past the bound")
                check(String(validating: bytes, as: UTF8.self) != nil, "a text is not UTF-8")
            case .binary(let bytes): check(bytes.count <= messageLimitBytes, "a message past the bound")
            case .ping(let bytes), .pong(let bytes): check(bytes.count <= 125, "a control frame past its bound")
            case .close(let code, _): check(code.isSendable || code == .noStatus, "a close code that may not be sent")
            case .fault: break
            }
        }
        writeAgain(seen, role)
    }

    private static func frames(_ pieces: [[UInt8]], _ role: FrameReader.Role) -> [Seen] {
        var reader = FrameReader(role: role, messageLimitBytes: messageLimitBytes)
        var seen: [Seen] = []
        for piece in pieces {
            var bytes = piece
            var position = 0
            do {
                while let event = try next(&reader, &bytes, &position) {
                    switch event {
                    case .text(let payload): seen.append(.text(payload.bytes(in: bytes.span)))
                    case .binary(let payload): seen.append(.binary(payload.bytes(in: bytes.span)))
                    case .ping(let payload): seen.append(.ping(payload.bytes(in: bytes.span)))
                    case .pong(let payload): seen.append(.pong(payload.bytes(in: bytes.span)))
                    case .close(let code, let reason): seen.append(.close(code, reason))
                    }
                }
            } catch {
                return seen + [.fault(error)]
            }
            check(position == piece.count, "nil means that all bytes were used")
        }
        return seen
    }

    private static func next(
        _ reader: inout FrameReader, _ bytes: inout [UInt8], _ position: inout Int
    ) throws(FrameFault) -> FrameEvent? {
        var span = bytes.mutableSpan
        return try reader.next(&span, at: &position)
    }

    private static func writeAgain(_ seen: [Seen], _ role: FrameReader.Role) {
        let mask: UInt32? = role == .server ? 0xA1B2_C3D4 : nil
        var bytes: [UInt8] = []
        for event in seen {
            switch event {
            case .text(let payload): FrameWriter.append(.text, payload, mask: mask, to: &bytes)
            case .binary(let payload): FrameWriter.append(.binary, payload, mask: mask, to: &bytes)
            case .ping(let payload): FrameWriter.append(.ping, payload, mask: mask, to: &bytes)
            case .pong(let payload): FrameWriter.append(.pong, payload, mask: mask, to: &bytes)
            case .close(let code, let reason):
                FrameWriter.appendClose(code, reason: reason, mask: mask, to: &bytes)
            case .fault: break
            }
        }
        let sent = seen.filter { if case .fault = $0 { false } else { true } }
        check(frames([bytes], role) == sent, "written again the frames are others")
    }
}
