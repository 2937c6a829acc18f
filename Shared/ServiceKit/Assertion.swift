import JSON
public import WireModel

/// The key that all services of one deployment share. Everything signed with it says what it is for, so that nothing
/// signed for one purpose passes for another.
public struct DeploymentKey: Sendable {
    private let assertions: Authenticator
    private let services: Authenticator
    private let visitors: Authenticator
    private let tickets: Authenticator
    private let secondFactors: Authenticator
    private let backupCodes: Authenticator
    private let secrets: Authenticator
    private let subjects: Authenticator

    public init(_ key: [UInt8]) {
        let root = Authenticator(key: key)
        assertions = Authenticator(key: root.code(for: Array("majlis principal assertion 1".utf8)))
        services = Authenticator(key: root.code(for: Array("majlis service assertion 1".utf8)))
        visitors = Authenticator(key: root.code(for: Array("majlis visitor token 1".utf8)))
        tickets = Authenticator(key: root.code(for: Array("majlis ticket 1".utf8)))
        secondFactors = Authenticator(key: root.code(for: Array("majlis second factor 1".utf8)))
        backupCodes = Authenticator(key: root.code(for: Array("majlis backup code 1".utf8)))
        secrets = Authenticator(key: root.code(for: Array("majlis verification secret 1".utf8)))
        subjects = Authenticator(key: root.code(for: Array("majlis verified visitor 1".utf8)))
    }

    /// How long a service accepts an assertion. Revocation does not wait for it: the gateway stops making them at once.
    public static let assertionLifetimeSeconds: Int64 = 60

    /// A principal, signed for ``assertionLifetimeSeconds``: `<payload>.<code>`, both base64url.
    public func assertion(of principal: Principal, now: Timestamp) throws -> String {
        let expiry = now.milliseconds + Self.assertionLifetimeSeconds * 1000
        return sign(principal.encoded(until: expiry), with: assertions)
    }

    /// The principal of an assertion, and until when it holds (milliseconds since 1970).
    /// - Throws: `session.required` for anything that this deployment did not sign; `assertion.expired` (503) for what
    ///   it did sign, and too long ago.
    public func principal(of assertion: String, now: Timestamp) throws(Failure) -> (Principal, until: Int64) {
        guard let payload = verified(assertion, with: assertions),
            let (principal, expiry) = try? Principal.read(payload)
        else { throw .unauthenticated }
        guard expiry > now.milliseconds else { throw .assertionExpired }
        return (principal, expiry)
    }

    /// Proof that a request to an `/internal` route comes from a service of this deployment. Good for as long as an
    /// assertion.
    public func serviceAssertion(now: Timestamp) -> String {
        let expiry = now.milliseconds + Self.assertionLifetimeSeconds * 1000
        return sign(Array(String(expiry).utf8), with: services)
    }

    public func isServiceAssertion(_ text: String, now: Timestamp) -> Bool {
        expiry(ofService: text).map { $0 > now.milliseconds } ?? false
    }

    /// Until when a proof holds, in milliseconds since 1970; nil for anything that this deployment did not sign.
    func expiry(ofService text: String) -> Int64? {
        verified(text, with: services).flatMap { Int64(String(decoding: $0, as: UTF8.self)) }
    }

    /// How long a visitor's browser stays the same visitor.
    public static let visitorLifetime = Duration.seconds(365 * 86_400)

    /// How long a verified one does, without the shop's word again.
    public static let verifiedVisitorLifetime = Duration.seconds(86_400)

    /// The secret that a shop's server vouches for an inbox's visitors with: `vsk_` and 43 characters. Made of its id
    /// whenever it is needed, so that no store holds it.
    public func verificationSecret(_ id: VerificationSecretID, of inbox: InboxID) -> String {
        "vsk_\(Base64URL.encode(secrets.code(for: Array("\(inbox) \(id)".utf8))))"
    }

    /// The visitor that a customer of the shop behind an inbox is, in whichever browser.
    public func visitor(of subject: String, at inbox: InboxID, in workspace: WorkspaceID) -> VisitorID {
        let code = subjects.code(for: Array("\(workspace) \(inbox) \(subject)".utf8))
        let number = code.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return VisitorID(rawValue: max(1, Int64(number >> 1)))
    }

    public func visitorToken(_ visitor: VisitorPass) throws -> String {
        sign(try JSON.encode(visitor), with: visitors)
    }

    /// - Throws: `visitor.unknown` for anything that this deployment did not sign or that has expired.
    public func visitor(of token: String, now: Timestamp) throws(Failure) -> VisitorPass {
        guard let payload = verified(token, with: visitors),
            let pass = try? JSON.decode(VisitorPass.self, from: payload), pass.expiry > now
        else { throw Failure(.unauthenticated, "visitor.unknown", "This visitor's token is not valid any more.") }
        return pass
    }

    /// What a link in a mail ends in: `<id>.<code>`, the code in base64url. It is made where it is needed and stored
    /// nowhere; whether the ticket still holds is known by whoever keeps it.
    public func ticketToken(_ id: TicketID) -> String {
        "\(id).\(Base64URL.encode(tickets.code(for: Array(id.description.utf8))))"
    }

    private static let ticketTokenLengthBytes = 61

    /// - Throws: `ticket.unknown` (404) for anything that this deployment did not sign.
    public func ticket(of token: String) throws(Failure) -> TicketID {
        let parts = token.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard token.utf8.count == Self.ticketTokenLengthBytes, parts.count == 2, let id = TicketID(parts[0]),
            let code = Base64URL.decode(parts[1]), tickets.isCode(code, for: Array(parts[0].utf8))
        else { throw Failure(.notFound, "ticket.unknown", "This link is not valid.") }
        return id
    }

    /// What a person's authenticator app holds: 20 bytes. Stored nowhere, so that the database alone gives nobody a
    /// second factor.
    /// - Parameter generation: Another one for each time that the person sets an app up.
    public func secondFactor(of person: PersonID, generation: Int64) -> [UInt8] {
        Array(secondFactors.code(for: Array("\(person) \(generation)".utf8)).prefix(20))
    }

    /// What is stored of a backup code: without this key it cannot even be guessed at.
    public func backupCodeHash(_ code: String, of person: PersonID) -> [UInt8] {
        backupCodes.code(for: Array("\(person) \(code)".utf8))
    }

    private func sign(_ payload: [UInt8], with authenticator: Authenticator) -> String {
        "\(Base64URL.encode(payload)).\(Base64URL.encode(authenticator.code(for: payload)))"
    }

    private func verified(_ text: String, with authenticator: Authenticator) -> [UInt8]? {
        // By bytes: to look at the text as characters takes longer than the rest of this. A second point is no digit.
        guard text.utf8.count <= 16_384, let point = text.utf8.firstIndex(of: UInt8(ascii: ".")),
            let payload = Base64URL.decode(text[..<point]),
            let code = Base64URL.decode(text[text.utf8.index(after: point)...]),
            authenticator.isCode(code, for: payload)
        else { return nil }
        return payload
    }
}

/// What a visitor's token says: one browser on the widget of one inbox, or one customer in any browser where the shop's
/// server vouched for them. Nothing of it is stored on a server.
public struct VisitorPass: Codable, Sendable, Equatable {
    public var workspace: WorkspaceID
    public var inbox: InboxID
    public var visitor: VisitorID
    public var expiry: Timestamp
    /// Of a verified visitor.
    public var identity: VisitorIdentity?

    public init(
        workspace: WorkspaceID, inbox: InboxID, visitor: VisitorID, expiry: Timestamp, identity: VisitorIdentity? = nil
    ) {
        self.workspace = workspace
        self.inbox = inbox
        self.visitor = visitor
        self.expiry = expiry
        self.identity = identity
    }

    /// On whose behalf its bearer acts.
    public func principal(language: Language) -> Principal {
        Principal(
            workspace: workspace, subject: .visitor(visitor, inbox), name: "", language: language)
    }
}

extension Failure {
    /// Services make an assertion anew long before it expires: the clock has jumped while a request was on its way, or
    /// the clocks of two machines differ. Nobody has to sign in again because of that.
    static let assertionExpired = unavailable("assertion.expired", "The services' clocks disagree at the moment.")
}
