import WireModel

/// What a workspace may set.
enum SettingsRules {
    /// - Throws: `input.invalid` with each field that is out of bounds.
    static func check(_ settings: WorkspaceSettings) throws(Failure) -> WorkspaceSettings {
        var fields: [Failure.Field] = []
        func require(_ value: Int, in range: ClosedRange<Int>, _ field: String) {
            guard !range.contains(value) else { return }
            fields.append(
                Failure.Field(
                    field: field, code: "range",
                    message: "“\(field)” must be from \(range.lowerBound) to \(range.upperBound)."))
        }
        require(settings.reopenHours, in: WorkspaceSettings.reopenHoursRange, "reopenHours")
        require(settings.attachments.maxCount, in: AttachmentPolicy.countRange, "attachments.maxCount")
        require(settings.attachments.maxBytes, in: AttachmentPolicy.bytesRange, "attachments.maxBytes")
        guard fields.isEmpty else { throw .invalid(fields) }
        var checked = settings
        // Each once, in our own order.
        checked.attachments.types = FileKind.allCases.filter(settings.attachments.types.contains)
        return checked
    }
}

extension WorkspaceSettings {
    /// What is different after a change, for the audit log.
    func auditDetails(since before: WorkspaceSettings) -> AuditDetails {
        var details = AuditDetails()
        details.note("reopenHours", String(before.reopenHours), String(reopenHours))
        details.note(
            "attachments.maxCount", String(before.attachments.maxCount), String(attachments.maxCount))
        details.note(
            "attachments.maxBytes", String(before.attachments.maxBytes), String(attachments.maxBytes))
        details.note("attachments.types", before.attachments.words, attachments.words)
        return details
    }
}

extension AttachmentPolicy {
    fileprivate var words: String { types.map(\.rawValue).joined(separator: " ") }
}
