import HTTP
import WireModel

/// With which headers a file leaves, so that no browser runs it in our name whatever is in it.
enum FileHeaders {
    static func of(_ attachment: Attachment) -> Headers {
        let type = FileType.all.first { $0.media == attachment.type }
        var headers = Headers()
        headers.set("Content-Type", type.map(Self.contentType) ?? "application/octet-stream")
        headers.set(
            "Content-Disposition",
            disposition(type?.isShownInline ?? false ? "inline" : "attachment", attachment.name))
        headers.set("X-Content-Type-Options", "nosniff")
        headers.set("Content-Security-Policy", "default-src 'none'; sandbox")
        // Whoever signs out sends another cookie, for which nothing was kept.
        headers.set("Cache-Control", "private, max-age=3600")
        headers.set("Vary", "Cookie, Authorization")
        return headers
    }

    private static func contentType(_ type: FileType) -> String {
        type.media.hasPrefix("text/") ? "\(type.media); charset=utf-8" : type.media
    }

    /// RFC 6266: a name of ASCII for who knows nothing else, and the whole one as RFC 8187 writes it.
    private static func disposition(_ kind: String, _ name: String) -> String {
        let plain = String(
            name.unicodeScalars.map { scalar -> Character in
                let isPlain =
                    scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7F
                    && !"\"\\%".contains(Character(scalar))
                return isPlain ? Character(scalar) : "_"
            })
        return "\(kind); filename=\"\(plain)\"; filename*=UTF-8''\(PercentEncoding.encode(name))"
    }
}
