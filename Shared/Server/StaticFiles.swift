import Glibc
import HTTP
import Loop

/// Serves the files of one folder, and nothing outside of it.
///
/// Small files are kept in memory and looked at again once a second; large ones are read piece by piece, off the loop.
/// A file `app.js.br` or `app.js.gz` beside `app.js` is sent to clients that accept it. Of small scripts and styles
/// comments are not sent.
public struct StaticFiles: Sendable {
    private static let pieceBytes = 131_072

    private let index: String?
    private let cacheControl: @Sendable (String) -> String?
    private let shelf: FileShelf

    /// - Parameters:
    ///   - folder: Need not exist yet; resolved at each look.
    ///   - index: What a path that is empty or ends with a slash stands for.
    ///   - cacheControl: The header's value for a path; nil leaves it out.
    public init(
        folder: String, index: String? = "index.html",
        cacheControl: @escaping @Sendable (String) -> String? = { _ in "no-cache" }
    ) {
        self.index = index
        self.cacheControl = cacheControl
        shelf = FileShelf(folder: folder)
    }

    /// - Parameter path: Relative and decoded, as a router's `*` gives it: `inbox/app.js`.
    /// - Returns: Nil when there is no such file, or the path tries to leave the folder.
    public func respond(to request: Request, path: String) async -> Response? {
        guard let name = fileName(path), let found = await shelf.find(name) else { return nil }
        let accepted = AcceptedEncodings(request.headers)
        let file = found.best(for: accepted)
        var headers: Headers = ["ETag": file.tag]
        if found.hasVariants { headers.add("Vary", "Accept-Encoding") }
        if let control = cacheControl(name) { headers.add("Cache-Control", control) }
        if isKnown(file.tag, request.headers) { return Response(.notModified, headers: headers) }
        headers.add("Content-Type", ContentType.of(name))
        if let encoding = file.encoding { headers.add("Content-Encoding", encoding) }
        return Response(headers: headers, body: body(of: file))
    }

    /// Refuses everything that could lead elsewhere: empty, hidden, `.` and `..` segments, NUL and backslash.
    private func fileName(_ path: String) -> String? {
        var name = path
        if name.isEmpty || name.hasSuffix("/") {
            guard let index else { return nil }
            name += index
        }
        guard name.utf8.count <= 1_024, !name.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "\\") }) else {
            return nil
        }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") } ? name : nil
    }

    private func isKnown(_ tag: String, _ headers: Headers) -> Bool {
        headers.values(of: "If-None-Match").contains { line in
            line.split(separator: ",").contains { element in
                let candidate = element.trimmingSpaces()
                return candidate == "*" || candidate == tag || candidate == "W/\(tag)"
            }
        }
    }

    private func body(of file: StoredFile) -> ResponseBody {
        if let bytes = file.bytes { return .bytes(bytes) }
        return .stream(length: file.size) { writer in
            var place = 0
            while place < file.size {
                let start = place
                let piece = try await Offload.shared.run { try file.read(from: start, upTo: Self.pieceBytes) }
                guard !piece.isEmpty else { return }
                try await writer.write(piece)
                place += piece.count
            }
        }
    }
}

/// What a client says it can decode.
struct AcceptedEncodings {
    var brotli = false
    var gzip = false

    init(_ headers: Headers) {
        for line in headers.values(of: "Accept-Encoding") {
            for element in line.split(separator: ",") {
                let parts = element.split(separator: ";")
                guard let name = parts.first?.trimmingSpaces() else { continue }
                let isRefused = parts.dropFirst().contains { isZero($0.trimmingSpaces()) }
                if name == "br" { brotli = !isRefused }
                if name == "gzip" { gzip = !isRefused }
            }
        }
    }

    private func isZero(_ weight: Substring) -> Bool {
        guard weight.hasPrefix("q=") else { return false }
        return weight.dropFirst(2).allSatisfy { $0 == "0" || $0 == "." }
    }
}

extension Substring {
    func trimmingSpaces() -> Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}

/// Media types by file name.
enum ContentType {
    private static let known: [Substring: String] = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8", "json": "application/json", "map": "application/json",
        "webmanifest": "application/manifest+json", "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg",
        "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "avif": "image/avif", "ico": "image/x-icon",
        "woff2": "font/woff2", "woff": "font/woff", "txt": "text/plain; charset=utf-8", "xml": "application/xml",
        "pdf": "application/pdf", "mp3": "audio/mpeg", "ogg": "audio/ogg", "wasm": "application/wasm",
        "yaml": "application/yaml", "md": "text/markdown; charset=utf-8",
    ]

    static func of(_ name: String) -> String {
        let file = name.split(separator: "/").last ?? ""
        guard let dot = file.lastIndex(of: ".") else { return "application/octet-stream" }
        return known[Substring(file[file.index(after: dot)...].lowercased())] ?? "application/octet-stream"
    }
}
