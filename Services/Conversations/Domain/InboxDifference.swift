import WireModel

extension Inbox {
    /// What is not as it was before.
    func auditDetails(since before: Inbox) -> AuditDetails {
        var details = AuditDetails()
        details.note("name", before.name, name)
        details.note("title", before.widget.title, widget.title)
        details.note("greeting", before.widget.greeting, widget.greeting)
        details.note("colour", before.widget.colour, widget.colour)
        details.note("side", before.widget.side.rawValue, widget.side.rawValue)
        details.note("language", before.widget.language?.rawValue, widget.language?.rawValue)
        details.note("origins", before.origins.joined(separator: " "), origins.joined(separator: " "))
        details.note("verification", before.verification.rawValue, verification.rawValue)
        details.note("archived", String(before.archived), String(archived))
        let (oldRule, newRule) = (before.assignment, assignment)
        details.note("assignment.strategy", oldRule.strategy.rawValue, newRule.strategy.rawValue)
        details.note("assignment.cap", oldRule.cap.map(String.init), newRule.cap.map(String.init))
        details.note("assignment.onlineOnly", String(oldRule.onlineOnly), String(newRule.onlineOnly))
        details.note("assignment.sticky", String(oldRule.sticky), String(newRule.sticky))
        details.note(
            "assignment.awayMinutes", oldRule.awayMinutes.map(String.init), newRule.awayMinutes.map(String.init))
        let (old, new) = (before.widget.preChat, widget.preChat)
        details.note("preChat.name", old.name.rawValue, new.name.rawValue)
        details.note("preChat.email", old.email.rawValue, new.email.rawValue)
        details.note("preChat.phone", old.phone.rawValue, new.phone.rawValue)
        return details
    }
}
