import WireModel

/// Every word of the mail, in both languages.
struct SummaryText: Sendable {
    let language: Language

    private var times: TimeText { TimeText(language: language) }

    private func say(_ arabic: String, _ english: String) -> String { language == .arabic ? arabic : english }

    func subject(_ workspace: String) -> String {
        say("ملخص محادثتك مع \(workspace)", "Your conversation with \(workspace)")
    }

    var title: String { say("ملخص محادثتك", "Your conversation") }

    func greeting(_ customer: String) -> String {
        customer.isEmpty ? say("مرحبًا،", "Hello,") : say("مرحبًا \(customer)،", "Hello \(customer),")
    }

    func introduction(of summary: Summary) -> String {
        let count = messages(summary.messages.count)
        guard summary.isContinued else {
            return say(
                "هذه نسخة من محادثتك مع \(summary.workspace) لتبقى عندك، وفيها \(count).",
                "Here is a copy of your conversation with \(summary.workspace) to keep: \(count).")
        }
        return say(
            "هذا ما استجدّ في محادثتك مع \(summary.workspace) منذ الملخص السابق، وفيه \(count).",
            "Here is what was said in your conversation with \(summary.workspace) since the last summary: \(count).")
    }

    /// Number and noun; Arabic has a form for none, one, two, few (3 to 10), many (11 to 99) and the rest.
    func messages(_ count: Int) -> String {
        guard language == .arabic else { return count == 1 ? "1 message" : "\(count) messages" }
        return switch PluralForm(arabic: count) {
        case .zero: "لا رسائل"
        case .one: "رسالة واحدة"
        case .two: "رسالتان"
        case .few: "\(count) رسائل"
        case .many, .other: "\(count) رسالة"
        }
    }

    func omitted(_ count: Int) -> String {
        guard language == .arabic else {
            return count == 1
                ? "1 earlier message is left out for length." : "\(count) earlier messages are left out for length."
        }
        return switch PluralForm(arabic: count) {
        case .zero: ""
        case .one: "حُذفت رسالة واحدة أقدم لطول المحادثة."
        case .two: "حُذفت رسالتان أقدم لطول المحادثة."
        case .few: "حُذفت \(count) رسائل أقدم لطول المحادثة."
        case .many, .other: "حُذفت \(count) رسالة أقدم لطول المحادثة."
        }
    }

    /// Who wrote it, as the customer reads it.
    func author(_ author: Author, in summary: Summary) -> String {
        switch author.identity {
        case .visitor:
            let name = author.name.isEmpty ? summary.customer : author.name
            return name.isEmpty ? say("أنت", "You") : name
        default: return author.name.isEmpty ? summary.workspace : author.name
        }
    }

    func date(_ time: LocalTime) -> String { times.date(time) }

    func clock(_ time: LocalTime) -> String { times.clock(time) }

    /// Whose clock the times are of.
    func timeZone(_ zone: Zone) -> String {
        say("الأوقات \(times.place(zone)).", "Times are in \(times.place(zone)).")
    }

    func farewell(_ workspace: String) -> String {
        say(
            "وصلتك هذه الرسالة تلقائيًا لأن محادثتك مع \(workspace) انتهت.",
            "You received this e-mail because your conversation with \(workspace) has ended.")
    }
}

/// The plural forms of Arabic, as Unicode's CLDR tells them apart.
enum PluralForm: Sendable, Equatable {
    case zero, one, two, few, many, other

    init(arabic count: Int) {
        self =
            switch (count, count % 100) {
            case (0, _): .zero
            case (1, _): .one
            case (2, _): .two
            case (_, 3...10): .few
            case (_, 11...99): .many
            default: .other
            }
    }
}
