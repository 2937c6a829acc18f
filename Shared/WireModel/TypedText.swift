// What keyboards and pasting leave around a text that somebody typed into a field.

extension String {
    /// Without white space at either end.
    public var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }

    /// Whether a reader would see anything of it.
    public var isVisible: Bool { unicodeScalars.contains(where: \.isVisible) }
}

extension Unicode.Scalar {
    /// Neither space nor control nor one of the marks and fillers that have no shape of their own. What this library
    /// does not know yet is taken for visible: it may be next year's emoji.
    public var isVisible: Bool {
        guard !properties.isDefaultIgnorableCodePoint else { return false }
        return switch properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .surrogate: false
        default: true
        }
    }
}
