import WireModel

/// The IANA name of a time zone, such as `Asia/Riyadh`.
enum TimeZoneName {
    static let limitBytes = 64
    static let fallback = "UTC"

    /// - Parameter isKnown: Whether a well-formed name is in the system's own list.
    /// - Throws: `unknown` for anything else.
    static func accepted(_ text: String, isKnown: (String) -> Bool) throws(FieldFault) -> String {
        let name = text.trimmed
        guard isWellFormed(name), isKnown(name) else {
            throw FieldFault("unknown", "A time zone is named as in Asia/Riyadh.")
        }
        return name
    }

    /// One to three parts that each begin with a capital letter, which also keeps every other file of the system's
    /// folder out (`posix/…`, `tzdata.zi`, `../…`).
    static func isWellFormed(_ name: String) -> Bool {
        guard (1...limitBytes).contains(name.utf8.count) else { return false }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count <= 3
            && parts.allSatisfy { part in
                guard let first = part.utf8.first, (65...90).contains(first) else { return false }
                return part.utf8.allSatisfy(isLetterDigitOrMark)
            }
    }

    private static func isLetterDigitOrMark(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
