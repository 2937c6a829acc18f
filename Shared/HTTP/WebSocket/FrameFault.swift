/// A byte stream that breaks the protocol or a bound: send a close frame with ``code`` and end the connection.
public struct FrameFault: Error, Sendable, Equatable {
    /// 1002, 1007 or 1009.
    public var code: CloseCode
    /// One sentence that fits a close frame.
    public var message: String

    public init(_ code: CloseCode, _ message: String) {
        self.code = code
        self.message = message
    }
}
