import WireModel

/// A file that is on its way in: what its head may promise, and what its content must keep.
struct UploadRules: Sendable {
    /// An author's files that wait for a message; whoever never sends them is not let fill the disk.
    static let waitingLimit = 50

    let policy: AttachmentPolicy
    private(set) var name: AttachmentName

    /// - Parameters:
    ///   - name: As the sender gave it; nil for none.
    ///   - announced: Bytes, where the sender has said how many.
    /// - Throws: `attachment.name`, `attachment.tooMany` where no files are taken, `attachment.empty`,
    ///   `attachment.tooLarge`.
    init(_ policy: AttachmentPolicy, name: String?, announced: Int?) throws(Failure) {
        self.policy = policy
        self.name = try AttachmentName(name ?? "")
        guard policy.maxCount > 0 else { throw policy.tooMany }
        if let announced {
            guard announced > 0 else { throw Self.empty }
            try require(size: announced)
        }
    }

    /// - Throws: `attachment.tooLarge`.
    func require(size: Int) throws(Failure) {
        guard size <= policy.maxBytes else {
            throw Failure(.tooLarge, "attachment.tooLarge", "A file holds up to \(policy.maxBytes) bytes.")
        }
    }

    /// What the file is, once it is here.
    ///
    /// - Throws: `attachment.empty`, `attachment.type`, `attachment.mismatch`, `attachment.picture`.
    func accept(_ sample: FileSample, as id: AttachmentID) throws -> Attachment {
        guard sample.size > 0 else { throw Self.empty }
        let type = try FileType.of(try FileContent.types(of: sample), named: name.ending)
        guard policy.types.contains(type.kind) else { throw Failure.unknownFileType }
        let picture = type.isShownInline ? try PictureSize(of: type, sample) : nil
        var name = name
        if type.kind != .text { name.complete(with: type.endings.first) }
        return Attachment(
            id: id, name: name.text, type: type.media, bytes: sample.size, width: picture?.width,
            height: picture?.height)
    }

    private static let empty = Failure(.invalid, "attachment.empty", "The file is empty.")
}

extension AttachmentPolicy {
    var tooMany: Failure {
        Failure(
            .invalid, "attachment.tooMany", "A message takes up to \(maxCount) files.",
            fields: [
                .init(field: "attachments", code: "tooMany", message: "A message takes up to \(maxCount) files.")
            ])
    }
}
