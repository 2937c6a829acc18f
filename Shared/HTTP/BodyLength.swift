/// How a message says where its body ends.
public enum BodyLength: Sendable, Equatable {
    /// There is no body.
    case none
    /// `Content-Length`, in bytes. A reader reports 0 as ``none``.
    case length(Int)
    case chunked
    /// A response that lasts until the connection closes.
    case untilClose
}
