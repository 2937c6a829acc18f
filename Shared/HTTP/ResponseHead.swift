/// Status and header lines.
public struct ResponseHead: Sendable, Equatable {
    public var status: Status
    public var headers: Headers
    /// 1 for HTTP/1.1, 0 for HTTP/1.0; of a response that was read. Ours are written as 1.1.
    public var minorVersion: Int

    public init(status: Status, headers: Headers = Headers(), minorVersion: Int = 1) {
        self.status = status
        self.headers = headers
        self.minorVersion = minorVersion
    }
}
