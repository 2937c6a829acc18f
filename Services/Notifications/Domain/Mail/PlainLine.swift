import WireModel

/// A line of ours in a plain text. Programs take a line's direction from its first letter, which may be that of a
/// foreign name: a mark before it says what the line is.
enum PlainLine {
    private static let rightToLeftMark = "\u{200F}"
    private static let leftToRightMark = "\u{200E}"

    static func marked(_ text: String, in language: Language) -> String {
        let clean = text.withoutControls
        switch (language, clean.isRightToLeft) {
        case (.arabic, false): return rightToLeftMark + clean
        case (.english, true): return leftToRightMark + clean
        default: return clean
        }
    }
}

extension String {
    /// Whether the first letter is of a script that runs from right to left.
    var isRightToLeft: Bool {
        for scalar in unicodeScalars where scalar.properties.isAlphabetic {
            switch scalar.value {
            case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: return true
            default: return false
            }
        }
        return false
    }

    /// Without what no reader sees but programs act on; tabs stay.
    var withoutControls: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars where scalar == "\t" || scalar.properties.generalCategory != .control {
            result.append(scalar)
        }
        return String(result)
    }
}
