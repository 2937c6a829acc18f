/// Why a connection cannot be used.
public enum StreamFault: Error, Sendable, Equatable {
    /// No connection came about; the text is for a log.
    case unreachable(String)
    /// The time allowed is over. The connection is closed.
    case timeout
    /// The connection is gone, or the waiting task was cancelled.
    case closed
    /// More came than the caller allowed. The connection is closed.
    case tooLarge
}
