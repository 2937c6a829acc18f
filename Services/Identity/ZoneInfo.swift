import Glibc

/// The time zones that this system knows.
enum ZoneInfo {
    private static let folder = "/usr/share/zoneinfo"

    /// Whether the well-formed name is in the system's list; true for all where there is no list.
    static func contains(_ name: String) -> Bool {
        guard unsafe access(folder, R_OK) == 0 else { return true }
        var status = stat()
        guard unsafe stat("\(folder)/\(name)", &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFREG
    }
}
