/// What was meant by somebody who typed with the keyboard's other layout: the Arabic (101) and the QWERTY letters that
/// share a key.
public enum KeyboardLayout {
    /// The readings of a text that is written in the letters of one layout only, likeliest first: Arabic for Latin
    /// letters, and Latin for Arabic ones. "لا" is the key B, or the keys G and H.
    public static func readings(of text: String) -> [String] {
        let hasLatin = text.unicodeScalars.contains { arabicByLatin[lowercase($0)] != nil && isLetter($0) }
        let hasArabic = text.unicodeScalars.contains { (0x620...0x64A).contains($0.value) }
        switch (hasLatin, hasArabic) {
        case (true, false): return [arabic(text)]
        case (false, true):
            let (keys, single) = (latin(text, joining: true), latin(text, joining: false))
            return keys == single ? [keys] : [keys, single]
        default: return []
        }
    }

    private static func arabic(_ text: String) -> String {
        text.unicodeScalars.map { shifted[$0] ?? arabicByLatin[lowercase($0)] ?? String($0) }.joined()
    }

    /// - Parameter joining: Whether lam and alef in a row were one key.
    private static func latin(_ text: String, joining: Bool) -> String {
        var typed = ""
        var rest = text.unicodeScalars[...]
        while let scalar = rest.first {
            let pair = String(String.UnicodeScalarView(rest.prefix(2)))
            if joining, let key = latinByPair[pair] {
                typed += key
                rest = rest.dropFirst(2)
            } else {
                typed += latinByArabic[scalar] ?? String(scalar)
                rest = rest.dropFirst()
            }
        }
        return typed
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z").contains(lowercase(scalar)) }

    private static func lowercase(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value + 0x20)) : scalar
    }

    private static let keys: [(latin: Unicode.Scalar, arabic: String)] = [
        ("q", "ض"), ("w", "ص"), ("e", "ث"), ("r", "ق"), ("t", "ف"), ("y", "غ"), ("u", "ع"), ("i", "ه"), ("o", "خ"),
        ("p", "ح"), ("[", "ج"), ("]", "د"), ("a", "ش"), ("s", "س"), ("d", "ي"), ("f", "ب"), ("g", "ل"), ("h", "ا"),
        ("j", "ت"), ("k", "ن"), ("l", "م"), (";", "ك"), ("'", "ط"), ("z", "ئ"), ("x", "ء"), ("c", "ؤ"), ("v", "ر"),
        ("b", "لا"), ("n", "ى"), ("m", "ة"), (",", "و"), (".", "ز"), ("/", "ظ"), ("`", "ذ"),
    ]

    /// With the shift key, where that makes another letter. Capitals that make a vowel mark or a sign are left to the
    /// table above: whoever means them does not search for them.
    private static let shifted: [Unicode.Scalar: String] = [
        "H": "أ", "Y": "إ", "N": "آ", "G": "لأ", "T": "لإ", "B": "لآ", "J": "ـ",
    ]

    private static let arabicByLatin = Dictionary(uniqueKeysWithValues: keys.map { ($0.latin, $0.arabic) })

    private static let latinByArabic: [Unicode.Scalar: String] = {
        var table: [Unicode.Scalar: String] = [:]
        for key in keys where key.arabic.unicodeScalars.count == 1 {
            table[key.arabic.unicodeScalars.first!] = String(key.latin)
        }
        for (latin, arabic) in shifted where arabic.unicodeScalars.count == 1 {
            table[arabic.unicodeScalars.first!] = String(latin)
        }
        return table
    }()

    private static let latinByPair = ["لا": "b", "لأ": "G", "لإ": "T", "لآ": "B"]
}
