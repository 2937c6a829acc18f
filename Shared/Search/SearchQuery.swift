public import WireModel

/// What somebody looks for: words in any order, phrases in quotes, telephone numbers. Everything else that they typed,
/// operators of search engines too, is text like any other.
///
/// The last word counts as the beginning of one unless a space or a mark follows it, so that a search goes on as one
/// types.
public struct SearchQuery: Sendable, Equatable {
    enum Term: Sendable, Equatable {
        case word(Sought)
        /// The beginning of a word.
        case prefix(Sought)
        /// These words in a row, as they are written but for what ``Folding`` folds.
        case phrase([[UInt8]])
        /// Digits that are words, and together a telephone number. `isOpen`: more of it may follow.
        case number([Sought], telephone: [UInt8], isOpen: Bool)
    }

    /// One word in the forms by which it is found.
    struct Sought: Sendable, Equatable {
        let stem: [UInt8]
        let bare: [UInt8]
        let folded: [UInt8]
        /// As `bare`, were the word not to end here; nil where that leaves a single letter.
        let loose: [UInt8]?

        init(_ word: Word) {
            folded = word.folded
            bare = Array(word.bare)
            stem = Array(Stemming.stem(bare[...]))
            let loose = Array(Stemming.bare(word.folded[...], isLoose: true))
            self.loose = loose.count { $0 & 0xC0 != 0x80 } > 1 ? loose : nil
        }
    }

    public static let limitCharacters = 200
    /// A character may be built of many scalars.
    private static let limitBytes = 3_200
    private static let quotes: Set<Unicode.Scalar> = ["\"", "“", "”", "„", "«", "»"]
    /// Fewer digits than these are no beginning of a telephone number.
    private static let openTelephoneDigits = 4

    /// As it was typed.
    public let text: String
    let terms: [Term]

    /// - Throws: `search.tooLong`, `search.empty` without a letter or digit, `search.tooShort` for a single one.
    public init(_ text: String) throws(Failure) {
        guard text.utf8.count <= Self.limitBytes, text.count <= Self.limitCharacters else {
            throw Failure(.malformed, "search.tooLong", "A search holds up to \(Self.limitCharacters) characters.")
        }
        let letters = Word.all(in: text).reduce(0) {
            $0 + String(decoding: $1.folded, as: UTF8.self).unicodeScalars.count
        }
        guard letters > 0 else { throw Failure(.malformed, "search.empty", "A search needs a letter or a digit.") }
        guard letters > 1 else { throw Failure(.malformed, "search.tooShort", "A search needs at least two letters.") }
        self.text = text
        terms = Self.terms(of: text)
    }

    /// What an index must hold of a text for it to be looked at: all of these, each by any of its ways, each way by all
    /// of its entries. Whether the text is found, ``marks(in:)`` says.
    public var conditions: [[[IndexTerm]]] {
        let all = terms.flatMap { term -> [[[IndexTerm]]] in
            switch term {
            case .word(let word): [[[IndexTerm(word.stem)]]]
            case .prefix(let word): [Self.ways(ofPrefix: word)]
            case .phrase(let words):
                words.map { [[IndexTerm(Stemming.stem(Stemming.bare($0[...])))]] }
                    + zip(words, words.dropFirst()).map { [[IndexTerm.pair($0, $1)]] }
            case .number(let words, let telephone, let isOpen):
                [Self.ways(ofNumber: words, telephone, isOpen: isOpen)]
            }
        }
        // The beginning of a word by one letter is half of the index: the text itself tells.
        let telling = all.filter {
            $0.allSatisfy { $0.allSatisfy { !$0.isPrefix || $0.text.unicodeScalars.count > 1 } }
        }
        return Self.unique(telling.isEmpty ? all : telling)
    }

    private static func ways(ofPrefix word: Sought) -> [[IndexTerm]] {
        let beginnings = [word.folded, word.bare] + (word.loose.map { [$0] } ?? [])
        return unique(beginnings.map { [IndexTerm($0, isPrefix: true)] } + [[IndexTerm(word.stem)]])
    }

    private static func ways(ofNumber words: [Sought], _ telephone: [UInt8], isOpen: Bool) -> [[IndexTerm]] {
        var ways = [words.enumerated().map { IndexTerm($1.bare, isPrefix: isOpen && $0 == words.count - 1) }]
        if telephone.count >= Telephone.digitRange.lowerBound { ways.append([.telephone(telephone)]) }
        if isOpen, telephone.count <= Telephone.tellingDigits { ways.append([.beginning(ofTelephone: telephone)]) }
        return ways
    }

    private static func unique<Element: Equatable>(_ list: [Element]) -> [Element] {
        list.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    // MARK: Reading

    private static func terms(of text: String) -> [Term] {
        let scalars = text.unicodeScalars
        var terms: [Term] = []
        var rest = scalars[...]
        while let open = rest.firstIndex(where: quotes.contains),
            let close = rest[scalars.index(after: open)...].firstIndex(where: quotes.contains)
        {
            terms += words(in: String(rest[..<open]), isOpen: false)
            let phrase = Word.all(in: String(rest[scalars.index(after: open)..<close])).map(\.folded)
            if !phrase.isEmpty { terms.append(.phrase(phrase)) }
            rest = rest[scalars.index(after: close)...]
        }
        return unique(terms + words(in: String(rest), isOpen: true))
    }

    /// - Parameter isOpen: Whether the text's end is where somebody is typing.
    private static func words(in text: String, isOpen: Bool) -> [Term] {
        let words = Word.all(in: text)
        let isOpen = isOpen && words.last?.range.upperBound == text.utf8.count
        var terms: [Term] = []
        var telephones = Telephone.all(in: text, words)[...]
        var place = 0
        while place < words.count {
            telephones = telephones.drop { $0.words.lowerBound < place }
            let isLast = isOpen && place == words.count - 1
            let word = Sought(words[place])
            if let number = telephones.last(where: { $0.words.lowerBound == place }) {
                terms.append(
                    .number(
                        words[number.words].map(Sought.init), telephone: number.digits,
                        isOpen: isOpen && number.words.upperBound == words.count))
                place = number.words.upperBound
                continue
            } else if isLast, let digits = beginning(ofTelephone: words[place]) {
                terms.append(.number([word], telephone: digits, isOpen: true))
            } else {
                terms.append(isLast ? .prefix(word) : .word(word))
            }
            place += 1
        }
        return terms
    }

    private static func beginning(ofTelephone word: Word) -> [UInt8]? {
        guard word.isNumber, word.folded.count >= openTelephoneDigits else { return nil }
        let digits = Array(word.folded.drop { $0 == UInt8(ascii: "0") })
        return digits.isEmpty ? nil : digits
    }
}
