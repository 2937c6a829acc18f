import WireModel

/// A workspace's time zone: its IANA name, and its rules.
struct Zone: Sendable {
    var name: String
    var rules: TimeZoneRules

    static let utc = Zone(name: "UTC", rules: .utc)

    /// Whether `name` can be the name of a zone, and so of a file below the folder of zones: no dots, no way out of it.
    static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count) && !name.hasPrefix("/")
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122: true
                default: "/_+-".utf8.contains(byte)
                }
            }
    }
}
