/// Reads the frames of one side of a WebSocket from bytes that may be cut anywhere.
public struct FrameReader: Sendable {
    /// The side that reads.
    public enum Role: Sendable { case server, client }

    public init(role: Role, messageLimitBytes: Int) {
    }

    public var isIdle: Bool { true }

    public mutating func next(
        _ bytes: inout MutableSpan<UInt8>, at position: inout Int
    ) throws(FrameFault) -> FrameEvent? {
        nil
    }
}
