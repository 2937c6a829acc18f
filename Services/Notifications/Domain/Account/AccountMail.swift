import WireModel

/// From a request to the mail that answers it.
struct AccountMail: Sendable {
    var from: MailAddress
    var replyTo: MailAddress?
    var links: AccountLinks

    /// The sender is the deployment and never a name that somebody chose: a mail about passwords must not be able to
    /// call itself anything.
    func compose(
        _ order: MailOrder, askedAt: Timestamp, zone: Zone, to address: MailAddress, at moment: Timestamp
    ) -> MailMessage {
        let request = order.request
        let text = AccountText(request: request, link: links.link(for: request), askedAt: askedAt, zone: zone)
        let letter = text.letter
        return MailMessage(
            from: Mailbox(name: text.product, address: from), to: Mailbox(name: request.name, address: address),
            replyTo: replyTo, subject: letter.subject.plain(request.language),
            id: "account.\(order.name)@\(from.domain)", thread: nil, date: LocalTime(moment, in: zone.rules),
            language: request.language, plain: AccountPlain(letter: letter, language: request.language).render(),
            html: AccountPage(letter: letter, language: request.language, home: links.home).render())
    }
}
