import Search
import Testing
import WireModel

/// What is found of a text, as it stands there; nil when it is not found.
func found(_ query: String, in text: String) throws -> [String]? {
    try SearchQuery(query).marks(in: text)?.map { mark in
        String(decoding: Array(text.utf8)[mark], as: UTF8.self)
    }
}

/// Whether an index of entries would lead to the text: all conditions, each in one of its ways.
func leads(_ query: String, to text: String) throws -> Bool {
    var words: [String] = []
    IndexTerm.entries(of: text) { entry, _ in words.append(String(decoding: entry, as: UTF8.self)) }
    return try SearchQuery(query).conditions.allSatisfy { ways in
        ways.contains { way in
            way.allSatisfy { term in words.contains { term.isPrefix ? $0.hasPrefix(term.text) : $0 == term.text } }
        }
    }
}

@Suite struct `A query` {
    @Test func `finds a word in every spelling, with and without article and ending`() throws {
        let spellings = [
            "الإلكتروني", "الالكترونى", "إلكترونيه", "إلكترونية", "والإلكترونية", "بالالكتروني", "اَلإِلِكتُرونيّ",
        ]

        for query in spellings {
            for text in spellings { #expect(try found(query + " ", in: "بريد \(text) جديد") == [text], "\(query)") }
        }
    }

    /// What somebody types, what stands there, and what is highlighted; nil: not found.
    @Test(
        arguments: [
            ("123", "الطلب رقم ١٢٣.", ["١٢٣"]), ("١٢٣", "Order 123!", ["123"]), ("۱۲۳ ", "(123)", ["123"]),
            ("طلبات ", "وصل الطلب", ["الطلب"]), ("مدرسة ", "المدرسه", ["المدرسه"]), ("مدارس ", "المدرسة", nil),
            ("شحن طلب", "الطلب تحت الشحن", ["الطلب", "الشحن"]), ("شحن طلب", "الطلب وصل", nil),
            ("order ", "Orders came", ["Orders"]), ("companies ", "a company", ["company"]), ("boxes ", "BOX", ["BOX"]),
            ("address ", "addresses", ["addresses"]), ("cafe ", "the Café", ["Café"]), ("naïve ", "naive", ["naive"]),
            ("ord", "an order", ["order"]), ("ord ", "an order", nil), ("rder", "an order", nil),
            ("الإلكت", "بريد إلكتروني", ["إلكتروني"]), ("إلكترونيا", "المتاجر الإلكترونيات", ["الإلكترونيات"]),
            ("مشتريا", "المشتريات", ["المشتريات"]), ("وصو", "وصول", ["وصول"]), ("الك", "الكتاب كبير", ["الكتاب"]),
            ("وال", "والكتاب", ["والكتاب"]), ("والك", "والكتاب", ["والكتاب"]), ("الكت", "والكتاب", ["والكتاب"]),
            ("a b", "b a", ["b", "a"]), ("layla@example.com", "to Layla@Example.com now", ["Layla", "Example", "com"]),
            ("𝒳 order", "order", nil), ("日本", "日本語です", ["日本語です"]),
        ] as [(String, String, [String]?)])
    func `finds what a person would expect`(query: String, text: String, marks: [String]?) throws {
        #expect(try found(query, in: text) == marks)
        if marks != nil { #expect(try leads(query, to: text)) }
    }

    @Test(arguments: [
        "0501234567", "050 123 4567", "050-123-4567", "+966501234567", "+966 50 123 4567", "00966501234567",
        "٠٥٠١٢٣٤٥٦٧", "(050) 123 4567", "+966 (0)50 1234567", "501234567", "\u{202A}+966 50-1234567\u{202C}",
    ])
    func `finds a telephone number in every way people write it`(written: String) throws {
        let text = "اتصل على \(written)، شكرا"

        for query in ["0501234567", "+966 50 123 4567", "00966 50 1234567", "٠٥٠ ١٢٣ ٤٥٦٧ ", "501234567", "050123456"] {
            #expect(try found(query, in: text) != nil, "\(query)")
            #expect(try leads(query, to: text), "\(query)")
        }
        for query in ["0501234568", "0511234567", "966 51 123 4567"] {
            #expect(try found(query, in: text) == nil, "\(query)")
        }
    }

    @Test func `finds a number of eight digits with and without its country`() throws {
        #expect(try found("+965 5123 4567", in: "51234567") != nil)
        #expect(try found("51234567 ", in: "+965-5123-4567") == ["965-5123-4567"])
    }

    @Test(arguments: [
        "Order 480755 0501234567", "0501234567 24", "050 123 4567 24 h", "1. 050 123 4567", "2 +966 50 1234567",
    ])
    func `finds a telephone number among others`(text: String) throws {
        #expect(try found("+966501234567 ", in: text) != nil)
        #expect(try leads("+966501234567 ", to: text))
    }

    @Test func `takes neighbouring numbers for words as well`() throws {
        #expect(try found("10024 50311 ", in: "Orders 50311, 99 and 10024") == ["50311", "10024"])
    }

    @Test(
        arguments: [
            ("\"تم الشحن\"", "لقد تم الشحن اليوم", ["تم الشحن"]), ("\"الشحن تم\"", "لقد تم الشحن", nil),
            ("«تم شحن»", "تم الشحن", nil), ("“تَمَّ الشّحن”", "تم الشحن.", ["تم الشحن"]),
            ("\"on its way\" today", "Today it is on its way", ["Today", "on its way"]),
            ("\"ord\"", "order", nil), ("\"order", "orders", ["orders"]), ("\"\" order", "order", ["order"]),
            ("\"a\" \"b\"", "a, then b", ["a", "b"]), ("\"that that\"", "that that that", ["that that that"]),
        ] as [(String, String, [String]?)])
    func `takes what stands in quotes as a phrase`(query: String, text: String, marks: [String]?) throws {
        #expect(try found(query, in: text) == marks)
    }

    @Test(arguments: [
        "order AND delivery", "NOT order", "order*", "^order", "NEAR(order delivery, 3)", "body:order", "-order",
        "order + delivery", "{order}", "order'; DROP TABLE texts; --", "\"order\" OR", "(((order", "\\order", "order%",
    ])
    func `takes operators and quotes for text`(query: String) throws {
        let terms = try SearchQuery(query).conditions.joined().joined().map(\.text)

        #expect(!terms.isEmpty)
        #expect(terms.allSatisfy { $0.allSatisfy { $0.isLetter || $0.isNumber } })
    }

    @Test(arguments: [
        ("", "search.empty"), ("   ", "search.empty"), ("\u{064E}\u{0651} \u{0640}\u{200F}", "search.empty"),
        ("\"\"", "search.empty"), ("*?!-+", "search.empty"), ("🎉", "search.empty"), ("ا", "search.tooShort"),
        (" x ", "search.tooShort"), ("\"5\"", "search.tooShort"), ("وَ", "search.tooShort"),
        (String(repeating: "a", count: 201), "search.tooLong"),
        (String(repeating: "ا ب ", count: 2500), "search.tooLong"),
        ("ab" + String(repeating: "\u{064E}", count: 10_000), "search.tooLong"),
    ])
    func `says what is wrong with it`(query: String, code: String) {
        let failure = #expect(throws: Failure.self) { try SearchQuery(query) }

        #expect(failure?.code == code)
        #expect(failure?.kind == .malformed)
    }

    @Test func `may have 200 letters`() throws {
        let word = String(repeating: "ا", count: 200)

        #expect(try found(word, in: word) == [word])
        #expect(try found(String(repeating: "ab ", count: 66), in: "ab") == ["ab"])
    }

    /// Nothing may be found that the index does not lead to.
    @Test func `never finds what its conditions miss`() throws {
        let pieces = [
            "الإلكتروني", "والكتاب", "كتب", "لل", "ال", "و", "وصل", "بال", "12", "0501234", "567", "order", "s", "ies",
            "boxes", "y", "-", " ", " ", " ", "\"", "ة", "ات", "ها", "+", "(", "\u{64E}", "a", "é",
        ]
        var seed: UInt64 = 7
        func text(_ count: Int) -> String {
            (0..<count).map { _ in
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return pieces[Int(seed >> 33) % pieces.count]
            }.joined()
        }

        var hits = 0
        for round in 0..<8000 {
            let (query, text) = (text(2 + round % 3), text(12))
            guard (try? SearchQuery(query)) != nil, try found(query, in: text) != nil else { continue }
            hits += 1
            #expect(try leads(query, to: text), "“\(query)” in “\(text)”")
        }
        #expect(hits > 100)
    }

    @Test func `leads a phrase past most texts that hold its words apart`() throws {
        let words = (0..<400).map { "word\($0)x" }
        let pairs = zip(words, words.dropFirst())

        for (first, second) in pairs { #expect(try leads("\"\(first) \(second)\"", to: "a \(first), \(second)!")) }
        let astray = try pairs.filter { try leads("\"\($0) \($1)\"", to: "\($1) \($0)") }
        #expect(astray.count < 20)
    }
}
