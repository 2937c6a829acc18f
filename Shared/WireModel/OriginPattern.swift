/// The pages that may show a widget: `https://shop.example`, `http://localhost:3000`, or `https://*.shop.example` for
/// every name below one, at any depth. A name beyond ASCII is given in its `xn--` form, as browsers send it.
public struct OriginPattern: Sendable, Equatable {
    private static let lengthLimitBytes = 263
    private static let labelLimitBytes = 63

    /// Lower case, without the scheme's own port; the same text is the same pages. Fit for a content policy.
    public let text: String
    /// `https://`, and behind a wildcard nothing but what must end the name.
    private let scheme: String
    private let host: Substring
    private let isWildcard: Bool

    /// Nil for what names no page's origin: another scheme, a path, a user, a wildcard elsewhere or right before a top
    /// domain. One slash at the end is forgiven.
    public init?(_ text: String) {
        var text = text.trimmed.lowercased()
        if text.hasSuffix("/") { text.removeLast() }
        guard text.utf8.count <= Self.lengthLimitBytes,
            let scheme = ["http://", "https://"].first(where: { text.hasPrefix($0) })
        else { return nil }
        let isSecure = scheme == "https://"
        let place = text.dropFirst(scheme.count).split(separator: ":", omittingEmptySubsequences: false)
        guard let host = place.first, place.count <= 2 else { return nil }
        if place.count == 2 {
            guard let port = Self.port(place[1]) else { return nil }
            text = "\(scheme)\(host)\(port == (isSecure ? 443 : 80) ? "" : ":\(port)")"
        }
        isWildcard = host.hasPrefix("*.")
        let labels = (isWildcard ? host.dropFirst(2) : host).split(separator: ".", omittingEmptySubsequences: false)
        guard labels.allSatisfy(Self.isLabel), !isWildcard || labels.count >= 2 else { return nil }
        self.text = text
        self.scheme = scheme
        self.host = text.dropFirst(scheme.count + (isWildcard ? 1 : 0))
    }

    /// Whether a page of `origin`, as its browser names it, is one of these.
    public func allows(_ origin: String) -> Bool {
        // Through the same reader, so that case and port do not matter; no page is a wildcard.
        guard let page = OriginPattern(origin), !page.isWildcard, page.scheme == scheme else { return false }
        return isWildcard ? page.host.count > host.count && page.host.hasSuffix(host) : page.host == host
    }

    private static func port(_ digits: Substring) -> Int? {
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
            let port = Int(digits), (1...65_535).contains(port)
        else { return nil }
        return port
    }

    private static func isLabel(_ label: Substring) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return (1...labelLimitBytes).contains(label.utf8.count) && label.utf8.first != hyphen
            && label.utf8.last != hyphen
            && label.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) || $0 == hyphen || $0 == 95 }
    }
}
