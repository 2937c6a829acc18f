/// Who gets what arrives in an inbox.
public struct InboxAssignment: Codable, Sendable, Equatable {
    public enum Strategy: String, Codable, Sendable, CaseIterable { case manual, roundRobin, leastLoaded }

    public var strategy: Strategy
    /// Nobody is given more than so many that are open, 1 to ``capLimit``; nil for no bound.
    public var cap: Int?
    /// Only those who are there.
    public var onlineOnly: Bool
    /// A customer who comes back goes to whom they spoke with last.
    public var sticky: Bool
    /// After so long away, 1 to ``awayLimitMinutes``, somebody's open conversations go back; nil for never.
    public var awayMinutes: Int?

    public static let capLimit = 1000
    public static let awayLimitMinutes = 7 * 24 * 60
    /// As every inbox begins.
    public static let byHand = InboxAssignment(strategy: .manual)

    public init(
        strategy: Strategy, cap: Int? = nil, onlineOnly: Bool = false, sticky: Bool = false, awayMinutes: Int? = nil
    ) {
        self.strategy = strategy
        self.cap = cap
        self.onlineOnly = onlineOnly
        self.sticky = sticky
        self.awayMinutes = awayMinutes
    }
}

/// The inboxes in the order in which they are shown.
public struct InboxOrder: Codable, Sendable {
    /// Those that are not named come after these, as they stood.
    public var inboxes: [InboxID]

    public init(inboxes: [InboxID]) {
        self.inboxes = inboxes
    }
}
