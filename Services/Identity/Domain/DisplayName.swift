import WireModel

/// What people and their workspaces may be called.
enum DisplayName {
    /// Characters as a reader counts them.
    static let limit = 80
    /// A character may be stacked of any number of marks, so the bytes have a bound of their own.
    static let limitBytes = limit * 8
    /// As it was typed, with the space around it, in Unicode scalars.
    static let typedLimit = limit * 5

    /// The name without the space around it and without marks that steer the direction of writing or show nothing: they
    /// come along with copied text, and could make one name look like another.
    ///
    /// - Throws: `required` when nothing visible is left, `tooLong`, or `invalid` for line breaks and control
    ///   characters.
    static func accepted(_ text: String) throws(FieldFault) -> String {
        guard text.unicodeScalars.count <= typedLimit else { throw tooLong }
        var name = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !isHiddenMark(scalar) { name.append(scalar) }
        let trimmed = String(name).trimmed
        guard !trimmed.unicodeScalars.contains(where: isControl) else {
            throw FieldFault("invalid", "A name has no line breaks or control characters.")
        }
        guard trimmed.unicodeScalars.contains(where: isVisible) else {
            throw FieldFault("required", "A name is needed.")
        }
        guard trimmed.count <= limit, trimmed.utf8.count <= limitBytes else { throw tooLong }
        return trimmed
    }

    private static var tooLong: FieldFault { FieldFault("tooLong", "A name holds up to \(limit) characters.") }

    /// Directional marks, embeddings, overrides and isolates; the zero-width space; the byte order mark. The joiners
    /// U+200C and U+200D stay: Persian and emoji are spelled with them.
    private static func isHiddenMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x061C, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF: true
        default: false
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .unassigned, .nonspacingMark,
            .enclosingMark:
            false
        default: true
        }
    }
}
