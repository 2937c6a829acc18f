/// A server's answer: three digits and the texts of its lines.
struct SMTPReply: Sendable, Equatable {
    static let lineLimitBytes = 2_048
    static let lineLimit = 100

    var code: Int
    var lines: [String]

    var isPositive: Bool { (200..<400).contains(code) }
    /// Whether saying the same again would get the same answer.
    var isPermanent: Bool { (500..<600).contains(code) }
}

/// Gathers the lines of one reply (RFC 5321 §4.2.1): `250-more to come`, `250 the last`.
struct SMTPReplyReader {
    private var code: Int?
    private var lines: [String] = []

    /// - Parameter line: Without its line end.
    /// - Returns: The reply once its last line was given.
    /// - Throws: `.malformed` for anything else than a line of the same reply.
    mutating func read(_ line: [UInt8]) throws(SMTPFault) -> SMTPReply? {
        guard line.count >= 3, line[..<3].allSatisfy({ (48...57).contains($0) }), (50...53).contains(line[0]),
            line.count == 3 || line[3] == UInt8(ascii: " ") || line[3] == UInt8(ascii: "-"),
            lines.count < SMTPReply.lineLimit
        else { throw .malformed }
        let found = line[..<3].reduce(0) { $0 * 10 + Int($1) - 48 }
        guard code ?? found == found else { throw .malformed }
        code = found
        lines.append(String(decoding: line.dropFirst(4), as: UTF8.self))
        guard line.count == 3 || line[3] == UInt8(ascii: " ") else { return nil }
        defer {
            code = nil
            lines = []
        }
        return SMTPReply(code: found, lines: lines)
    }
}

/// Why a mail was not taken.
enum SMTPFault: Error, Sendable, Equatable {
    /// The server will never take this mail.
    case refused(command: String, SMTPReply)
    /// The server does not take it now.
    case deferred(command: String, SMTPReply)
    /// The relay offers no way to sign in that we know.
    case noAuthentication
    case malformed
}
