public import WireModel

extension SearchSnippet {
    /// How much stands before the first mark.
    private static let leadCharacters = 40
    /// A character may be built of many scalars.
    private static let limitBytes = 1_600

    /// Cuts it out of `whole`.
    /// - Parameter found: From ``SearchQuery/marks(in:)`` for the same text.
    public init(of whole: String, marks found: [Range<Int>]) {
        var whole = whole
        whole.makeContiguousUTF8()
        let marks = found.map { whole.index(at: $0.lowerBound)..<whole.index(at: $0.upperBound) }
        let start = Self.start(in: whole, marks.first?.lowerBound)
        let end = Self.end(in: whole, from: start)
        let lead = start > whole.startIndex ? "…" : ""
        let lines = whole.unicodeScalars[start..<end].map { $0.properties.isWhitespace ? " " : $0 }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: lines)
        let shown: [[Int]] = marks.compactMap { mark in
            guard mark.lowerBound >= start, mark.upperBound <= end else { return nil }
            let before = whole.utf16.distance(from: start, to: mark.lowerBound) + lead.utf16.count
            return [before, whole.utf16.distance(from: mark.lowerBound, to: mark.upperBound)]
        }
        self.init(text: lead + String(text) + (end < whole.endIndex ? "…" : ""), marks: shown)
    }

    /// A little before the first mark, at the beginning of a word.
    private static func start(in text: String, _ mark: String.Index?) -> String.Index {
        guard let mark else { return text.startIndex }
        var start = text.startIndex
        if let early = text.index(mark, offsetBy: -leadCharacters, limitedBy: text.startIndex), early > start {
            start = text[early..<mark].firstIndex(where: \.isWhitespace).map { text.index(after: $0) } ?? early
        }
        return text.utf8.distance(from: start, to: mark) > limitBytes / 2 ? mark : start
    }

    /// At the end of a word where there is one.
    private static func end(in text: String, from start: String.Index) -> String.Index {
        var end = text.index(start, offsetBy: limitCharacters, limitedBy: text.endIndex) ?? text.endIndex
        if text.utf8.distance(from: start, to: end) > limitBytes {
            end = text.unicodeScalars.index(at: text.utf8.index(start, offsetBy: limitBytes), in: text)
        }
        guard end < text.endIndex, let space = text[start..<end].lastIndex(where: \.isWhitespace), space > start
        else { return end }
        return space
    }
}

extension String {
    /// - Parameter offset: In bytes, at the border of a scalar.
    fileprivate func index(at offset: Int) -> Index { utf8.index(utf8.startIndex, offsetBy: offset) }
}

extension String.UnicodeScalarView {
    /// The border of a scalar at or before a byte.
    fileprivate func index(at byte: Index, in text: String) -> Index {
        var byte = byte
        while byte.samePosition(in: self) == nil { byte = text.utf8.index(before: byte) }
        return byte
    }
}
