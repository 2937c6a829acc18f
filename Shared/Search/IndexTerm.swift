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

    /// Two words in a row.
    static func pair(_ first: [UInt8], _ second: [UInt8]) -> IndexTerm { IndexTerm(drawer(first, second)) }

    /// The one of ``drawers`` that a pair of words is in. Most texts that hold two words hold them apart: of those the
    /// drawer leaves out nine of ten. With an entry for every pair the index would be twice as large.
    private static func drawer(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
        // FNV-1a, as the same pair must always be in the same one.
        var hash: UInt32 = 2_166_136_261
        for byte in first { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        hash = (hash ^ UInt32(UInt8(ascii: " "))) &* 16_777_619
        for byte in second { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Array(UTF8.encode(Unicode.Scalar(firstDrawer + (hash >> 16 ^ hash) % drawers)!)!)
    }

    private static let drawers: UInt32 = 128
    /// For private use, and so in no folded word.
    private static let firstDrawer: UInt32 = 0xE000

    /// No folded word holds these.
    private static let telephoneMark = Array("\u{260E}".utf8)
    private static let openTelephoneMark = Array("\u{260F}".utf8)

    /// Whether it can be one of the words of ``entries(of:_:)``.
    public var isWord: Bool { text.unicodeScalars.first.map { !("0"..."9").contains($0) && $0 != "\u{260F}" } == true }

    /// Calls `body` with what a text is found by: every word without article and conjunction, for whoever has typed its
    /// beginning; its stem; article and conjunction with the one letter after them, for whoever has typed no more;
    /// every two words in a row; and telephone numbers in one form. The same may come more than once.
    /// - Parameter body: Is also told whether the entry is a word, as all but stems, pairs and numbers are.
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
        for (first, second) in zip(words, words.dropFirst()) {
            try body(drawer(first.folded, second.folded)[...], false)
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
