import WireModel

/// From a summary to the mail that carries it.
struct SummaryMail: Sendable {
    var from: MailAddress
    var replyTo: MailAddress?
    var home: String?

    func compose(_ summary: Summary, for part: SummaryPart, to address: MailAddress, at moment: Timestamp)
        -> MailMessage
    {
        MailMessage(
            from: Mailbox(name: summary.workspace, address: from),
            to: Mailbox(name: summary.customer, address: address), replyTo: replyTo,
            subject: SummaryText(language: summary.language).subject(summary.workspace),
            id: "summary.\(part.name)@\(from.domain)", thread: "conversation.\(part.conversation)@\(from.domain)",
            date: LocalTime(moment, in: summary.zone.rules), language: summary.language,
            plain: SummaryPlain(summary).render(), html: SummaryPage(summary, home: home).render())
    }
}
