/// A telephone number within a text, in whatever way it is written: `050 123 4567`, `+966-50-1234567`,
/// `(٠٠٩٦٦) ٥٠١٢٣٤٥٦٧`. Any digits that could be one are taken for one, besides being words.
struct Telephone: Equatable {
    /// Without the zeros that stand for a country or a long distance.
    let digits: [UInt8]
    /// In bytes of the text.
    let range: Range<Int>
    /// How many words it is made of.
    let words: Range<Int>

    static let digitRange = 7...15
    /// Two writings of one number agree in so many digits at their end, where both have them.
    static let tellingDigits = 9
    /// Groups of digits that may make one number.
    private static let groupLimit = 6
    /// Characters between two groups, such as `) `.
    private static let gapLimit = 3

    /// Every stretch of neighbouring groups of digits that could be a number. A stretch within a longer one must be
    /// long enough to tell: the end of a number is none.
    static func all(in text: String, _ words: [Word]) -> [Telephone] {
        guard words.contains(where: \.isNumber) else { return [] }
        let bytes = Array(text.utf8)
        var found: [Telephone] = []
        for start in words.indices where words[start].isNumber {
            var digits: [UInt8] = []
            for end in start..<min(start + groupLimit, words.count) {
                guard words[end].isNumber, end == start || isGap(words[end - 1], words[end], bytes) else { break }
                digits += words[end].folded
                guard digits.count <= digitRange.upperBound else { break }
                let significant = Array(digits.drop { $0 == UInt8(ascii: "0") })
                guard significant.count >= digitRange.lowerBound else { continue }
                let telephone = Telephone(
                    digits: significant, range: words[start].range.lowerBound..<words[end].range.upperBound,
                    words: start..<end + 1)
                // What ends where it does was found before, with more in front of it.
                if let longer = found.suffix(groupLimit * groupLimit).last(where: { $0.words.upperBound > end }),
                    longer.words.lowerBound < start,
                    significant.count < tellingDigits
                {
                    continue
                }
                if let shorter = found.last, shorter.words.lowerBound == start, shorter.digits.count < tellingDigits {
                    found.removeLast()
                }
                found.append(telephone)
            }
        }
        return found
    }

    /// Whether it is the number `other`, with or without a country's code.
    func isSame(as other: [UInt8]) -> Bool {
        let count = min(Self.tellingDigits, digits.count, other.count)
        return count >= Self.digitRange.lowerBound && digits.suffix(count).elementsEqual(other.suffix(count))
    }

    /// What two writings of a number share.
    static func ending(_ digits: [UInt8]) -> ArraySlice<UInt8> { digits.suffix(digitRange.lowerBound) }

    /// What somebody who is still typing it without a country's code has the beginning of.
    static func telling(_ digits: [UInt8]) -> ArraySlice<UInt8> { digits.suffix(tellingDigits) }

    /// Whether two groups of digits may be one number's. A plus sign begins another.
    private static func isGap(_ left: Word, _ right: Word, _ bytes: [UInt8]) -> Bool {
        let gap = bytes[left.range.upperBound..<right.range.lowerBound]
        guard gap.count <= gapLimit * 3 else { return false }
        let scalars = String(decoding: gap, as: UTF8.self).unicodeScalars
        return scalars.count <= gapLimit && scalars.allSatisfy { separators.contains($0) }
    }

    private static let separators = Set(" \u{A0}\u{202F}-‐‑‒–().\u{200E}\u{200F}".unicodeScalars)
}
