import Glibc
import Loop
import ServiceKit
import WireModel

/// Where a file lies within the folder: those of a day beside one another.
struct FilePlace: Sendable, Equatable {
    var id: AttachmentID
    var createdAt: Timestamp

    var day: String { String(createdAt.description.prefix(10)) }
    var path: String { "\(day)/\(id)" }
}

/// The bytes of attachments: a folder in which a file is whole or not there. Everything here blocks, and so happens on
/// threads of its own, where a slow disk holds up nothing but files.
struct FileStore: Sendable {
    static let pieceBytes = 256 << 10
    private static let incoming = "incoming"

    private let folder: String
    /// Of the process: they stay.
    fileprivate static let threads = Offload(threads: 2, queueLimit: 1_024)

    init(folder: String) throws {
        self.folder = folder
        for path in [folder, "\(folder)/\(Self.incoming)"] {
            guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
                throw ConfigurationFault("MAJLIS_DATA: the folder \(path) cannot be made.")
            }
        }
    }

    /// A file that is being written, under a name that counts for nothing.
    struct Incoming: Sendable {
        fileprivate let descriptor: Int32
        fileprivate let path: String
    }

    func begin() async throws -> Incoming {
        let path = "\(folder)/\(Self.incoming)/\(UInt64.random(in: 0 ... .max))"
        return try await Self.threads.run {
            let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw Self.fault("open") }
            return Incoming(descriptor: descriptor, path: path)
        }
    }

    func append(_ bytes: [UInt8], to file: Incoming) async throws {
        try await Self.threads.run {
            var position = 0
            while position < bytes.count {
                let written = unsafe bytes.withUnsafeBytes { buffer in
                    unsafe write(file.descriptor, buffer.baseAddress! + position, buffer.count - position)
                }
                guard written > 0 || errno == EINTR else { throw Self.fault("write") }
                position += max(written, 0)
            }
        }
    }

    /// Looks into what was written.
    func inspect<Value: Sendable>(
        _ file: Incoming, size: Int, _ body: @escaping @Sendable (FileSample) throws -> Value
    ) async throws -> Value {
        try await Self.threads.run {
            try body(FileSample(size: size) { place, count in try Self.read(file.descriptor, at: place, count) })
        }
    }

    /// Gives a file that is whole its name, on the disk.
    func keep(_ file: Incoming, at place: FilePlace) async throws {
        try await Self.threads.run { [folder] in
            guard fsync(file.descriptor) == 0 else { throw Self.fault("sync") }
            let day = "\(folder)/\(place.day)"
            guard unsafe mkdir(day, 0o700) == 0 || errno == EEXIST else { throw Self.fault("mkdir") }
            // Also when it stood there: whoever made it may have failed to bring its name to the disk.
            try Self.sync(folder)
            guard unsafe rename(file.path, "\(folder)/\(place.path)") == 0 else { throw Self.fault("rename") }
            try Self.sync(day)
            close(file.descriptor)
        }
    }

    /// Lets go of a file that is not wanted.
    func discard(_ file: Incoming) async {
        try? await Self.threads.run {
            close(file.descriptor)
            unsafe unlink(file.path)
        }
    }

    /// A file to read from.
    /// - Throws: `attachment.notFound` where there is none of this size.
    func open(_ place: FilePlace, size: Int) async throws -> OpenFile {
        let path = "\(folder)/\(place.path)"
        return try await Self.threads.run {
            let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else {
                throw errno == EMFILE || errno == ENFILE ? Self.fault("open") : Failure.notFound("attachment")
            }
            let file = OpenFile(descriptor, size: size)
            var status = stat()
            guard unsafe fstat(descriptor, &status) == 0, Int(status.st_size) == size else {
                throw Failure.notFound("attachment")
            }
            return file
        }
    }

    func remove(_ places: [FilePlace]) async throws {
        try await Self.threads.run { [folder] in
            for place in places {
                guard unsafe unlink("\(folder)/\(place.path)") == 0 || errno == ENOENT else {
                    throw Self.fault("unlink")
                }
            }
        }
    }

    // MARK: What crashes leave

    /// The files of one day.
    func list(_ day: String) async throws -> [FilePlace] {
        try await Self.threads.run { [folder] in
            Self.names(in: "\(folder)/\(day)").compactMap { name in
                guard let id = AttachmentID(name), let moment = Timestamp("\(day)T00:00:00.000Z") else { return nil }
                return FilePlace(id: id, createdAt: moment)
            }
        }
    }

    /// Removes what was begun before `moment` and never finished.
    func removeUnfinished(before moment: Timestamp) async throws {
        try await Self.threads.run { [folder] in
            for name in Self.names(in: "\(folder)/\(Self.incoming)") {
                let path = "\(folder)/\(Self.incoming)/\(name)"
                var status = stat()
                guard unsafe stat(path, &status) == 0 else { continue }
                if Int64(status.st_mtim.tv_sec) * 1_000 < moment.milliseconds { unsafe unlink(path) }
            }
        }
    }

    /// Neither `.` nor `..`; nothing where there is no such folder.
    private static func names(in path: String) -> [String] {
        guard let directory = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    /// Makes the names of a folder durable.
    private static func sync(_ path: String) throws {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw fault("sync") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw fault("sync") }
    }

    fileprivate static func read(_ descriptor: Int32, at place: Int, _ limit: Int) throws -> [UInt8] {
        try unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            // At most the capacity is written, and `count` says how much of it.
            while count < limit {
                let got = unsafe pread(descriptor, buffer.baseAddress! + count, limit - count, off_t(place + count))
                if got < 0, errno == EINTR { continue }
                guard got >= 0 else { throw fault("read") }
                guard got > 0 else { break }
                count += got
            }
        }
    }

    private static func fault(_ step: String) -> Failure {
        errno == ENOSPC || errno == EDQUOT
            ? .unavailable("storage.full", "The disk is full: nothing was stored.", retryAfter: 30)
            : .unavailable("storage.unavailable", "The files cannot be reached: \(step).", retryAfter: 5)
    }
}

/// A file that is being read. Its descriptor is closed with the last who holds it.
final class OpenFile: Sendable {
    let size: Int
    private let descriptor: Int32

    fileprivate init(_ descriptor: Int32, size: Int) {
        self.descriptor = descriptor
        self.size = size
    }

    deinit {
        close(descriptor)
    }

    /// Up to ``FileStore/pieceBytes`` from `place`; fewer only at the end.
    func piece(at place: Int) async throws -> [UInt8] {
        try await FileStore.threads.run { [descriptor, size] in
            try FileStore.read(descriptor, at: place, min(FileStore.pieceBytes, size - place))
        }
    }
}
