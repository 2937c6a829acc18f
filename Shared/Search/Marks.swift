extension SearchQuery {
    /// Where in a text the query is found, in bytes of UTF-8, in order and apart from one another; nil for a text that
    /// does not hold all of it.
    public func marks(in text: String) -> [Range<Int>]? {
        let page = ReadText(text)
        var marks: [Range<Int>] = []
        for term in terms {
            let found = page.places(of: term)
            guard !found.isEmpty else { return nil }
            marks += found
        }
        return marks.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, mark in
            if let last = merged.last, mark.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, mark.upperBound)
            } else {
                merged.append(mark)
            }
        }
    }
}

/// A text whose words are known.
private struct ReadText {
    private let words: [Word]
    private let forms: [(bare: ArraySlice<UInt8>, stem: ArraySlice<UInt8>)]
    private let telephones: [Telephone]

    init(_ text: String) {
        words = Word.all(in: text)
        forms = words.map { word in
            let bare = word.bare
            return (bare, Stemming.stem(bare))
        }
        telephones = Telephone.all(in: text, words)
    }

    func places(of term: SearchQuery.Term) -> [Range<Int>] {
        switch term {
        case .word(let word): places { forms[$0].stem.elementsEqual(word.stem) }
        case .prefix(let word): places { begins($0, word) }
        case .phrase(let phrase): places(of: phrase)
        case .number(let parts, let telephone, let isOpen): places(of: parts, telephone, isOpen: isOpen)
        }
    }

    private func places(where isFound: (Int) -> Bool) -> [Range<Int>] {
        words.indices.filter(isFound).map { words[$0].range }
    }

    private func begins(_ place: Int, _ word: SearchQuery.Sought) -> Bool {
        let (bare, stem) = forms[place]
        return words[place].folded.starts(with: word.folded) || bare.starts(with: word.bare)
            || word.loose.map { bare.starts(with: $0) } == true || stem.elementsEqual(word.stem)
    }

    private func places(of phrase: [[UInt8]]) -> [Range<Int>] {
        guard phrase.count <= words.count else { return [] }
        return (0...words.count - phrase.count).filter { start in
            phrase.indices.allSatisfy { words[start + $0].folded == phrase[$0] }
        }.map { words[$0].range.lowerBound..<words[$0 + phrase.count - 1].range.upperBound }
    }

    /// As a telephone number, else as the words that its digits are.
    private func places(of parts: [SearchQuery.Sought], _ digits: [UInt8], isOpen: Bool) -> [Range<Int>] {
        let numbers = telephones.filter { number in
            number.isSame(as: digits) || isOpen && Telephone.telling(number.digits).starts(with: digits)
        }
        guard numbers.isEmpty else { return numbers.map(\.range) }
        var found: [Range<Int>] = []
        for (place, part) in parts.enumerated() {
            let isBeginning = isOpen && place == parts.count - 1
            let places = places {
                isBeginning ? forms[$0].bare.starts(with: part.bare) : forms[$0].bare.elementsEqual(part.bare)
            }
            guard !places.isEmpty else { return [] }
            found += places
        }
        return found
    }
}
