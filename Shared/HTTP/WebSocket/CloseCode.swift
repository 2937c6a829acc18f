/// Why a WebSocket closes (RFC 6455, 7.4).
public struct CloseCode: RawRepresentable, Sendable, Hashable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    public static let normal = CloseCode(rawValue: 1000)
    public static let goingAway = CloseCode(rawValue: 1001)
    public static let protocolError = CloseCode(rawValue: 1002)
    public static let unsupportedData = CloseCode(rawValue: 1003)
    /// The peer's close frame held no code. Never on the wire.
    public static let noStatus = CloseCode(rawValue: 1005)
    /// The connection ended without a close frame. Never on the wire.
    public static let abnormal = CloseCode(rawValue: 1006)
    /// Text that is not UTF-8.
    public static let invalidPayload = CloseCode(rawValue: 1007)
    public static let policyViolation = CloseCode(rawValue: 1008)
    public static let messageTooBig = CloseCode(rawValue: 1009)
    public static let mandatoryExtension = CloseCode(rawValue: 1010)
    public static let internalError = CloseCode(rawValue: 1011)
    /// Reconnect: the server starts anew.
    public static let serviceRestart = CloseCode(rawValue: 1012)
    /// Reconnect later: the server is busy, or this reader too slow.
    public static let tryAgainLater = CloseCode(rawValue: 1013)
    public static let badGateway = CloseCode(rawValue: 1014)

    /// Whether it may stand in a close frame: 1000 to 1003 and 1007 to 1014 as registered, 3000 to 4999 for the use of
    /// libraries and applications.
    public var isSendable: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
