/// A whole unmasked frame, encoded once and shared by reference among all its receivers.
public final class EncodedFrame: Sendable {
    public let bytes: [UInt8]

    public convenience init(text: [UInt8]) {
        self.init(.text, text)
    }

    public convenience init(binary: [UInt8]) {
        self.init(.binary, binary)
    }

    /// - Precondition: Up to 125 bytes.
    public convenience init(ping: [UInt8]) {
        self.init(.ping, ping)
    }

    /// `reason` is cut to 123 bytes.
    public init(close code: CloseCode, reason: String = "") {
        var bytes: [UInt8] = []
        FrameWriter.appendClose(code, reason: reason, to: &bytes)
        self.bytes = bytes
    }

    private init(_ opcode: Opcode, _ payload: [UInt8]) {
        var bytes: [UInt8] = []
        FrameWriter.append(opcode, payload, to: &bytes)
        self.bytes = bytes
    }
}
