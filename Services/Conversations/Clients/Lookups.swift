import ServiceKit
import WireModel

/// What a filter asks of others than the index: of contacts, by what they are called and where they are reached.
struct Lookups: Sendable {
    let contacts: Peer

    /// The conversations meant, in ascending order.
    func find(
        _ lookup: FilterRules.Lookup, _ workspace: WorkspaceID, requestID: String
    ) async throws -> [ConversationID] {
        []
    }
}
