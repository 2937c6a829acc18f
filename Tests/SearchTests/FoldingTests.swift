import Search
import Testing

@Suite struct `Folded text` {
    @Test(arguments: [
        ("أحمد", "احمد"), ("إيمان", "ايمان"), ("آمنة", "امنه"), ("مُحَمَّد", "محمد"), ("هدى", "هدي"),
        ("فاطمة", "فاطمه"), ("محـــمد", "محمد"), ("مؤمن", "مومن"), ("رائد", "رايد"), ("ٱلله", "الله"),
        ("علی کریم", "علي كريم"), ("SARA Ali", "sara ali"), ("  a \n\t b ", "a b"), ("٠٥٠", "050"), ("۱۲", "12"),
        ("أ\u{0654}", "ا"), ("Café ÀÉÎÕÜ ñ ß Łódź", "cafe aeiou n ss lodz"), ("e\u{301}", "e"), ("ﻻ", "لا"),
        ("١٢٣ १२३ １２３", "123 123 123"), ("ΑΘΗΝΑ Москва", "αθηνα москва"), ("\u{200F}a\u{200D}b\u{200E}", "ab"),
        ("“لا” 50%_!", "“لا” 50%_!"), ("a\u{0}b", "ab"), ("", ""), (" \u{064B}\u{200F} ", ""),
    ])
    func `is what readers take for the same`(given: String, folded: String) {
        #expect(Folding.fold(given) == folded)
    }

    @Test(arguments: ["الإلكتروني ١٢٣ Café", "ﷺ 🎉 ẞ İ ǅ ﬁ", "ل\u{0640}\u{064E}ا"])
    func `folds to itself`(text: String) {
        let once = Folding.fold(text)

        #expect(Folding.fold(once) == once)
    }
}
