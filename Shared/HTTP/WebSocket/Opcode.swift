/// What a frame is (RFC 6455, 5.2).
public enum Opcode: UInt8, Sendable {
    case continuation = 0
    case text = 1
    case binary = 2
    case close = 8
    case ping = 9
    case pong = 10

    /// Control frames may come between the frames of a message.
    public var isControl: Bool { rawValue >= 8 }
}
