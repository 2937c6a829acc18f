/// How a workspace works with its conversations.
public struct WorkspaceSettings: Codable, Sendable, Equatable {
    /// How long after its closing a customer's message opens a conversation again; later it begins a new one.
    public var reopenHours: Int
    public var attachments: AttachmentPolicy

    /// A year of hours.
    public static let reopenHoursRange = 0...8760

    public init(reopenHours: Int = 72, attachments: AttachmentPolicy = AttachmentPolicy()) {
        self.reopenHours = reopenHours
        self.attachments = attachments
    }

    /// ``reopenHours`` as a while.
    public var reopenWindow: Duration { .seconds(reopenHours * 3600) }
}

/// Which files a workspace takes.
public struct AttachmentPolicy: Codable, Sendable, Equatable {
    /// Beside one message; 0 takes none at all.
    public var maxCount: Int
    /// Of each.
    public var maxBytes: Int
    public var types: [FileKind]

    public static let countRange = 0...MessageExtras.attachmentLimit
    public static let bytesRange = 1...(50 << 20)

    public init(maxCount: Int = 10, maxBytes: Int = 20 << 20, types: [FileKind] = FileKind.allCases) {
        self.maxCount = maxCount
        self.maxBytes = maxBytes
        self.types = types
    }
}

/// What a file is to a person.
public enum FileKind: String, Codable, Sendable, CaseIterable {
    case image, pdf, text, office, audio, video, archive
}
