import Search
import WireModel

/// What a contact is found by, and what is looked for in it: both folded as messages are, so that a query finds what a
/// reader takes for the same word.
enum SearchText {
    static let queryLimitCharacters = 100

    /// The text stored beside a contact.
    static func of(name: String, email: String?, phone: String?) -> String {
        [name, email, phone].compactMap { $0.map(Folding.fold) }.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The `LIKE` patterns of a query, `!` as their escape: one for the folded text, and one for the digits of a
    /// telephone number when the query is the piece of one. Nil when nothing is looked for.
    static func patterns(of query: String) -> (text: String, phone: String?)? {
        let folded = Folding.fold(String(query.prefix(queryLimitCharacters)))
        guard !folded.isEmpty else { return nil }
        return (contains(folded), phoneDigits(of: folded).map(contains))
    }

    private static func contains(_ text: String) -> String {
        var pattern = "%"
        for character in text {
            if "%_!".contains(character) { pattern.append("!") }
            pattern.append(character)
        }
        return pattern + "%"
    }

    /// The digits, without the zeros that stand for a country or a long distance. Nil for fewer than three, and for
    /// text that is more than a number.
    private static func phoneDigits(of text: String) -> String? {
        guard text.allSatisfy({ $0.isASCIIDigit || "+-(). ".contains($0) }) else { return nil }
        let digits = text.filter(\.isASCIIDigit).drop { $0 == "0" }
        return digits.count >= 3 ? String(digits) : nil
    }
}
