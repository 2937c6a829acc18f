import WireModel

#if BREAKABLE
    import Threads
#endif

/// The one place that decides whether a browser hears of an event. Whatever the code around it does, an internal note
/// never reaches a visitor, and nothing reaches somebody who may not see what it is about.
enum Audience {
    static func mayHear(_ event: EventLine, _ principal: Principal) -> Bool {
        guard event.workspace == principal.workspace, let type = event.type else { return false }
        #if BREAKABLE
            if Breakage.chosen == .missingAudience { return event.audience != .services }
        #endif
        switch (event.audience, principal.subject) {
        case (.services, _): return false
        case (.everyone, .visitor(let id, _)): return event.visitor == id
        case (.agents, .visitor): return false
        case (.everyone, .member), (.everyone, .key), (.agents, .member), (.agents, .key):
            return mayHear(event, type, ofTheTeam: principal)
        }
    }

    private static func mayHear(_ event: EventLine, _ type: EventType, ofTheTeam principal: Principal) -> Bool {
        if let member = event.member, principal.member != member { return false }
        switch type.hearing {
        case .nobody: return false
        case .team: return mayHear(ofTeam: event, principal)
        case .permission(let permission): return principal.may(permission)
        case .inbox: return event.inbox.map { principal.rights?.sees($0) ?? false } ?? true
        case .conversation:
            guard let place = event.place, principal.may(.conversationsView, on: place) else { return false }
            guard type == .conversationWithdrawn else { return true }
            guard let now = try? event.data(as: ConversationMoved.self) else { return false }
            return !principal.may(.conversationsView, on: now.place)
        }
    }

    /// What belongs to one team, and stands in no inbox, is for its members and for those who manage such things.
    private static func mayHear(ofTeam event: EventLine, _ principal: Principal) -> Bool {
        guard event.inbox == nil, let team = event.team else { return true }
        return principal.rights?.teams.contains(team) ?? false || principal.may(.repliesManage)
    }
}
