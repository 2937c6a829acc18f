/// One word of a text: what stands between spaces and punctuation.
public struct Word: Sendable, Equatable {
    /// Its letters and digits as ``Folding`` reads them, in UTF-8; at most ``limitBytes``.
    public let folded: [UInt8]
    /// Where it stands in the text, in bytes of UTF-8.
    public let range: Range<Int>

    /// What follows is not looked at: no word is longer, and whoever sends one must not fill the index with it.
    public static let limitBytes = 64

    /// The words of a text in order.
    public static func all(in text: String) -> [Word] {
        var words: [Word] = []
        var folded: [UInt8] = []
        var start = 0
        var end = 0
        var offset = 0
        func finish() {
            words.append(Word(folded: folded, range: start..<end))
            folded.removeAll(keepingCapacity: true)
        }
        for scalar in text.unicodeScalars {
            let next = offset + UTF8.width(scalar)
            defer { offset = next }
            let role = Folding.role(of: scalar)
            switch role {
            case .nothing: if !folded.isEmpty { end = next }
            case .other: if !folded.isEmpty { finish() }
            case .letter, .letters:
                if folded.isEmpty { start = offset }
                end = next
                folded.append(role)
            }
        }
        if !folded.isEmpty { finish() }
        return words
    }

    /// The word without article, conjunction and English plural, and also without Arabic endings: words of one stem
    /// find each other.
    var stem: ArraySlice<UInt8> { Stemming.stem(bare) }

    /// The word without article and conjunction: what somebody who is still typing has the beginning of.
    var bare: ArraySlice<UInt8> { Stemming.bare(folded[...]) }

    var isNumber: Bool { folded.allSatisfy { (0x30...0x39).contains($0) } }
}

extension [UInt8] {
    fileprivate mutating func append(_ role: Folding.Role) {
        guard count < Word.limitBytes - 4 else { return }
        switch role {
        case .letter(let letter): append(scalar: letter)
        case .letters(let letters): self += letters.utf8.prefix(Word.limitBytes - count)
        case .nothing, .other: break
        }
    }
}
