import Loop
import ServiceKit

/// What the operator says of mail.
struct MailSettings {
    let from: MailAddress
    let replyTo: MailAddress?
    /// The deployment's public address, without a slash at the end, from `MAJLIS_PUBLIC_URL`; nil while it is not set.
    let home: String?
    private let relay: RelayAddress?
    private let folder: String

    /// Links in mails are made of the public address and of nothing that a request says. Where it is not set they lead
    /// to a browser on this very machine, which is who tries Majlis out without setting it.
    var linkHome: String { home ?? "http://localhost:8080" }

    init(_ configuration: Configuration) throws {
        from = try Self.address(
            "MAJLIS_MAIL_FROM", configuration.string("MAJLIS_MAIL_FROM", default: "majlis@localhost"))
        replyTo = try configuration.optional("MAJLIS_MAIL_REPLY_TO").map {
            try Self.address("MAJLIS_MAIL_REPLY_TO", $0)
        }
        home = try configuration.optional("MAJLIS_PUBLIC_URL").map(Self.home)
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

    /// The gateway, which is told the same, refuses what has a path too.
    private static func home(_ text: String) throws -> String {
        let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
        let host =
            ["https://", "http://"].first { trimmed.lowercased().hasPrefix($0) }
            .map { trimmed.dropFirst($0.count) } ?? ""
        guard !host.isEmpty, host.utf8.allSatisfy({ (33...126).contains($0) && !"/?#@<>\"'\\".utf8.contains($0) })
        else {
            throw ConfigurationFault(
                "MAJLIS_PUBLIC_URL must be an address without a path, such as https://chat.example.com.")
        }
        return trimmed
    }

    private static func address(_ name: String, _ text: String) throws -> MailAddress {
        guard let address = MailAddress(text) else {
            throw ConfigurationFault("\(name) must be an e-mail address, not “\(text)”.")
        }
        return address
    }
}
