import WireModel

/// What a file is called: as its sender named it, without what could mislead a reader or a file system.
struct AttachmentName: Sendable, Equatable {
    /// In characters, extension included.
    static let limit = 120
    /// A character may be built of many scalars; file systems take names of 255 bytes.
    static let limitBytes = 240
    private static let extensionLimit = 10

    private(set) var text: String

    /// - Throws: `attachment.name` for what leaves nothing to read.
    init(_ given: String) throws(Failure) {
        // Only the file's own name, whatever system its path is of.
        let last = given.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        var scalars = String.UnicodeScalarView()
        for scalar in last.unicodeScalars.lazy.map(\.asInName).prefix(4 * Self.limitBytes) {
            if let scalar { scalars.append(scalar) }
        }
        text = String(String(scalars).trimmed.drop { $0 == "." }).trimmed
        guard text.isVisible else {
            throw Failure(.invalid, "attachment.name", "A file needs a name.")
        }
        shorten(keeping: Self.ending(of: last))
    }

    /// The extension in lower case, without its dot: up to ten ASCII letters and digits, not digits alone.
    var ending: String? { Self.ending(of: text) }

    /// Gives a name without an extension the one of what the file is.
    mutating func complete(with ending: String?) {
        guard let ending, self.ending == nil else { return }
        text += ".\(ending)"
        shorten(keeping: ending)
    }

    private static func ending(of name: String) -> String? {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
        let ending = name[name.index(after: dot)...]
        let isEnding =
            (1...extensionLimit).contains(ending.utf8.count) && ending.allSatisfy { $0.isASCII && $0.isLetterOrDigit }
            && !ending.allSatisfy(\.isNumber)
        return isEnding ? ending.lowercased() : nil
    }

    /// Cuts the stem, so that what is cut off is not the extension.
    private mutating func shorten(keeping ending: String?) {
        guard text.count > Self.limit || text.utf8.count > Self.limitBytes else { return }
        let tail = ending.map { ".\($0)" } ?? ""
        let stem = text.lowercased().hasSuffix(tail) ? text.dropLast(tail.count) : text[...]
        var kept = ""
        var bytes = tail.utf8.count
        for character in stem.prefix(Self.limit - tail.count) {
            bytes += character.utf8.count
            guard bytes <= Self.limitBytes else { break }
            kept.append(character)
        }
        text = kept.trimmed + tail
    }
}

extension Character {
    fileprivate var isLetterOrDigit: Bool { isLetter || isNumber }
}

extension Unicode.Scalar {
    /// Itself, a space for what breaks a line, or nil for controls and for what turns the order of reading around: with
    /// it a program reads as a picture.
    fileprivate var asInName: Unicode.Scalar? {
        switch value {
        case 0x09...0x0D, 0x85, 0x2028, 0x2029: " "
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: nil
        default: properties.generalCategory == .control ? nil : self
        }
    }
}
