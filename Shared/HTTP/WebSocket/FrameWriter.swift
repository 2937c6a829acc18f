/// Writes frames. A client gives every frame a fresh random `mask`; a server gives none.
public enum FrameWriter {
    /// - Parameter payload: Of a control frame up to 125 bytes (precondition).
    public static func append(
        _ opcode: Opcode, _ payload: Span<UInt8>, final: Bool = true, mask: UInt32? = nil, to output: inout [UInt8]
    ) {
        precondition(!opcode.isControl || (payload.count <= 125 && final), "A control frame holds up to 125 bytes.")
        output.reserveCapacity(output.count + payload.count + 14)
        output.append(opcode.rawValue | (final ? 0x80 : 0))
        appendLength(payload.count, isMasked: mask != nil, to: &output)
        guard let mask else {
            output.append(copying: payload)
            return
        }
        for shift in stride(from: 24, through: 0, by: -8) { output.append(UInt8(truncatingIfNeeded: mask >> shift)) }
        let start = output.count
        output.append(copying: payload)
        var bytes = output.mutableSpan
        unmask(&bytes, start..<bytes.count, with: mask.byteSwapped)
    }

    public static func append(
        _ opcode: Opcode, _ payload: [UInt8], final: Bool = true, mask: UInt32? = nil, to output: inout [UInt8]
    ) {
        append(opcode, payload.span, final: final, mask: mask, to: &output)
    }

    /// Writes what a reader handed out; `input` is what was passed to that reader.
    public static func append(
        _ opcode: Opcode, _ payload: Payload, in input: Span<UInt8>, mask: UInt32? = nil, to output: inout [UInt8]
    ) {
        payload.withBytes(in: input) { append(opcode, $0, mask: mask, to: &output) }
    }

    /// A close frame; without a payload for a code that may not be sent. `reason` is cut to 123 bytes.
    public static func appendClose(
        _ code: CloseCode, reason: String = "", mask: UInt32? = nil, to output: inout [UInt8]
    ) {
        var payload: [UInt8] = []
        if code.isSendable {
            payload.append(UInt8(code.rawValue >> 8))
            payload.append(UInt8(code.rawValue & 0xFF))
            for character in reason.unicodeScalars {
                guard payload.count + UTF8.width(character) <= 125 else { break }
                payload.append(contentsOf: UTF8.encode(character)!)
            }
        }
        append(.close, payload.span, mask: mask, to: &output)
    }

    private static func appendLength(_ count: Int, isMasked: Bool, to output: inout [UInt8]) {
        let maskBit: UInt8 = isMasked ? 0x80 : 0
        switch count {
        case ...125:
            output.append(maskBit | UInt8(count))
        case ...0xFFFF:
            output.append(maskBit | 126)
            output.append(UInt8(count >> 8))
            output.append(UInt8(count & 0xFF))
        default:
            output.append(maskBit | 127)
            for shift in stride(from: 56, through: 0, by: -8) {
                output.append(UInt8(truncatingIfNeeded: count >> shift))
            }
        }
    }
}
