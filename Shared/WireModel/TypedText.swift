// What keyboards and pasting leave around a text that somebody typed into a field.

extension String {
    /// Without white space at either end.
    public var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }

    /// As many whole scalars as fit; a character may be built of many.
    public func beginning(ofBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var beginning = UnicodeScalarView()
        var bytes = 0
        for scalar in unicodeScalars {
            bytes += UTF8.width(scalar)
            guard bytes <= limit else { break }
            beginning.append(scalar)
        }
        return String(beginning)
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
