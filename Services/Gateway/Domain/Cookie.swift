/// The one cookie: a member's session (RFC 6265).
///
/// Over TLS its name has the prefix that binds it to this host: a browser takes it only with `Secure`, `Path=/` and
/// without `Domain`, so that neither a neighbouring host nor a page without TLS can put another in its place.
enum SessionCookie {
    static let lifetimeSeconds = 90 * 86_400

    static func name(secure: Bool) -> String {
        secure ? "__Host-majlis_session" : "majlis_session"
    }

    static func value(_ token: String, secure: Bool) -> String {
        line(token, maxAge: lifetimeSeconds, secure: secure)
    }

    static func cleared(secure: Bool) -> String {
        line("", maxAge: 0, secure: secure)
    }

    /// The token of a `Cookie` header; nil when there is none or it is no token. Over TLS no other name will do: a
    /// cookie without the prefix may be anybody's.
    static func token(in header: String, secure: Bool) -> String? {
        let name = name(secure: secure)
        for pair in header.split(separator: ";") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == name else { continue }
            let token = parts[1]
            return (1...128).contains(token.utf8.count) ? String(token) : nil
        }
        return nil
    }

    private static func line(_ token: String, maxAge: Int, secure: Bool) -> String {
        let name = name(secure: secure)
        return "\(name)=\(token); Path=/; Max-Age=\(maxAge); HttpOnly; SameSite=Lax\(secure ? "; Secure" : "")"
    }
}
