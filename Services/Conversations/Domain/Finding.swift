import WireModel

/// Conversations found elsewhere than in the index: by a word of a text, or by who they are with.
struct Finding: Hashable, Sendable {
    /// In ascending order; one may be there twice.
    var ids: [ConversationID] = []
    /// What was not looked at yet; nil once everything was.
    var rest: Rest?

    struct Rest: Hashable, Sendable {
        /// Whatever is found further is not after this one.
        var upTo: ConversationID
        /// Where the search's index goes on: before this row.
        var row: Int64
        /// How many places were looked at so far.
        var places: Int
    }

    /// Nothing was looked at.
    static let unknown = Finding(rest: Rest(upTo: ConversationID(rawValue: .max), row: .max, places: 0))
}
