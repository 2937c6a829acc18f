import WireModel

/// What an inbox may be called and how its widget may look.
enum InboxRules {
    static let nameLimit = 60
    static let titleLimit = 60
    static let greetingLimit = 200
    /// A workspace holds so many at most.
    static let countLimit = InboxAccess.limit

    static func name(_ text: String, field: String = "name") throws(Failure) -> String {
        let name = text.trimmed
        guard name.isVisible else { throw .invalid(field, "required", "An inbox needs a name.") }
        guard name.count <= nameLimit, name.utf8.count <= nameLimit * 8 else {
            throw .invalid(field, "tooLong", "A name holds up to \(nameLimit) characters.")
        }
        return name
    }

    static func settings(_ settings: WidgetSettings) throws(Failure) -> WidgetSettings {
        var settings = settings
        var faults: [Failure.Field] = []
        settings.title = settings.title.trimmed
        settings.greeting = settings.greeting.trimmed
        if !settings.title.isVisible {
            faults.append(.init(field: "widget.title", code: "required", message: "The widget needs a title."))
        }
        if settings.title.count > titleLimit || settings.title.utf8.count > titleLimit * 8 {
            faults.append(
                .init(field: "widget.title", code: "tooLong", message: "A title holds up to \(titleLimit) characters."))
        }
        if settings.greeting.count > greetingLimit || settings.greeting.utf8.count > greetingLimit * 8 {
            faults.append(
                .init(
                    field: "widget.greeting", code: "tooLong",
                    message: "A greeting holds up to \(greetingLimit) characters."))
        }
        if !isColour(settings.colour) {
            faults.append(.init(field: "widget.colour", code: "colour", message: "A colour is written as #0f6b5c."))
        }
        guard faults.isEmpty else { throw .invalid(faults) }
        return settings
    }

    /// What is given of a change, cleaned.
    /// - Throws: `input.invalid` with the field.
    static func change(_ change: InboxChange) throws(Failure) -> InboxChange {
        InboxChange(
            name: try change.name.map { text throws(Failure) in try name(text) },
            widget: try change.widget.map(settings), origins: try change.origins.map(origins),
            verification: change.verification, assignment: try change.assignment.map(assignment),
            archived: change.archived)
    }

    private static func assignment(_ assignment: InboxAssignment) throws(Failure) -> InboxAssignment {
        let bounds = [
            ("assignment.cap", assignment.cap, InboxAssignment.capLimit),
            ("assignment.awayMinutes", assignment.awayMinutes, InboxAssignment.awayLimitMinutes),
        ]
        for (field, value, limit) in bounds {
            guard (1...limit).contains(value ?? 1) else {
                throw .invalid(field, "range", "“\(field)” must be from 1 to \(limit).")
            }
        }
        return assignment
    }

    /// - Throws: `input.invalid` for one that is named twice.
    static func order(_ order: InboxOrder) throws(Failure) -> [InboxID] {
        guard order.inboxes.count <= countLimit, Set(order.inboxes).count == order.inboxes.count else {
            throw .invalid("inboxes", "invalid", "Each inbox has one place.")
        }
        return order.inboxes
    }

    /// Each page's origin once, in one spelling, in the order given.
    static func origins(_ texts: [String]) throws(Failure) -> [String] {
        guard texts.count <= InboxChange.originLimit else {
            throw .invalid("origins", "tooMany", "An inbox names \(InboxChange.originLimit) addresses at most.")
        }
        var origins: [String] = []
        var faults: [Failure.Field] = []
        for (place, text) in texts.enumerated() {
            guard let origin = text.trimmed == Inbox.everyPage ? Inbox.everyPage : OriginPattern(text)?.text else {
                faults.append(
                    .init(
                        field: "origins[\(place)]", code: "origin",
                        message:
                            "An address is written as https://shop.example or https://*.shop.example; * is every page.")
                )
                continue
            }
            if !origins.contains(origin) { origins.append(origin) }
        }
        guard faults.isEmpty else { throw .invalid(faults) }
        return origins
    }

    /// What a new inbox begins with.
    static func standard(title: String, language: Language) -> WidgetSettings {
        WidgetSettings(
            title: String(title.prefix(titleLimit)),
            greeting: language == .arabic ? "أهلًا بك! كيف نساعدك؟" : "Hello! How can we help?",
            colour: "#0f6b5c", side: .end, language: nil,
            preChat: PreChat(name: .required, email: .optional, phone: .optional))
    }

    static func isColour(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count == 7 && bytes[0] == UInt8(ascii: "#")
            && bytes.dropFirst().allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}
