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
        IndexTerm(Array(telephoneMark.utf8) + Telephone.ending(digits))
    }

    static func beginning(ofTelephone digits: [UInt8]) -> IndexTerm {
        IndexTerm(Array(openTelephoneMark.utf8) + Telephone.telling(digits), isPrefix: true)
    }

    /// No folded word holds these.
    private static let telephoneMark = "\u{260E}"
    private static let openTelephoneMark = "\u{260F}"

    /// Appends what a text is found by, with a space before each entry: the stem of every word, the word without
    /// article and conjunction for whoever has typed its beginning, and telephone numbers in one form.
    /// - Parameter prefix: Stands before every entry.
    public static func append(of text: String, prefix: [UInt8], to buffer: inout [UInt8]) {
        let words = Word.all(in: text)
        for word in words {
            let bare = word.bare
            let stem = Stemming.stem(bare)
            buffer.append(entry: bare, prefix)
            if stem.count != bare.count { buffer.append(entry: stem, prefix) }
        }
        for telephone in Telephone.all(in: text, words) {
            let digits = telephone.digits
            buffer.append(entry: telephoneMark.utf8 + Telephone.ending(digits), prefix)
            buffer.append(entry: openTelephoneMark.utf8 + Telephone.telling(digits), prefix)
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(entry: some Collection<UInt8>, _ prefix: [UInt8]) {
        append(UInt8(ascii: " "))
        self += prefix
        self += entry
    }
}
