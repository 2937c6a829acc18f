import Loop
import ServiceKit

/// What the operator says of mail.
struct MailSettings {
    let from: MailAddress
    let replyTo: MailAddress?
    /// The deployment's public address.
    let home: String?
    private let relay: RelayAddress?
    private let folder: String

    init(_ configuration: Configuration) throws {
        from = try Self.address(
            "MAJLIS_MAIL_FROM", configuration.string("MAJLIS_MAIL_FROM", default: "majlis@localhost"))
        replyTo = try configuration.optional("MAJLIS_MAIL_REPLY_TO").map {
            try Self.address("MAJLIS_MAIL_REPLY_TO", $0)
        }
        home = configuration.optional("MAJLIS_PUBLIC_URL")
        folder = configuration.string("MAJLIS_DATA", default: "data") + "/outbox"
        relay = try configuration.optional("MAJLIS_SMTP_URL").map { text in
            guard let relay = RelayAddress(text) else {
                // The address itself may hold a password and is not shown.
                throw ConfigurationFault(
                    "MAJLIS_SMTP_URL must be smtp://host:port or smtp://user:password@host:port; TLS is the relay's.")
            }
            return relay
        }
    }

    /// Without a relay mails become files in the data folder.
    func delivery(on loop: EventLoop) -> any Delivery {
        guard let relay else { return Outbox(folder: folder) }
        return MailRelay(relay: relay, host: greetingName, loop: loop)
    }

    /// What we call ourselves to a relay: the public address's host, or the sender's domain.
    private var greetingName: String {
        let host = home?.split(separator: "/").dropFirst().first.map { $0.prefix { $0 != ":" } } ?? ""
        return MailAddress("majlis@\(host)")?.domain ?? from.domain
    }

    private static func address(_ name: String, _ text: String) throws -> MailAddress {
        guard let address = MailAddress(text) else {
            throw ConfigurationFault("\(name) must be an e-mail address, not “\(text)”.")
        }
        return address
    }
}
