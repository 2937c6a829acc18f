import WireModel

/// The one place that decides whether a browser hears of an event. Whatever the code around it does, an internal note
/// never reaches a visitor, and nothing of a workspace or an inbox reaches somebody who may not see it.
enum Audience {
    static func mayHear(_ event: EventLine, _ principal: Principal) -> Bool {
        guard event.workspace == principal.workspace else { return false }
        switch (event.audience, principal.subject) {
        case (.services, _): return false
        case (.everyone, .visitor(let id, _)): return event.visitor == id
        case (.agents, .visitor): return false
        case (.everyone, .member), (.everyone, .key), (.agents, .member), (.agents, .key):
            guard let inbox = event.inbox else { return true }
            return principal.inboxes.allows(inbox)
        }
    }
}
