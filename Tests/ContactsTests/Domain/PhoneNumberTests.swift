import Testing

@testable import Contacts

@Suite struct `Phone numbers` {
    @Test(arguments: [
        "+966 50 123 4567", "00966501234567", "0501234567", "٠٥٠١٢٣٤٥٦٧", "966501234567", "+966-50-123-4567",
        "(050) 123 4567", "۰۵۰۱۲۳۴۵۶۷", "50 123 4567", "+966 (0)50 123 4567", "+9660501234567", "9660501234567",
        "\u{202A}+966 50 123 4567\u{202C}", " 050.123.4567 ", "٠٠٩٦٦٥٠١٢٣٤٥٦٧", "＋966501234567",
    ])
    func `one number in many writings`(typed: String) {
        #expect(PhoneNumber(typed)?.text == "+966501234567")
        #expect(PhoneNumber(typed)?.key == "+966501234567")
    }

    @Test(arguments: [
        ("971501234567", "+971501234567"), ("0097142345678", "+97142345678"), ("96550123456", "+96550123456"),
        ("97336001234", "+97336001234"), ("97433123456", "+97433123456"), ("96892123456", "+96892123456"),
        ("201001234567", "+201001234567"), ("+20 010 0123 4567", "+201001234567"),
        ("+1 (415) 555-0100", "+14155550100"),
        ("0112345678", "+966112345678"), ("+44 (0)20 7946 0958", "+442079460958"),
    ])
    func `numbers of other places`(typed: String, expected: String) {
        #expect(PhoneNumber(typed)?.text == expected)
    }

    @Test(arguments: [
        ("920012345 ext 3", "9200123453"), ("0791234567", "0791234567"), ("+0501234567", "0501234567"),
        ("++966501234567", "966501234567"),
    ])
    func `what cannot be read stays as given`(typed: String, key: String) {
        #expect(PhoneNumber(typed)?.text == typed)
        #expect(PhoneNumber(typed)?.key == key)
    }

    @Test func `a short number matches nobody`() {
        #expect(PhoneNumber("1234")?.text == "1234")
        #expect(PhoneNumber("1234")?.key == nil)
    }

    @Test(arguments: ["", "  ", "phone", "+", "--"])
    func `text without a digit is no number`(typed: String) {
        #expect(PhoneNumber(typed) == nil)
    }

    @Test func `a number read once reads the same again`() {
        for typed in ["0501234567", "0791234567", "call 055 555 5555", "+20 010 0123 4567"] {
            let once = PhoneNumber(typed)

            #expect(once.flatMap { PhoneNumber($0.text) } == once)
        }
    }
}
