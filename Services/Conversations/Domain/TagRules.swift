import Search
import WireModel

/// What tags may be called, and when two names are the same.
enum TagRules {
    /// What a tag has that names no colour: they go together, and can be read on both backgrounds.
    static let colours = [
        "#0f6b5c", "#1d6fb8", "#7a4fb5", "#b5487a", "#b5502f", "#8a6d1a", "#4f7a2a", "#5b6676",
    ]

    /// - Throws: `input.invalid` with the field.
    static func name(_ text: String, field: String = "name") throws(Failure) -> String {
        let name = text.trimmed
        guard name.isVisible, !Folding.fold(name).isEmpty else {
            throw .invalid(field, "required", "A tag needs a name.")
        }
        guard name.count <= Tag.nameLimit, name.utf8.count <= Tag.nameLimit * 8 else {
            throw .invalid(field, "tooLong", "A tag's name holds up to \(Tag.nameLimit) characters.")
        }
        guard !name.unicodeScalars.contains(where: \.isUnwelcome) else {
            throw .invalid(field, "invalid", "A name has no line breaks, control characters or marks of direction.")
        }
        return name
    }

    static func colour(_ text: String) throws(Failure) -> String {
        guard InboxRules.isColour(text) else {
            throw .invalid("colour", "colour", "A colour is written as #0f6b5c.")
        }
        return text
    }
}

extension Unicode.Scalar {
    /// Breaks the line, controls, or steers the direction of what follows.
    fileprivate var isUnwelcome: Bool {
        switch value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default:
            switch properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: true
            default: false
            }
        }
    }
}
