import ServiceKit
import WireModel

/// The links in account mails. The token stands behind a `#`: browsers send that to no server, and so into no log.
struct AccountLinks: Sendable {
    /// The deployment's public address, without a slash at the end.
    let home: String
    let key: DeploymentKey

    /// Nil for a mail without a link.
    func link(for request: MailRequest) -> String? {
        guard let ticket = request.ticket, let page = Self.page(for: request.kind) else { return nil }
        return "\(home)/\(page)#\(key.ticketToken(ticket))"
    }

    private static func page(for kind: MailRequest.Kind) -> String? {
        switch kind {
        case .confirmEmail, .changeEmail: "confirm"
        case .resetPassword: "reset"
        case .invitation: "join"
        case .emailChanged, .passwordChanged, .twoFactorChanged, .newDevice: nil
        }
    }
}
