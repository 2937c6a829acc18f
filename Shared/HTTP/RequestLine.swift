/// The first line of a request: exactly `method SP target SP HTTP/1.x`.
struct RequestLine {
    let method: Method
    let target: String
    let minorVersion: Int
    /// Where the line after it begins.
    let end: Int

    /// - Parameter head: A whole head, so that every line ends in CR LF.
    init(_ head: Span<UInt8>) throws(HTTPFault) {
        var index = 0
        while Byte.isToken(head[index]) { index &+= 1 }
        guard index > 0 && head[index] == Byte.space else { throw .badRequestLine }
        let methodBytes = head.extracting(0..<index)
        let start = index + 1
        index = start
        while Self.isTarget(head[index]) { index &+= 1 }
        guard head[index] == Byte.space else { throw .badRequestLine }
        minorVersion = try httpMinorVersion(head, at: index + 1)
        end = index + 11
        guard head[end - 2] == Byte.carriageReturn && head[end - 1] == Byte.lineFeed else { throw .badRequestLine }
        method = try Self.method(methodBytes)
        try Self.check(head.extracting(start..<index), method)
        target = String(copying: head.extracting(start..<index))
    }

    /// Visible ASCII but for the mark of a fragment, which no client sends.
    @inline(__always)
    private static func isTarget(_ byte: UInt8) -> Bool {
        byte &- 0x21 < 0x5E && byte != 0x23
    }

    private static func method(_ name: Span<UInt8>) throws(HTTPFault) -> Method {
        guard name.count <= 7 else { return .other(String(copying: name)) }
        var packed: UInt64 = 0
        for index in name.indices { packed = packed << 8 | UInt64(name[index]) }
        switch packed {
        case 0x47_45_54: return .get
        case 0x48_45_41_44: return .head
        case 0x50_4F_53_54: return .post
        case 0x50_55_54: return .put
        case 0x50_41_54_43_48: return .patch
        case 0x44_45_4C_45_54_45: return .delete
        case 0x4F_50_54_49_4F_4E_53: return .options
        case 0x43_4F_4E_4E_45_43_54: throw HTTPFault(.notImplemented, "This is no proxy: CONNECT is not served.")
        default: return .other(String(copying: name))
        }
    }

    /// Origin form, absolute form of http(s), or `*` for OPTIONS.
    private static func check(_ target: Span<UInt8>, _ method: Method) throws(HTTPFault) {
        guard target.count > 0 else { throw .badTarget }
        if target[0] == slash { return }
        if target.count == 1 && target[0] == 0x2A && method == .options { return }
        guard let authority = authorityStart(target) else { throw .badTarget }
        var end = authority
        while end < target.count && target[end] != slash && target[end] != 0x3F { end += 1 }
        guard isAuthority(target.extracting(authority..<end)) else { throw .badTarget }
    }

    private static func authorityStart(_ target: Span<UInt8>) -> Int? {
        if target.count > 7 && target.extracting(first: 7).isCalled("http://") { return 7 }
        if target.count > 8 && target.extracting(first: 8).isCalled("https://") { return 8 }
        return nil
    }

    private static let slash: UInt8 = 0x2F
}

/// Reads `HTTP/1.x` at `index`. What calls itself newer than 1.1 is read as 1.1.
/// - Throws: 505 for a version that is not 1.x, 400 for what is no version.
func httpMinorVersion(_ head: Span<UInt8>, at index: Int) throws(HTTPFault) -> Int {
    guard
        index + 10 <= head.count && head[index] == 0x48 && head[index + 1] == 0x54 && head[index + 2] == 0x54
            && head[index + 3] == 0x50 && head[index + 4] == 0x2F && head[index + 6] == 0x2E
    else { throw .badRequestLine }
    let major = head[index + 5] &- Byte.zero
    let minor = head[index + 7] &- Byte.zero
    guard major < 10 && minor < 10 else { throw .badRequestLine }
    guard major == 1 else { throw HTTPFault(.versionNotSupported, "Only HTTP/1.1 and HTTP/1.0 are spoken here.") }
    return minor == 0 ? 0 : 1
}

extension HTTPFault {
    static var badRequestLine: HTTPFault {
        HTTPFault(.badRequest, "The first line is not as HTTP/1.1 has it.")
    }

    fileprivate static var badTarget: HTTPFault {
        HTTPFault(.badRequest, "The request target is neither a path nor an http address.")
    }
}
