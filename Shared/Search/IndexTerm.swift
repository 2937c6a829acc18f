/// One entry of the index, or the beginning of entries. It holds letters and digits only, and is no longer than a
/// ``Word``.
public struct IndexTerm: Sendable, Hashable {
    public let text: String
    public let isPrefix: Bool

    init(_ bytes: some Collection<UInt8>, isPrefix: Bool = false) {
        text = String(decoding: bytes, as: UTF8.self)
        self.isPrefix = isPrefix
    }

    static func telephone(_ digits: [UInt8]) -> IndexTerm {
        IndexTerm(telephoneMark + Telephone.ending(digits))
    }

    static func beginning(ofTelephone digits: [UInt8]) -> IndexTerm {
        IndexTerm(openTelephoneMark + Telephone.telling(digits), isPrefix: true)
    }

    /// No folded word holds these.
    private static let telephoneMark = Array("\u{260E}".utf8)
    private static let openTelephoneMark = Array("\u{260F}".utf8)

    /// Whether it can be one of the words of ``entries(of:_:)``.
    public var isWord: Bool { text.unicodeScalars.first.map { !("0"..."9").contains($0) && $0 != "\u{260F}" } == true }

    /// Calls `body` with what a text is found by: every word without article and conjunction, for whoever has typed its
    /// beginning; its stem; article and conjunction with the one letter after them, for whoever has typed no more; and
    /// telephone numbers in one form. The same may come more than once.
    /// - Parameter body: Is also told whether the entry is a word, as all but stems and numbers are.
    public static func entries(of text: String, _ body: (_ entry: ArraySlice<UInt8>, _ isWord: Bool) throws -> Void)
        rethrows
    {
        let words = Word.all(in: text)
        for word in words {
            let bare = word.bare
            let stem = Stemming.stem(bare)
            try body(bare, !word.isNumber)
            if stem.count != bare.count { try body(stem, false) }
            if bare.count != word.folded.count { try body(word.folded[..<bare.afterFirstLetter], true) }
        }
        for telephone in Telephone.all(in: text, words) {
            try body((telephoneMark + Telephone.ending(telephone.digits))[...], false)
            try body((openTelephoneMark + Telephone.telling(telephone.digits))[...], false)
        }
    }
}

extension ArraySlice<UInt8> {
    /// Where the second letter begins; of a part of a word, within the word.
    fileprivate var afterFirstLetter: Int {
        dropFirst().firstIndex { $0 & 0xC0 != 0x80 } ?? endIndex
    }
}
