import Testing

@testable import Contacts

@Suite struct `Search text` {
    @Test func `folds what readers fold, as the search of messages does`() {
        let text = SearchText.of(name: "  فاطمة  الزهراء ", email: "Fatima@Example.com", phone: "٠٥٠")

        #expect(text == "فاطمه الزهراء\nfatima@example.com\n050")
        #expect(SearchText.patterns(of: "فاطمه")?.text == "%فاطمه%")
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
