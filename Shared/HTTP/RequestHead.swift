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
        let bytes = target.utf8Span.span
        let start = authority(bytes)?.upperBound ?? 0
        let end = queryMark(bytes, from: start)
        if start == 0 && end == bytes.count { return target }
        return start == end ? "/" : String(copying: bytes.extracting(start..<end))
    }

    /// What follows the first `?` of the target, still percent-encoded; nil without one.
    public var query: String? {
        let bytes = target.utf8Span.span
        let mark = queryMark(bytes, from: authority(bytes)?.upperBound ?? 0)
        guard mark < bytes.count else { return nil }
        return String(copying: bytes.extracting(mark + 1..<bytes.count))
    }

    /// The decoded value of the first query parameter called `name`; nil without one, or when it is wrongly encoded.
    public func queryValue(_ name: String) -> String? {
        var value: String?
        forEachQueryValue(name) { found in
            value = found
            return false
        }
        return value
    }

    /// The decoded values of all query parameters called `name`, in order; wrongly encoded ones are left out.
    public func queryValues(_ name: String) -> [String] {
        var values: [String] = []
        forEachQueryValue(name) { found in
            if let found { values.append(found) }
            return true
        }
        return values
    }

    /// Host and port the client asked for: of an absolute target, else the `Host` line.
    public var host: String? {
        let bytes = target.utf8Span.span
        guard let authority = authority(bytes) else { return headers["host"] }
        return String(copying: bytes.extracting(authority))
    }

    /// Calls `body` with the value of each parameter called `name` (nil if wrongly encoded) while it returns true.
    private func forEachQueryValue(_ name: String, _ body: (String?) -> Bool) {
        let bytes = target.utf8Span.span
        var start = queryMark(bytes, from: authority(bytes)?.upperBound ?? 0) + 1
        while start < bytes.count {
            let end = bytes.index(of: ampersand, in: start..<bytes.count)
            let equals = bytes.index(of: equalsSign, in: start..<end)
            if isParameter(bytes.extracting(start..<equals), called: name) {
                let value = bytes.extracting(min(equals + 1, end)..<end)
                guard body(PercentEncoding.decode(value, plusIsSpace: true)) else { return }
            }
            start = end + 1
        }
    }

    private func isParameter(_ key: Span<UInt8>, called name: String) -> Bool {
        // Decoding never makes text longer.
        key.count >= name.utf8.count && PercentEncoding.decode(key, plusIsSpace: true) == name
    }

    private func queryMark(_ bytes: Span<UInt8>, from start: Int) -> Int {
        bytes.index(of: questionMark, in: start..<bytes.count)
    }

    /// Where the host of `http://host/…` is; nil in origin form, which is nearly always.
    private func authority(_ bytes: Span<UInt8>) -> Range<Int>? {
        guard bytes.count > 0, bytes[0] != slash else { return nil }
        let start = bytes.index(of: Byte.colon, in: 0..<bytes.count) + 3
        guard start < bytes.count else { return nil }
        let end = bytes.index(of: slash, in: start..<bytes.count)
        return start..<bytes.index(of: questionMark, in: start..<end)
    }
}

extension Span<UInt8> {
    /// The first `byte` within `range`; the end of `range` without one.
    fileprivate func index(of byte: UInt8, in range: Range<Int>) -> Int {
        var index = range.lowerBound
        while index < range.upperBound && self[index] != byte { index &+= 1 }
        return index
    }
}

private let slash: UInt8 = 0x2F
private let questionMark: UInt8 = 0x3F
private let ampersand: UInt8 = 0x26
private let equalsSign: UInt8 = 0x3D
