import Glibc
import Synchronization

/// The system's folder of time zone files. Zones that were read stay in memory; there are about 500, of 1 KB.
final class ZoneFiles: Sendable {
    private static let limitBytes = 65_536
    private let folder: String
    private let known = Mutex<[String: Zone]>([:])

    init(folder: String = "/usr/share/zoneinfo") {
        self.folder = folder
    }

    /// UTC, and called so, for a name that is not known.
    func zone(named name: String) -> Zone {
        guard Zone.isName(name) else { return .utc }
        if let zone = known.withLock({ $0[name] }) { return zone }
        guard let bytes = Self.contents(of: "\(folder)/\(name)"), let rules = TimeZoneRules(bytes) else { return .utc }
        let zone = Zone(name: name, rules: rules)
        known.withLock { $0[name] = zone }
        return zone
    }

    private static func contents(of path: String) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: limitBytes)
        let count = unsafe read(descriptor, &bytes, bytes.count)
        return count > 0 && count < limitBytes ? Array(bytes[..<count]) : nil
    }
}
