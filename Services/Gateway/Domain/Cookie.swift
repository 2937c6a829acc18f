/// The one cookie: a member's session (RFC 6265).
enum SessionCookie {
    static let name = "majlis_session"
    static let lifetimeSeconds = 90 * 86_400

    static func value(_ token: String, secure: Bool) -> String {
        "\(name)=\(token); Path=/; Max-Age=\(lifetimeSeconds); HttpOnly; SameSite=Lax\(secure ? "; Secure" : "")"
    }

    static func cleared(secure: Bool) -> String {
        "\(name)=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax\(secure ? "; Secure" : "")"
    }

    /// The token of a `Cookie` header; nil when there is none or it is no token.
    static func token(in header: String) -> String? {
        for pair in header.split(separator: ";") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == name else { continue }
            let token = parts[1]
            return (1...128).contains(token.utf8.count) ? String(token) : nil
        }
        return nil
    }
}
