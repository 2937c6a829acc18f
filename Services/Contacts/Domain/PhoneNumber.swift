import HTTP
import WireModel

/// A telephone number as somebody typed it, read where it can be read.
///
/// `+966 50 123 4567`, `00966501234567`, `0501234567`, `٠٥٠١٢٣٤٥٦٧` and `966501234567` are one number. Numbers
/// without a country's code are taken for Saudi ones where they look like it.
struct PhoneNumber: Sendable, Equatable {
    static let limitCharacters = 40

    /// International form (`+966501234567`), or as given where it cannot be read.
    let text: String
    /// What two writings of one number share. Nil when it is too short to tell people apart.
    let key: String?

    /// Nil for text without a digit.
    init?(_ typed: String) {
        let given = typed.withoutInvisibles.trimmed
        let plain = given.withASCIIDigits
        let digits = String(plain.filter(\.isASCIIDigit))
        guard !digits.isEmpty else { return nil }
        if let international = Self.international(plain) {
            (text, key) = (international, international)
        } else {
            (text, key) = (given, digits.count >= Self.tellingDigits ? digits : nil)
        }
    }

    /// Whether a number as it is kept is this one.
    func isSame(as kept: String?) -> Bool {
        guard let other = kept.flatMap(PhoneNumber.init) else { return false }
        return (key ?? text) == (other.key ?? other.text)
    }

    /// Fewer digits than these may belong to many people.
    private static let tellingDigits = 7

    private static func international(_ typed: String) -> String? {
        let text = typed.with("", for: trunkZero)
        guard text.allSatisfy({ $0.isASCIIDigit || $0 == "+" || separators.contains($0) }) else { return nil }
        let digits = String(text.filter(\.isASCIIDigit))
        let marks = text.filter { $0 == "+" }.count
        if marks == 1, text.first(where: { $0 == "+" || $0.isASCIIDigit }) == "+" { return withCode(digits) }
        guard marks == 0 else { return nil }
        if digits.hasPrefix("00") { return withCode(String(digits.dropFirst(2))) }
        return national(digits) ?? bare(digits)
    }

    /// `+44 (0)20 …` as letterheads write it.
    private static let trunkZero = "(0)"
    private static let separators = Set<Character>(" \u{A0}\u{202F}-‐‑‒–—().,/،")

    /// Digits that begin with a country's code: 7 to 15 of them. A zero that belongs to the national form is taken out.
    private static func withCode(_ digits: String) -> String? {
        guard (7...15).contains(digits.count), digits.first != "0" else { return nil }
        for country in Country.all where digits.hasPrefix(country.code + "0") {
            let rest = String(digits.dropFirst(country.code.count + 1))
            if country.has(rest) { return "+" + country.code + rest }
        }
        return "+" + digits
    }

    /// A Saudi number without the country's code: `05…` and `01…` of ten digits, or a mobile's nine.
    private static func national(_ digits: String) -> String? {
        if digits.count == 10, digits.hasPrefix("0"), Country.saudiArabia.has(String(digits.dropFirst())) {
            return "+966" + digits.dropFirst()
        }
        return digits.count == 9 && digits.hasPrefix("5") ? "+966" + digits : nil
    }

    /// Digits that begin with the code of a country nearby, and have as many digits as its numbers have.
    private static func bare(_ digits: String) -> String? {
        for country in Country.all where digits.hasPrefix(country.code) {
            let rest = String(digits.dropFirst(country.code.count))
            if country.has(rest) || rest.hasPrefix("0") && country.has(String(rest.dropFirst())) {
                return withCode(digits)
            }
        }
        return nil
    }
}

/// The numbers of one country, as far as they must be told from others when the plus sign is missing.
private struct Country {
    var code: String
    /// First digits and length of the national numbers, the zero before them left out.
    var forms: [(first: String, length: Int)]

    func has(_ national: String) -> Bool {
        forms.contains { national.count == $0.length && $0.first.contains(national.first ?? " ") }
    }

    static let saudiArabia = Country(code: "966", forms: [("15", 9)])

    static let all = [
        saudiArabia,
        Country(code: "971", forms: [("5", 9), ("234679", 8)]),  // United Arab Emirates
        Country(code: "965", forms: [("124569", 8)]),  // Kuwait
        Country(code: "973", forms: [("136", 8)]),  // Bahrain
        Country(code: "974", forms: [("34567", 8)]),  // Qatar
        Country(code: "968", forms: [("279", 8)]),  // Oman
        Country(code: "967", forms: [("7", 9)]),  // Yemen
        Country(code: "962", forms: [("7", 9)]),  // Jordan
        Country(code: "964", forms: [("7", 10)]),  // Iraq
        Country(code: "20", forms: [("1", 10)]),  // Egypt
    ]
}
