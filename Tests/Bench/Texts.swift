import TestKit

/// What people write to a shop and the shop to them, in Arabic and English: words of a list by Zipf's law, with the
/// forms that they take in sentences, names, numbers of orders and telephones. The same dice throw the same text.
struct Texts {
    enum Tongue { case arabic, english, mixed }

    private let arabic = Lexicon(Words.arabicCommon, Words.arabic)
    private let english = Lexicon(Words.englishCommon, Words.english)
    private let arabicNames = (Words.list(Words.arabicFirst), Words.list(Words.arabicLast))
    private let englishNames = (Words.list(Words.englishFirst), Words.list(Words.englishLast))

    /// Seven of ten write Arabic, one of twenty both.
    func tongue(_ dice: inout Dice) -> Tongue {
        let number = dice.below(100)
        return number < 70 ? .arabic : number < 95 ? .english : .mixed
    }

    func name(_ tongue: Tongue, _ dice: inout Dice) -> String {
        let (first, last) = tongue == .english ? englishNames : arabicNames
        return "\(dice.pick(first)) \(dice.pick(last))"
    }

    /// One to three sentences of 3 to 14 words.
    func message(_ tongue: Tongue, _ dice: inout Dice) -> String {
        var text = ""
        text.reserveCapacity(256)
        for place in 0..<(1 + dice.below(10) / 6 + dice.below(10) / 8) {
            if place > 0 { text += " " }
            let isArabic = tongue == .arabic || tongue == .mixed && dice.chance(60)
            sentence(isArabic, into: &text, &dice)
        }
        return text
    }

    /// What somebody of the team looks for: two words as people say them, of which now and then one is a small one.
    func query(_ tongue: Tongue, _ dice: inout Dice) -> (String, String) {
        func word() -> String {
            let lexicon = tongue == .english ? english : arabic
            let drawn = lexicon.word(&dice)
            return drawn.isCommon && dice.chance(75) ? lexicon.word(&dice).word : drawn.word
        }
        return (word(), word())
    }

    private func sentence(_ isArabic: Bool, into text: inout String, _ dice: inout Dice) {
        let count = 3 + dice.below(6) + dice.below(7)
        for place in 0..<count {
            if place > 0 { text += place > 4 && dice.chance(8) ? (isArabic ? "، " : ", ") : " " }
            if dice.chance(2) {
                number(isArabic, into: &text, &dice)
            } else if isArabic {
                arabicWord(into: &text, &dice)
            } else {
                let word = english.word(&dice).word
                text += place == 0 ? word.prefix(1).uppercased() + word.dropFirst() : word
                if dice.chance(6), word.count > 3 { text += "s" }
            }
        }
        text += dice.chance(30) ? (isArabic ? "؟" : "?") : "."
    }

    /// A noun or verb as it stands in a sentence: with article, conjunction, preposition, plural or possessor, and now
    /// and then with other hamzas, vowel marks or a stretched letter.
    private func arabicWord(into text: inout String, _ dice: inout Dice) {
        let (word, isCommon) = arabic.word(&dice)
        guard !isCommon else {
            text += word
            return
        }
        let form = dice.below(100)
        text += form < 26 ? "ال" : form < 31 ? "وال" : form < 35 ? "بال" : form < 38 ? "لل" : form < 41 ? "و" : ""
        switch dice.below(100) {
        case 0..<3: text += word.map { $0 == "أ" || $0 == "إ" || $0 == "آ" ? "ا" : String($0) }.joined()
        case 3: text += word.prefix(2) + "ـــ" + word.dropFirst(2)
        case 4: text += word.prefix(1) + "\u{064E}" + word.dropFirst(1)
        default: text += word
        }
        guard let last = word.unicodeScalars.last, last != "ة", last != "ى" else { return }
        let ending = dice.below(100)
        text += ending < 5 ? "ات" : ending < 8 ? "ها" : ending < 11 ? "ين" : ending < 13 ? "كم" : ending < 15 ? "ي" : ""
    }

    private func number(_ isArabic: Bool, into text: inout String, _ dice: inout Dice) {
        var digits = ""
        switch dice.below(4) {
        case 0: digits = "\(10_000 + dice.below(900_000))"
        case 1: digits = "\(1 + dice.below(500))"
        case 2: digits = "MJ-\(1_000 + dice.below(9_000))"
        default:
            let number = 10_000_000 + dice.below(90_000_000)
            let (head, tail) = (number / 10_000 % 1_000, number % 10_000)
            digits =
                switch dice.below(3) {
                case 0: "05\(number)"
                case 1: "+966 5\(number / 10_000_000) \(head) \(tail)"
                default: "009665\(number)"
                }
        }
        guard isArabic, dice.chance(30) else {
            text += digits
            return
        }
        for scalar in digits.unicodeScalars {
            let isDigit = ("0"..."9").contains(scalar)
            text.unicodeScalars.append(isDigit ? Unicode.Scalar(scalar.value + 0x0660 - 0x30)! : scalar)
        }
    }
}

/// Words by rank: the one of rank r is drawn as often as 1 / (r + 2.7) says (Mandelbrot's form of Zipf's law). Small
/// words and others are two such lists; in a sentence four of ten are small.
private struct Lexicon {
    private let common: Ranks
    private let rest: Ranks

    init(_ common: String, _ rest: String) {
        self.common = Ranks(Words.list(common))
        self.rest = Ranks(Words.list(rest))
    }

    func word(_ dice: inout Dice) -> (word: String, isCommon: Bool) {
        dice.chance(40) ? (common.draw(&dice), true) : (rest.draw(&dice), false)
    }
}

private struct Ranks {
    private let words: [String]
    /// Where each word ends on a line of 2^32 points.
    private let ends: [UInt32]

    init(_ words: [String]) {
        self.words = words
        let weights = words.indices.map { 1 / (Double($0) + 2.7) }
        let sum = weights.reduce(0, +)
        var total = 0.0
        ends = weights.map { weight in
            total += weight
            return UInt32(min(total / sum * 4_294_967_295, 4_294_967_295))
        }
    }

    func draw(_ dice: inout Dice) -> String {
        let point = UInt32(truncatingIfNeeded: dice.next() >> 32)
        var (low, high) = (0, ends.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if ends[middle] < point { low = middle + 1 } else { high = middle }
        }
        return words[low]
    }
}
