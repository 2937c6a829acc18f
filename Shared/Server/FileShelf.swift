import Glibc
import Loop
import Synchronization

/// The files of a folder as they were at the last look. Looks happen off the loop; memory is bounded.
final class FileShelf: Sendable {
    private static let keptBytes = 16 << 20
    private static let keptNames = 4_096
    private static let freshness = Duration.seconds(1)

    private struct Contents {
        var found: [String: FoundFile] = [:]
        var bytes = 0
    }

    private let folder: String
    private let contents = Mutex(Contents())

    init(folder: String) {
        self.folder = folder
    }

    /// The file `name` and its compressed siblings; nil when there is none inside the folder.
    func find(_ name: String) async -> FoundFile? {
        let now = LoopInstant.clock()
        let known = contents.withLock { $0.found[name] }
        if let known, now - known.seen < Self.freshness { return known }
        let folder = folder
        let found = try? await Offload.shared.run { FoundFile(name, in: folder, known: known, seen: now) }
        keep(found ?? nil, as: name)
        return found ?? nil
    }

    private func keep(_ found: FoundFile?, as name: String) {
        contents.withLock { contents in
            contents.bytes -= contents.found.removeValue(forKey: name)?.keptBytes ?? 0
            guard let found else { return }
            if contents.bytes + found.keptBytes > Self.keptBytes || contents.found.count >= Self.keptNames {
                contents = Contents()
            }
            contents.found[name] = found
            contents.bytes += found.keptBytes
        }
    }
}

/// A file with the compressed forms that lie beside it.
struct FoundFile: Sendable {
    let seen: LoopInstant
    private let plain: StoredFile
    private let brotli: StoredFile?
    private let gzip: StoredFile?

    /// Looks at the disk: not for a loop's thread. `known` spares reading what has not changed.
    init?(_ name: String, in folder: String, known: FoundFile?, seen: LoopInstant) {
        guard let root = StoredFile.realPath(folder),
            let plain = StoredFile("\(folder)/\(name)", under: root, encoding: nil, known: known?.plain)
        else { return nil }
        self.seen = seen
        self.plain = plain
        brotli = StoredFile("\(folder)/\(name).br", under: root, encoding: "br", known: known?.brotli)
        gzip = StoredFile("\(folder)/\(name).gz", under: root, encoding: "gzip", known: known?.gzip)
    }

    var hasVariants: Bool { brotli != nil || gzip != nil }

    var keptBytes: Int {
        [plain, brotli, gzip].reduce(0) { $0 + ($1?.bytes?.count ?? 0) }
    }

    func best(for accepted: AcceptedEncodings) -> StoredFile {
        if accepted.brotli, let brotli { return brotli }
        if accepted.gzip, let gzip { return gzip }
        return plain
    }
}

/// One file as it was seen; what is sent of it when it is small.
struct StoredFile: Sendable {
    /// Whatever of the web's own files is asked for often; what is kept waits for slow readers in one copy.
    static let keptBytes = 1 << 20

    let path: String
    let encoding: String?
    let size: Int
    /// The entity tag, from size and time of change.
    let tag: String
    private(set) var bytes: [UInt8]?

    init?(_ name: String, under root: String, encoding: String?, known: StoredFile?) {
        // Symbolic links are followed first, so that none can lead out of the folder.
        guard let path = Self.realPath(name), path.hasPrefix(root == "/" ? root : root + "/") else { return nil }
        var status = stat()
        // The pointer is used during the call only.
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let changed = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        self.path = path
        self.encoding = encoding
        size = Int(status.st_size)
        let suffix = encoding.map { "-\($0)" } ?? ""
        tag = "\"\(String(changed, radix: 36))-\(String(size, radix: 36))\(suffix)\""
        guard size <= Self.keptBytes else { return }
        bytes = known?.tag == tag ? known?.bytes : nil
        guard bytes == nil else { return }
        guard let read = try? read(from: 0, upTo: size), read.count == size else { return nil }
        bytes = encoding == nil ? LeanText.of(read, named: path) : read
    }

    /// Reads a piece of the file; empty at its end. Blocks: not for a loop's thread.
    func read(from place: Int, upTo limit: Int) throws -> [UInt8] {
        // A literal path and flags: nothing of it is kept.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw StreamFault.closed }
        defer { close(descriptor) }
        return unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            // At most the capacity is written, and `count` says how much of it.
            while count < limit {
                let got = unsafe pread(descriptor, buffer.baseAddress! + count, limit - count, off_t(place + count))
                guard got > 0 else { break }
                count += got
            }
        }
    }

    /// The path without symbolic links; nil when there is nothing.
    static func realPath(_ path: String) -> String? {
        // The C library allocates the result; it is copied and freed here.
        guard let resolved = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }
}
