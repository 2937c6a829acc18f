/// Somebody who works in a workspace now, with what they may do: what `identity` tells the other services.
public struct ActiveMember: Codable, Sendable, Equatable {
    public var id: MemberID
    public var name: String
    public var rights: Rights

    /// An answer holds so many at most.
    public static let listLimit = 2000

    public init(id: MemberID, name: String, rights: Rights) {
        self.id = id
        self.name = name
        self.rights = rights
    }
}
