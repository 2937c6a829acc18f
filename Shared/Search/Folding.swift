/// What readers take for the same letter. The one folding of text: of messages, titles and contacts, and of what is
/// looked for in them.
///
/// Alef, waw and yaa without hamza, taa marbuta as haa, alef maqsura as yaa, Persian and Urdu letters as the Arabic
/// ones they stand for; no vowel marks, no tatweel, no direction marks; every script's digits as ASCII; Latin letters
/// lower case and without accents.
public enum Folding {
    /// Changes whenever the same text folds, splits or stems otherwise than before, so that whatever was stored with
    /// the older rules is made anew.
    public static let version: Int64 = 1

    /// The whole text with runs of white space as one space, none at either end. Punctuation stays.
    public static func fold(_ text: String) -> String {
        var folded: [UInt8] = []
        folded.reserveCapacity(text.utf8.count)
        var isSpaced = true
        for scalar in text.unicodeScalars {
            switch role(of: scalar) {
            case .nothing: continue
            case .letter(let letter):
                folded.append(scalar: letter)
                isSpaced = false
            case .letters(let letters):
                folded += letters.utf8
                isSpaced = false
            case .other where scalar.properties.isWhitespace:
                if !isSpaced { folded.append(UInt8(ascii: " ")) }
                isSpaced = true
            case .other:
                guard scalar.properties.generalCategory != .control else { continue }
                folded.append(scalar: scalar)
                isSpaced = false
            }
        }
        if folded.last == UInt8(ascii: " ") { folded.removeLast() }
        return String(decoding: folded, as: UTF8.self)
    }

    /// What becomes of a scalar.
    enum Role {
        /// A letter or digit of a word.
        case letter(Unicode.Scalar)
        case letters(String)
        /// Neither read nor a border: a vowel mark, tatweel, a joiner.
        case nothing
        /// Space, punctuation, symbol.
        case other
    }

    static func role(of scalar: Unicode.Scalar) -> Role {
        switch scalar.value {
        case 0x61...0x7A, 0x30...0x39: .letter(scalar)
        case 0x41...0x5A: .letter(Unicode.Scalar(UInt8(scalar.value + 0x20)))
        case 0..<0x80: .other
        case 0x600..<0x700: arabic(scalar)
        case 0xC0..<0x180: latin(scalar)
        default: rare(scalar)
        }
    }

    private static func arabic(_ scalar: Unicode.Scalar) -> Role {
        switch scalar {
        case "أ", "إ", "آ", "ٱ", "ٲ", "ٳ": .letter("ا")
        case "ؤ": .letter("و")
        case "ئ", "ى", "ی", "ې", "ے": .letter("ي")
        case "ة", "ہ", "ھ", "ۀ", "ە": .letter("ه")
        case "ک", "ڪ": .letter("ك")
        case "ـ": .nothing
        case "\u{660}"..."\u{669}": .letter(Unicode.Scalar(UInt8(scalar.value - 0x660 + 0x30)))
        case "\u{6F0}"..."\u{6F9}": .letter(Unicode.Scalar(UInt8(scalar.value - 0x6F0 + 0x30)))
        case "\u{620}"..."\u{64A}", "\u{66E}"..."\u{6D3}": .letter(scalar)
        default: rare(scalar)
        }
    }

    private static func latin(_ scalar: Unicode.Scalar) -> Role {
        let letters = latinLetters[Int(scalar.value) - 0xC0]
        return letters == "-" ? .other : .letters(letters)
    }

    /// U+00C0 to U+017F without accents; `-` is no letter.
    private static let latinLetters = Array(
        """
        a a a a a a ae c e e e e i i i i d n o o o o o - o u u u u y th ss a a a a a a ae c e e e e i i i i d n o o \
        o o o - o u u u u y th y a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g g g g g h h h h i i \
        i i i i i i i i ij ij j j k k k l l l l l l l l l l n n n n n n n n n o o o o o o oe oe r r r r r r s s s s \
        s s s s t t t t t t u u u u u u u u u u u u w w y y y z z z z z z s
        """.split(separator: " ").map(String.init))

    private static func rare(_ scalar: Unicode.Scalar) -> Role {
        if scalar == "ẞ" { return .letters("ss") }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return .nothing
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter: return .letters(properties.lowercaseMapping)
        case .modifierLetter, .otherLetter, .spacingMark, .letterNumber: return ligature(scalar)
        case .decimalNumber:
            guard let digit = properties.numericType == .decimal ? properties.numericValue : nil else {
                return .letter(scalar)
            }
            return .letter(Unicode.Scalar(UInt8(0x30 + Int(digit) % 10)))
        default: return .other
        }
    }

    /// Lam with alef, which some programs write as one scalar.
    private static func ligature(_ scalar: Unicode.Scalar) -> Role {
        (0xFEF5...0xFEFC).contains(scalar.value) ? .letters("لا") : .letter(scalar)
    }
}

extension [UInt8] {
    mutating func append(scalar: Unicode.Scalar) {
        if scalar.isASCII { append(UInt8(truncatingIfNeeded: scalar.value)) } else { self += UTF8.encode(scalar)! }
    }
}
