/// One stretch of a list. Lists have no page numbers: the next stretch starts where this one's cursor says, which stays
/// right while things move.
public struct Page<Item: Codable & Sendable>: Codable, Sendable {
    public var items: [Item]
    /// Given back as `cursor` for the next stretch; absent at the end. Opaque.
    public var nextCursor: String?

    public init(items: [Item], nextCursor: String? = nil) {
        self.items = items
        self.nextCursor = nextCursor
    }
}

extension Page: Equatable where Item: Equatable {}
