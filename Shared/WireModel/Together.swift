public import JSON

/// A lease of ``leaseSeconds``: a page that goes on showing the conversation says so again well within it. Of a page
/// that closed, its gateway says so.
public struct Viewing: Codable, Sendable, Equatable {
    public static let leaseSeconds = 30
    public var member: MemberID
    public var active: Bool

    public init(member: MemberID, active: Bool) {
        self.member = member
        self.active = active
    }
}

/// What a page of a member who writes tells those of the others, who may write the same text together. The pages alone
/// know what it means (`Services/Web/inbox/cowriting.js`).
public struct Cowriting: Codable, Sendable, Equatable {
    public static let dataLimitBytes = 24 << 10
    public var member: MemberID
    /// An object of at most ``dataLimitBytes``.
    public var data: RawJSON

    public init(member: MemberID, data: RawJSON) {
        self.member = member
        self.data = data
    }
}
