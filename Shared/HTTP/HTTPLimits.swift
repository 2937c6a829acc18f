/// Bounds of one message. A message past a bound is refused with the status named there.
public struct HTTPLimits: Sendable, Equatable {
    /// Request or status line without its line end; past it 414.
    public var requestLineBytes = 8 << 10
    /// All header lines together, line ends included; past it 431.
    public var headerBytes = 32 << 10
    /// Header lines; past it 431.
    public var headerCount = 100
    /// Request body, chunk framing not counted; past it 413. Responses are unbounded: their reader pulls what it wants.
    public var bodyBytes = 64 << 20
    /// All chunk extensions of one body together; past it 400.
    public var chunkExtensionBytes = 4 << 10
    /// All trailer lines of one body together, line ends included; past it 431.
    public var trailerBytes = 8 << 10

    public init() {}
}
