import Glibc

enum SmallFile {
    /// The first 64 KiB; nil when it cannot be read.
    static func bytes(at path: String) -> [UInt8]? {
        guard let stream = fopen(path, "r") else { return nil }
        defer { fclose(stream) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        bytes.removeSubrange(fread(&bytes, 1, bytes.count, stream)...)
        return bytes
    }
}
