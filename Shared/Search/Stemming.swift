/// What is left of a folded word when what grammar added is taken away. Light on purpose: no roots, no patterns.
///
/// Arabic as "light10" of Larkey, Ballesteros and Connell (2002) does, which no heavier stemmer has beaten at finding
/// texts, with one addition: an article may stand twice, as in "الإلكتروني", whose word itself begins with the same two
/// letters; so it finds "إلكترونية", which has none. English loses its plural.
enum Stemming {
    private typealias Letters = ArraySlice<UInt8>

    private static let articles = ["ال", "وال", "بال", "كال", "فال", "لل"].map { Array($0.utf8) }
    private static let and = Array("و".utf8)
    /// Tried once each, in this order.
    private static let endings = ["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"].map { Array($0.utf8) }
    private static let lettersAfterArticle = 2
    private static let lettersAfterAnd = 3
    private static let lettersBeforeEnding = 2

    /// Without conjunction and articles.
    /// - Parameter isLoose: Whether a single letter may be left: of a word whose end is not typed yet.
    static func bare(_ word: ArraySlice<UInt8>, isLoose: Bool = false) -> ArraySlice<UInt8> {
        guard word.isArabic else { return word }
        var rest = word
        if rest.starts(with: and), rest.count / 2 > (isLoose ? 1 : lettersAfterAnd) { rest = rest.dropFirst(and.count) }
        while let article = articles.first(where: { rest.starts(with: $0) }),
            (rest.count - article.count) / 2 >= (isLoose ? 1 : lettersAfterArticle)
        {
            rest = rest.dropFirst(article.count)
        }
        return rest
    }

    /// Of a bare word.
    static func stem(_ word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard word.isArabic else {
            return word.first.map { (0x61...0x7A).contains($0) } == true ? singular(word) : word
        }
        var rest = word
        for ending in endings where rest.count - ending.count >= 2 * lettersBeforeEnding && rest.ends(with: ending) {
            rest = rest.dropLast(ending.count)
        }
        return rest
    }

    private static let hissing = ["sses", "xes", "zes", "ches", "shes"].map { Array($0.utf8) }

    /// "orders" as "order", "boxes" as "box", "companies" and "company" as "compan".
    private static func singular(_ word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard word.count > 3, let last = word.last else { return word }
        if last == UInt8(ascii: "y"), !"aeou".utf8.contains(word[word.endIndex - 2]) { return word.dropLast() }
        guard last == UInt8(ascii: "s") else { return word }
        if word.ends(with: "ies".utf8) { return word.count > 5 ? word.dropLast(3) : word.dropLast() }
        if hissing.contains(where: { word.ends(with: $0) }) { return word.dropLast(2) }
        return "su".utf8.contains(word[word.endIndex - 2]) ? word : word.dropLast()
    }
}

extension ArraySlice<UInt8> {
    /// Whether it begins in the Arabic block, where a letter is two bytes.
    fileprivate var isArabic: Bool { first.map { (0xD8...0xDB).contains($0) } == true }

    fileprivate func ends(with ending: some BidirectionalCollection<UInt8>) -> Bool {
        reversed().starts(with: ending.reversed())
    }
}
