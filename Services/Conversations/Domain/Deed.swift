import WireModel

/// Who does something to conversations, when, and as part of what.
struct Deed: Sendable {
    var workspace: WorkspaceID
    var author: Author
    var at: Timestamp
    /// What those are called whom it concerns, by their ids as text: the change log keeps names as they were.
    var names: [String: String] = [:]
    /// Why, where nobody chose.
    var reason: String?
    /// By what it was chosen who has the conversation; stands in the line that says who.
    var facts: [String: String] = [:]
    var operation: OperationID?
}

/// What a line of the change log says.
struct ChangeLine: Sendable, Equatable {
    var action: Change.Action
    var details: [String: String]

    init(_ action: Change.Action, _ details: [String: String?] = [:]) {
        self.action = action
        self.details = details.compactMapValues { $0.map { String($0.prefix(Change.valueLimit)) } }
    }

    func adding(_ facts: [String: String]) -> ChangeLine {
        var line = self
        line.details.merge(facts) { known, _ in known }
        return line
    }
}
