@testable import HTTP

/// What a frame reader saw, payloads copied, so that it can be compared however the input was cut.
enum SeenFrame: Equatable {
    case text(String)
    case binary([UInt8])
    case ping([UInt8])
    case pong([UInt8])
    case close(CloseCode, String)
    case fault(CloseCode)

    static func all(
        _ pieces: [[UInt8]], role: FrameReader.Role = .server, limit: Int = 1 << 20
    ) -> [SeenFrame] {
        var reader = FrameReader(role: role, messageLimitBytes: limit)
        var seen: [SeenFrame] = []
        for piece in pieces {
            var piece = piece
            var input = piece.mutableSpan
            var position = 0
            do {
                while let event = try reader.next(&input, at: &position) {
                    seen.append(SeenFrame(event, input.span))
                }
            } catch {
                return seen + [.fault(error.code)]
            }
            precondition(position == input.count, "nil means that all bytes were used")
        }
        return seen
    }

    /// Of a whole input, after checking that every cut of it gives the same.
    static func anyhow(_ bytes: [UInt8], role: FrameReader.Role = .server, limit: Int = 1 << 20) -> [SeenFrame] {
        let whole = all([bytes], role: role, limit: limit)
        for pieces in Pieces.every(bytes) where all(pieces, role: role, limit: limit) != whole {
            return []
        }
        return whole
    }

    private init(_ event: FrameEvent, _ input: Span<UInt8>) {
        switch event {
        case .text(let payload): self = .text(String(validating: payload.bytes(in: input), as: UTF8.self)!)
        case .binary(let payload): self = .binary(payload.bytes(in: input))
        case .ping(let payload): self = .ping(payload.bytes(in: input))
        case .pong(let payload): self = .pong(payload.bytes(in: input))
        case .close(let code, let reason): self = .close(code, reason)
        }
    }
}

/// A frame as a client sends it, with any header bits.
func masked(_ first: UInt8, _ payload: [UInt8], mask: UInt32 = 0x37FA_213D) -> [UInt8] {
    var frame: [UInt8] = []
    FrameWriter.append(.binary, payload, mask: mask, to: &frame)
    frame[0] = first
    return frame
}

/// The first byte of a last frame.
let final: UInt8 = 0x80
