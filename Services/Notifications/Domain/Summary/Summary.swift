import WireModel

/// What a customer is sent of a conversation that ended: the public messages that no earlier mail had.
struct Summary: Sendable {
    /// Past these a mail would be cut off by readers' programs; the newest messages are kept.
    static let messageLimit = 300
    static let textLimitBytes = 256 << 10

    /// The business.
    var workspace: String
    /// The customer's; empty while unknown.
    var customer: String
    var language: Language
    var zone: Zone
    /// In order; replies only.
    private(set) var messages: [Message]
    /// How many replies before those were left out for their number.
    private(set) var omitted: Int
    /// Whether an earlier mail had the conversation's beginning.
    var isContinued: Bool

    /// - Parameters:
    ///   - transcript: All messages; whatever the sender of it did, notes are left out here.
    ///   - range: The sequences that this mail is about.
    init(
        of transcript: ConversationWithMessages, _ range: ClosedRange<Int64>, customer: String, workspace: String,
        zone: Zone
    ) {
        let told = transcript.messages
            .filter { $0.kind == .reply && range.contains($0.sequence) }
            .sorted { $0.sequence < $1.sequence }
        messages = Self.newest(of: told)
        omitted = told.count - messages.count
        isContinued = range.lowerBound > 1
        language = transcript.conversation.language
        self.customer = customer
        self.workspace = workspace
        self.zone = zone
    }

    var isEmpty: Bool { messages.isEmpty }

    /// The messages of one day of the workspace's calendar.
    struct Day: Sendable {
        var date: LocalTime
        var messages: [(message: Message, time: LocalTime)]
    }

    var days: [Day] {
        var days: [Day] = []
        for message in messages {
            let time = LocalTime(message.sentAt, in: zone.rules)
            if let last = days.last, last.date.isSameDay(as: time) {
                days[days.count - 1].messages.append((message, time))
            } else {
                days.append(Day(date: time, messages: [(message, time)]))
            }
        }
        return days
    }

    private static func newest(of messages: [Message]) -> [Message] {
        var bytes = 0
        let kept = messages.reversed().prefix { message in
            bytes += message.body.utf8.count
            return bytes <= textLimitBytes
        }
        return messages.suffix(min(kept.count, messageLimit))
    }
}
