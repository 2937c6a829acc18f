import Glibc
import Loop

/// The embedded delivery: a folder of `.eml` files, each whole or not there. A job's second attempt replaces its file.
struct Outbox: Delivery {
    let folder: String

    func deliver(_ mail: OutgoingMail) async throws(DeliveryFault) {
        do {
            try await Offload.shared.run { [folder] in try Self.write(mail, into: folder) }
        } catch {
            throw error as? DeliveryFault ?? .temporary("outbox: busy")
        }
    }

    private static func write(_ mail: OutgoingMail, into folder: String) throws(DeliveryFault) {
        guard unsafe mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw fault("folder") }
        let path = "\(folder)/\(mail.name).eml"
        let descriptor = unsafe open("\(path).part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw fault("open") }
        guard writeAll(mail.bytes, to: descriptor), fsync(descriptor) == 0 else {
            let reason = fault("write")
            close(descriptor)
            unsafe unlink("\(path).part")
            throw reason
        }
        close(descriptor)
        guard unsafe rename("\(path).part", path) == 0 else { throw fault("rename") }
        try syncFolder(folder)
    }

    /// Makes the new name itself durable.
    private static func syncFolder(_ folder: String) throws(DeliveryFault) {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw fault("sync") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw fault("sync") }
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var position = 0
        while position < bytes.count {
            let written = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress! + position, buffer.count - position)
            }
            if written < 0, errno != EINTR { return false }
            position += max(written, 0)
        }
        return true
    }

    private static func fault(_ step: String) -> DeliveryFault { .temporary("outbox: \(step): \(errorText(errno))") }
}
