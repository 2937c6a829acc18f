import HTTP

/// Scheme, host and port of a page, as browsers send it in `Origin` (RFC 6454).
struct Origin: Equatable, Sendable {
    let scheme: String
    /// Lower case, the scheme's own port left out.
    let host: String

    /// Nil for `null` and for anything with a path, a user or another scheme than the web's.
    init?(_ text: String) {
        guard let separator = text.place(of: "://") else { return nil }
        let scheme = text[..<separator.lowerBound].lowercased()
        let host = text[separator.upperBound...].lowercased()
        guard scheme == "http" || scheme == "https", !host.isEmpty,
            host.utf8.allSatisfy({
                $0 > 32 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "@") && $0 != UInt8(ascii: "?")
            })
        else { return nil }
        self.scheme = scheme
        self.host = Self.withoutDefaultPort(host, scheme)
    }

    /// Whether a page of this origin is one of ours: of the public address where one is set, else of the host that was
    /// asked for. The scheme is not compared then, since TLS ends at the proxy.
    func isOwn(publicURL: String?, host: String?) -> Bool {
        if let publicURL { return Origin(publicURL) == self }
        guard let host else { return false }
        return Self.withoutDefaultPort(host.lowercased(), scheme) == self.host
    }

    private static func withoutDefaultPort(_ host: String, _ scheme: String) -> String {
        let suffix = scheme == "https" ? ":443" : ":80"
        return host.hasSuffix(suffix) ? String(host.dropLast(suffix.count)) : host
    }
}
