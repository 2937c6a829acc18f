import Testing

@testable import Contacts

@Suite struct `Search text` {
    @Test(arguments: [
        ("أحمد", "احمد"), ("إيمان", "ايمان"), ("آمنة", "امنه"), ("مُحَمَّد", "محمد"),
        ("هدى", "هدي"), ("فاطمة", "فاطمه"),
        ("محـــمد", "محمد"), ("مؤمن", "مومن"), ("رائد", "رايد"), ("ٱلله", "الله"), ("علی کریم", "علي كريم"),
        ("SARA Ali", "sara ali"), ("  a \n\t b ", "a b"), ("٠٥٠", "050"), ("۱۲", "12"), ("أ\u{0654}", "ا"),
    ])
    func `folds what readers fold`(given: String, folded: String) {
        #expect(SearchText.fold(given) == folded)
    }

    @Test func `a query's own wildcards are letters`() {
        #expect(SearchText.patterns(of: "50%_!")?.text == "%50!%!_!!%")
    }

    @Test func `a piece of a number is looked for among the digits`() {
        #expect(SearchText.patterns(of: "٠٥٠ ١٢٣")?.phone == "%50123%")
        #expect(SearchText.patterns(of: "00966 50")?.phone == "%96650%")
        #expect(SearchText.patterns(of: "Sara 050123")?.phone == nil)
    }

    @Test func `nothing but spaces and marks looks for nothing`() {
        #expect(SearchText.patterns(of: " \u{064B}\u{200F} ") == nil)
    }
}
