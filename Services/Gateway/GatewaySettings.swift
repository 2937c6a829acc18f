import Server
import ServiceKit

struct GatewaySettings: Sendable {
    /// Where browsers find us, `https://chat.example.com`, without a slash at the end; nil: whatever host they asked
    /// for.
    let publicURL: String?
    let files: StaticFiles
    /// Frames that one socket may send a second on average; four seconds' worth at once.
    let framesPerSecond: Int

    init(_ configuration: Configuration) throws {
        let folder = configuration.string("MAJLIS_WEB", default: "Services/Web")
        files = StaticFiles(folder: folder, index: nil)
        framesPerSecond = try configuration.integer("MAJLIS_SOCKET_FRAMES_PER_SECOND", default: 50, in: 1...1_000_000)
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
}
