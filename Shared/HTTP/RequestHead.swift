/// Request line and header lines.
public struct RequestHead: Sendable, Equatable {
    public var method: Method
    /// As in the request line: `/path?query`, `http://host/path?query`, or `*`.
    public var target: String
    public var headers: Headers
    /// 1 for HTTP/1.1 (and what calls itself newer), 0 for HTTP/1.0.
    public var minorVersion: Int

    public init(method: Method, target: String, headers: Headers = Headers(), minorVersion: Int = 1) {
        self.method = method
        self.target = target
        self.headers = headers
        self.minorVersion = minorVersion
    }

    /// The target's path, still percent-encoded: starts with `/`, or is `*`.
    public var path: String {
        let full = pathAndQuery
        guard let mark = full.utf8.firstIndex(of: questionMark) else {
            return full.isEmpty ? "/" : String(full)
        }
        return mark == full.startIndex ? "/" : String(full[..<mark])
    }

    /// What follows the first `?` of the target, still percent-encoded; nil without one.
    public var query: Substring? {
        let full = pathAndQuery
        guard let mark = full.utf8.firstIndex(of: questionMark) else { return nil }
        return full[full.utf8.index(after: mark)...]
    }

    /// The decoded value of the first query parameter called `name`; nil without one, or when it is wrongly encoded.
    public func queryValue(_ name: String) -> String? {
        queryValues(name).first
    }

    /// The decoded values of all query parameters called `name`, in order; wrongly encoded ones are left out.
    public func queryValues(_ name: String) -> [String] {
        guard let query else { return [] }
        return query.split(separator: "&").compactMap { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let key = halves.first, PercentEncoding.decode(key, plusIsSpace: true) == name else { return nil }
            return PercentEncoding.decode(halves.count == 2 ? halves[1] : "", plusIsSpace: true)
        }
    }

    /// Host and port the client asked for: of an absolute target, else the `Host` line.
    public var host: String? {
        guard let authority = authorityRange else { return headers["host"] }
        return String(target[authority])
    }

    private var pathAndQuery: Substring {
        guard let authority = authorityRange else { return target[...] }
        return target[authority.upperBound...]
    }

    /// Where the host of `http://host/…` is; nil in origin form, which is nearly always.
    private var authorityRange: Range<String.Index>? {
        let bytes = target.utf8
        guard let first = bytes.first, first != slash, let colon = bytes.firstIndex(of: Byte.colon) else { return nil }
        let start = bytes.index(colon, offsetBy: 3, limitedBy: bytes.endIndex) ?? bytes.endIndex
        let end = bytes[start...].firstIndex { $0 == slash || $0 == questionMark } ?? bytes.endIndex
        return start..<end
    }
}

private let slash: UInt8 = 0x2F
private let questionMark: UInt8 = 0x3F
