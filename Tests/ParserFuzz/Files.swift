import Glibc

/// Whole small files.
enum Files {
    struct Fault: Error {
        var path: String
    }

    static func read(_ path: String) throws(Fault) -> [UInt8] {
        guard let file = fopen(path, "r") else { throw Fault(path: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&piece, 1, piece.count, file), count > 0 { bytes += piece[..<count] }
        return bytes
    }

    static func write(_ bytes: [UInt8], to path: String) throws(Fault) {
        guard let file = fopen(path, "w") else { throw Fault(path: path) }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Fault(path: path) }
    }
}
