/// The payload of ``EventType/mailRequested``: a mail about somebody's account, to be written and sent by
/// `notifications`.
///
/// It holds no secret: a link is made of ``ticket`` by whoever has the deployment's key.
public struct MailRequest: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// To a new account's address: ``ticket`` confirms it.
        case confirmEmail
        /// To the address that an account is to have: ``ticket`` confirms it.
        case changeEmail
        /// To the address that an account had until now.
        case emailChanged
        /// ``ticket`` sets a new password.
        case resetPassword
        case passwordChanged
        /// ``ticket`` has the invitation's number.
        case invitation
        /// ``Detail/twoFactor`` says how.
        case twoFactorChanged
        /// Somebody signed in from a browser that this account had not been seen with.
        case newDevice

        /// Whether the mail is about a link.
        public var needsTicket: Bool {
            switch self {
            case .confirmEmail, .changeEmail, .resetPassword, .invitation: true
            case .emailChanged, .passwordChanged, .twoFactorChanged, .newDevice: false
            }
        }
    }

    public var kind: Kind
    /// One address, as ``EmailAddress`` has it.
    public var to: String
    /// The recipient's; empty while unknown.
    public var name: String
    public var language: Language
    /// Which workspace it is about; nil where it is about the person.
    public var workspaceName: String?
    /// The name of whoever did or asked for it; nil where that is the recipient.
    public var actor: String?
    public var ticket: TicketID?
    /// Until when the ticket holds. Past it the mail is not sent any more.
    public var expiresAt: Timestamp?
    public var detail: Detail?

    /// What else there is to say; each part stands where it is known.
    public struct Detail: Codable, Sendable, Equatable {
        public enum TwoFactor: String, Codable, Sendable, CaseIterable {
            case on, off
            /// The old ones are worthless now.
            case newBackupCodes
        }

        /// From where it was done: a browser's `User-Agent`, as it came.
        public var device: String?
        /// From where it was done: an IP address.
        public var address: String?
        /// The address after a change.
        public var email: String?
        public var twoFactor: TwoFactor?

        public init(
            device: String? = nil, address: String? = nil, email: String? = nil, twoFactor: TwoFactor? = nil
        ) {
            self.device = device
            self.address = address
            self.email = email
            self.twoFactor = twoFactor
        }
    }

    public init(
        _ kind: Kind, to: String, name: String, language: Language, workspaceName: String? = nil,
        actor: String? = nil, ticket: TicketID? = nil, expiresAt: Timestamp? = nil, detail: Detail? = nil
    ) {
        self.kind = kind
        self.to = to
        self.name = name
        self.language = language
        self.workspaceName = workspaceName
        self.actor = actor
        self.ticket = ticket
        self.expiresAt = expiresAt
        self.detail = detail
    }
}
