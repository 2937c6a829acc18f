import JSON
import ServiceKit
import WireModel

/// What a shop's own server gives its page to say who the customer is: a JSON Web Token (RFC 7519) in compact form,
/// signed with HMAC-SHA-256 (`HS256`, RFC 7515) under one of the inbox's secrets, good for a day at most.
///
/// Read strictly: one algorithm, no header that would change how the rest is to be read, no name twice.
enum VisitorToken {
    static let limitBytes = 4096
    static let lifetimeSeconds: Double = 86_400
    /// How far the shop's clock may be ahead of ours.
    static let leewaySeconds: Double = 60

    /// Who the token says the customer is.
    ///
    /// - Parameter secrets: Those that are valid now; any of them may have signed.
    /// - Throws: `token.malformed`, `token.signature`, `token.claims`, `token.expired`, `token.lifetime`,
    ///   `token.early`.
    static func identity(of token: String, secrets: [String], now: Timestamp) throws(Failure) -> VisitorIdentity {
        let payload = try payload(of: token, secrets: secrets)
        let claims: Claims
        do {
            claims = try JSON.decode(Claims.self, from: payload, unknownFields: .ignored)
        } catch {
            throw refused("claims", "The token's claims cannot be read. \(error.message)")
        }
        try check(claims, at: Double(now.milliseconds) / 1000)
        return VisitorIdentity(subject: claims.sub, name: claims.name, email: claims.email, phone: claims.phone)
    }

    /// What was signed: nothing of it is looked into before the signature is found good.
    private static func payload(of token: String, secrets: [String]) throws(Failure) -> [UInt8] {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count <= limitBytes, parts.count == 3, let header = Base64URL.decode(parts[0]),
            let payload = Base64URL.decode(parts[1]), let code = Base64URL.decode(parts[2])
        else { throw refused("malformed", "This is no JSON Web Token in compact form of at most 4 KiB.") }
        guard let head = try? JSON.decode(Header.self, from: header), head.alg == "HS256",
            head.typ.map({ $0.lowercased() == "jwt" }) ?? true
        else { throw refused("malformed", #"The token's header must be {"alg":"HS256","typ":"JWT"}."#) }
        let signed = Array("\(parts[0]).\(parts[1])".utf8)
        var isGood = false
        for secret in secrets {
            // All of them are tried, so that the time tells nothing.
            if Authenticator(key: Array(secret.utf8)).isCode(code, for: signed) { isGood = true }
        }
        guard isGood else { throw refused("signature", "The token is signed with no secret of this inbox.") }
        return payload
    }

    private static func check(_ claims: Claims, at now: Double) throws(Failure) {
        guard claims.exp > now else { throw refused("expired", "The token has expired.") }
        guard claims.exp <= now + lifetimeSeconds + leewaySeconds else {
            throw refused("lifetime", "The token's “exp” may be at most 24 hours ahead.")
        }
        guard max(claims.iat ?? 0, claims.nbf ?? 0) <= now + leewaySeconds else {
            throw refused("early", "The token's “iat” or “nbf” lies ahead: is the server's clock right?")
        }
        guard (1...VisitorIdentity.subjectLimit).contains(claims.sub.unicodeScalars.count),
            claims.sub.unicodeScalars.allSatisfy(\.isVisible)
        else {
            throw refused(
                "claims", "The token's “sub” must have 1 to \(VisitorIdentity.subjectLimit) visible characters.")
        }
    }

    private static func refused(_ why: String, _ message: String) -> Failure {
        Failure(.unauthenticated, "token.\(why)", message)
    }

    /// Whatever else a header may say (RFC 7515 section 4.1) is refused as an unknown field.
    private struct Header: Decodable {
        var alg: String
        var typ: String?
        var kid: String?
    }

    private struct Claims: Decodable {
        var sub: String
        var name: String?
        var email: String?
        var phone: String?
        var exp: Double
        var iat: Double?
        var nbf: Double?
    }
}
