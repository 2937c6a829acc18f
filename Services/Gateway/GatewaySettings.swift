import Server
import ServiceKit

struct GatewaySettings: Sendable {
    /// Where browsers find us, `https://chat.example.com`, without a slash at the end; nil: whatever host they asked
    /// for.
    let publicURL: String?
    let files: StaticFiles
    /// Frames that one socket may send a second on average; four seconds' worth at once.
    let framesPerSecond: Int
    /// Whether ``EdgeLimits`` hold; only for measurements they do not.
    let hasLimits: Bool
    let proxies: TrustedProxies
    /// Nil: there are no routes for an operator.
    let operatorKey: OperatorKey?

    init(_ configuration: Configuration) throws {
        let folder = configuration.string("MAJLIS_WEB", default: "Services/Web")
        files = StaticFiles(folder: folder, index: nil)
        framesPerSecond = try configuration.integer("MAJLIS_SOCKET_FRAMES_PER_SECOND", default: 50, in: 1...1_000_000)
        hasLimits = try Self.limits(configuration)
        proxies = try Self.proxies(configuration)
        operatorKey = try configuration.optional("MAJLIS_OPERATOR_KEY").map { try OperatorKey($0) }
        guard let text = configuration.optional("MAJLIS_PUBLIC_URL") else {
            publicURL = nil
            return
        }
        let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard Origin(trimmed) != nil else {
            throw ConfigurationFault(
                "MAJLIS_PUBLIC_URL must be an address such as https://chat.example.com, not “\(text)”.")
        }
        publicURL = trimmed
    }

    /// Whether browsers reach us over TLS, so that the cookie must not travel without it.
    var isSecure: Bool { publicURL?.hasPrefix("https://") ?? false }

    private static func limits(_ configuration: Configuration) throws -> Bool {
        switch configuration.string("MAJLIS_LIMITS", default: "normal") {
        case "normal": true
        case "off": false
        case let text: throw ConfigurationFault("MAJLIS_LIMITS must be normal or off, not “\(text)”.")
        }
    }

    private static func proxies(_ configuration: Configuration) throws -> TrustedProxies {
        let text = configuration.string("MAJLIS_TRUSTED_PROXIES", default: TrustedProxies.usual)
        guard let proxies = TrustedProxies(text) else {
            throw ConfigurationFault(
                "MAJLIS_TRUSTED_PROXIES must be networks such as 10.0.0.0/8,fc00::/7, or none, not “\(text)”.")
        }
        return proxies
    }
}
