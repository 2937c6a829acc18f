import Glibc

/// A folder of its own under the system's temporary one; gone, with all in it, when the last reference goes.
public final class TemporaryFolder: Sendable {
    public let path: String
    private let isKept: Bool

    /// - Parameter parent: The system's, `TMPDIR`, unless told otherwise.
    public init(in parent: String? = nil) {
        var template = Array("\(parent ?? Self.parent)/majlis-test-XXXXXX".utf8CString)
        guard let made = unsafe mkdtemp(&template) else { preconditionFailure("no temporary folder can be made") }
        path = unsafe String(cString: made)
        isKept = false
    }

    /// A folder that stays, made if there is none.
    public init(keeping path: String) {
        self.path = path
        isKept = true
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { preconditionFailure("\(path) cannot be made") }
    }

    deinit {
        if !isKept { Self.remove(path) }
    }

    public func file(_ name: String) -> String { "\(path)/\(name)" }

    /// The names in it or in a folder below it, in order; empty when there is no such folder.
    public func names(in folder: String = "") -> [String] {
        Self.names(in: folder.isEmpty ? path : file(folder)).sorted()
    }

    /// The bytes of a file in it; nil when it cannot be read.
    public func bytes(of name: String) -> [UInt8]? {
        guard let stream = unsafe fopen(file(name), "r") else { return nil }
        defer { unsafe fclose(stream) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe fread(&piece, 1, piece.count, stream)
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
        }
    }

    /// Makes a file in it.
    /// - Returns: Its path.
    public func write(_ text: String, to name: String) -> String {
        let path = file(name)
        guard let stream = unsafe fopen(path, "w") else { preconditionFailure("\(path) cannot be written") }
        defer { unsafe fclose(stream) }
        let bytes = Array(text.utf8)
        unsafe fwrite(bytes, 1, bytes.count, stream)
        return path
    }

    private static var parent: String {
        guard let folder = unsafe getenv("TMPDIR") else { return "/tmp" }
        return unsafe String(cString: folder)
    }

    private static func remove(_ path: String) {
        for name in names(in: path) { remove("\(path)/\(name)") }
        unsafe Glibc.remove(path)
    }

    private static func names(in path: String) -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
