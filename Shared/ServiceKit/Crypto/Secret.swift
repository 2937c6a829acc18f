import Glibc

/// 256 random bits that open something: a session, an invitation, a key. Shown once and stored as its hash only.
public struct Secret: Sendable {
    /// 43 characters of base64url.
    public let text: String

    public init() {
        text = Base64URL.encode(Self.randomBytes(32))
    }

    /// What is stored of it: SHA-256 of the text. A fast hash is enough, since there is nothing to guess in 256 random
    /// bits.
    public var hash: [UInt8] { Self.hash(text) }

    public static func hash(_ text: some StringProtocol) -> [UInt8] {
        SHA256.hash(Array(text.utf8))
    }

    /// Bytes of the kernel's generator; at most 256.
    public static func randomBytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let result = unsafe getentropy(&bytes, count)
        precondition(result == 0, "The kernel gave no random bytes.")
        return bytes
    }
}
