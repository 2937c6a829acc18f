import JSON
import Testing

/// The corner cases at which JSON parsers are known to differ, all of them read by each of our three readers.
@Suite struct GrammarTests {
    @Test(arguments: GrammarCases.valid) func `a valid document is read`(document: [UInt8]) {
        #expect(throws: Never.self) { try JSON.decode(AnyValue.self, from: document) }
        #expect(throws: Never.self) { try RawJSON(checking: document) }
        #expect(scannerAccepts(document))
    }

    @Test(arguments: GrammarCases.invalid) func `an invalid document is refused`(document: [UInt8]) {
        #expect(kind { try JSON.decode(AnyValue.self, from: document) } == .malformed)
        #expect(kind { try RawJSON(checking: document) } == .malformed)
        #expect(!scannerAccepts(document))
    }

    @Test(arguments: GrammarCases.invalid) func `what is ignored must be valid too`(document: [UInt8]) {
        let text = Array(#"{"ignored":"#.utf8) + document + Array("}".utf8)

        #expect(kind { try JSON.decode(Nothing.self, from: text, unknownFields: .ignored) } == .malformed)
    }

    @Test(arguments: [31, 32]) func `containers nest thirty-two deep`(depth: Int) {
        let document = nested(depth)

        #expect(throws: Never.self) { try JSON.decode(AnyValue.self, from: document) }
        #expect(throws: Never.self) { try RawJSON(checking: document) }
    }

    @Test(arguments: [33, 34, 500, 100_000]) func `containers nest no deeper`(depth: Int) {
        let document = nested(depth)

        #expect(kind { try JSON.decode(AnyValue.self, from: document) } == .depth)
        #expect(kind { try RawJSON(checking: document) } == .depth)
    }

    @Test func `the scanner counts its own object as one level`() throws {
        #expect(scannerAccepts(nested(31)))
        #expect(!scannerAccepts(nested(32)))
    }

    @Test(arguments: GrammarCases.strings) func `a string means what it says`(text: String, meaning: String) throws {
        let value = try decode(String.self, text)

        #expect(Array(value.unicodeScalars) == Array(meaning.unicodeScalars))
    }

    @Test(arguments: 0..<40) func `a special byte is seen at every offset of a long string`(offset: Int) throws {
        let plain = String(repeating: "x", count: offset)
        let rest = String(repeating: "y", count: 40 - offset)

        #expect(try decode(String.self, "\"\(plain)\\n\(rest)\"") == plain + "\n" + rest)
        #expect(try decode(String.self, "\"\(plain)é\(rest)\"") == plain + "é" + rest)
        #expect(place(String.self, "\"\(plain)\u{1F}\(rest)\"") == Place(.malformed, ""))
        #expect(place(String.self, "\"\(plain)\"\(rest)\"") == Place(.malformed, ""))
    }

    private struct Nothing: Decodable {}

    private func nested(_ depth: Int) -> [UInt8] {
        let inside = (0..<depth).map { $0.isMultiple(of: 2) ? "[" : #"{"a":"# }.joined()
        let outside = (0..<depth).reversed().map { $0.isMultiple(of: 2) ? "]" : "}" }.joined()
        return Array((inside + "1" + outside).utf8)
    }

    private func scannerAccepts(_ document: [UInt8]) -> Bool {
        do {
            var scanner = try JSONScanner(Array(#"{"v":"#.utf8) + document + Array("}".utf8))
            while try scanner.nextField() {}
            return true
        } catch {
            return false
        }
    }

    private func kind<T>(_ body: () throws -> T) -> JSONFault.Kind? { place(body)?.kind }
}

enum GrammarCases {
    static let valid: [[UInt8]] =
        validText.map { Array($0.utf8) } + [
            [0x22, 0xC2, 0x80, 0x22], [0x22, 0xDF, 0xBF, 0x22], [0x22, 0xE0, 0xA0, 0x80, 0x22],
            [0x22, 0xED, 0x9F, 0xBF, 0x22], [0x22, 0xEE, 0x80, 0x80, 0x22], [0x22, 0xEF, 0xBF, 0xBF, 0x22],
            [0x22, 0xF0, 0x90, 0x80, 0x80, 0x22], [0x22, 0xF4, 0x8F, 0xBF, 0xBF, 0x22], [0x22, 0x7F, 0x22],
        ]

    private static let validText = [
        "null", "true", "false", "0", "-0", "1", "-1", "10", "123456789", "0.0", "-0.0", "1.5", "0e1", "0E+1", "1e5",
        "1E-2", "1.25e+10", "123.456e-7", "9223372036854775807", "-9223372036854775808", "18446744073709551615",
        "1e-400", "0.1234567890123456789012345678901234567890", "[]", "{}", "[ ]", "{ }", " [] ", "\t\r\n1\t\r\n",
        "[1]", "[1,2]", "[ 1 , 2 ]", "[null,true,false,0,\"\",[],{}]", "[[[[]]]]", "{\"\":0}", "{\"a\":1,\"b\":2}",
        "{ \"a\" : 1 , \"b\" : [ ] }", "{\"a\":{\"a\":{\"a\":null}}}", "\"\"", "\"a\"", "\"abcdefgh\"",
        "\"abcdefghijklmnop\"", "\" \"", "\"'\"", "\"/\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u0000\"",
        "\"\\u0041\\u00e9\\u20AC\"", "\"\\uD834\\uDD1E\"", "\"\\ud83d\\ude00\"", "\"\\uDBFF\\uDFFF\"", "\"\\uFFFF\"",
        "\"é\"", "\"سلام\"", "\"😀\"", "\"\u{2028}\u{2029}\"", "\"\\\\u0041\"", "\"\\\\\\\"\"", "\"// not a comment\"",
        "{\"a\\u0000b\":1}", "{\"\\u0061\":1,\"b\":2}", "{\"é\":1}",
    ]

    static let invalid: [[UInt8]] = invalidText.map { Array($0.utf8) } + invalidBytes

    private static let invalidText = [
        // Nothing, words and fragments of words.
        "", " ", "\n", "n", "nul", "nulll", "Null", "NULL", "tru", "truth", "True", "fals", "FALSE", "nan", "NaN",
        "-NaN", "Infinity", "-Infinity", "inf", "undefined", "None", "a", "'a'", "a b",
        // Numbers.
        "-", "+1", "+", "--1", "-+1", "01", "-01", "00", "-00", "007", "1.", "-1.", ".1", "-.1", "1.e1", "1.e", "1e",
        "1E", "1e+", "1e-", "1e1.5", "1.2.3", "1e1e1", "0x1", "0x", "1_000", "1,000", "1 000", "١", "1a", "1-", "1+1",
        "0e", "0.e1", "2.e3", "1.0e", "1.0e+", "-1.x", "- 1", "1e 1", "0b1", "0o7", "1f", "1L",
        // Arrays.
        "[", "]", "[1", "[1,", "[1,]", "[,]", "[,1]", "[1,,2]", "[1 2]", "[1;2]", "[1:2]", "[1]]", "[[1]", "[\"a\"",
        "[\"a", "[1}", "[-]", "[a]", "[1,\n", "[\u{0B}]", "[\u{0C}]", "[\u{A0}]", "[\u{2060}]", "(1)", "<null>",
        "[*]", "[1]x", "[][]",
        // Objects.
        "{", "}", "{]", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{\"a\" 1}", "{\"a\"=1}",
        "{a:1}", "{'a':1}", "{1:1}", "{null:1}", "{\"a\":}", "{:1}", "{\"a\"}", "{\"a\",\"b\"}", "{\"a\":1 \"b\":2}",
        "{\"a\":1,,\"b\":2}", "{\"a\"::1}", "{\"a\":1}}", "{\"a\":1}x", "{\"a\":1}//", "{\"a\":/*c*/1}", "{\"a\":1}#",
        "{\"a\":1]", "{[1]:1}", "{\"a\":\"b\"", "{\"a\":\"b}", "{\"a:1}", "{}{}", "{\"a\\", "{\"a\\u00\":1}",
        // Strings.
        "\"", "\"a", "a\"", "\"\\\"", "\"\\", "\"\\a\"", "\"\\x41\"", "\"\\U0041\"", "\"\\u\"", "\"\\u1\"",
        "\"\\u12\"", "\"\\u123\"", "\"\\u123g\"", "\"\\u{41}\"", "\"\\u 041\"", "\"\\u+041\"", "\"\\'\"", "\"\\0\"",
        "\"\\é\"", "\"a\"b\"", "\"a\" \"b\"", "\"\n\"", "\"\t\"", "\"\r\"", "\"\u{00}\"", "\"\u{1F}\"",
        "\"abcdefghijk\u{01}\"", "\"\\\n\"",
        // Half surrogate pairs.
        "\"\\uD800\"", "\"\\uDC00\"", "\"\\uDBFF\"", "\"\\uDFFF\"", "\"\\uD800\\uD800\"", "\"\\uDC00\\uD800\"",
        "\"\\uD800a\"", "\"\\uD800\\n\"", "\"\\uD800\\u0041\"", "\"\\uD800\\u\"", "\"\\uD800\\uDC0\"", "\"\\uD800\\",
        "\"\\uD800\\uE000\"", "\"\\uD83D\u{DC}\"", "{\"\\uD800\":1}",
        // Trailing bytes.
        "1 2", "null null", "\"\" x", "[] ,", "{},", "1\u{00}", "[]\u{00}", "true,", "\u{00}1", "//1", "1//", "/**/1",
        "#1",
    ]

    private static let invalidBytes: [[UInt8]] = [
        // A byte order mark, UTF-16, and what is not UTF-8 outside and inside of strings.
        [0xEF, 0xBB, 0xBF, 0x31], [0xEF, 0xBB], [0xFF, 0xFE, 0x31, 0x00], [0x00, 0x31], [0xE9], [0x5B, 0xFF, 0x5D],
        [0x22, 0x80, 0x22], [0x22, 0xBF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xC1, 0xBF, 0x22],
        [0x22, 0xC2, 0x22], [0x22, 0xC2, 0x41, 0x22], [0x22, 0xC2], [0x22, 0xE0, 0x9F, 0xBF, 0x22],
        [0x22, 0xE0, 0xA0, 0x22], [0x22, 0xE0, 0xA0, 0x41, 0x22], [0x22, 0xE2, 0x82], [0x22, 0xED, 0xA0, 0x80, 0x22],
        [0x22, 0xED, 0xBF, 0xBF, 0x22], [0x22, 0xF0, 0x8F, 0xBF, 0xBF, 0x22], [0x22, 0xF0, 0x90, 0x80, 0x22],
        [0x22, 0xF0, 0x90, 0x80, 0x41, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
        [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22], [0x22, 0xF8, 0x88, 0x80, 0x80, 0x80, 0x22], [0x22, 0xFE, 0x22],
        [0x22, 0xFF, 0x22], [0x22, 0xF0, 0x9F, 0x98], [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D],
    ]

    static let strings: [(String, String)] = [
        (#""""#, ""), (#""a""#, "a"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{08}\u{0C}\n\r\t"), (#""\u0041""#, "A"),
        (#""\u00e9\u00E9""#, "éé"), (#""\uD83D\uDE00""#, "😀"), (#""\ud834\udd1e!""#, "\u{1D11E}!"),
        (#""\u0000""#, "\0"), (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), (#""\\u0041""#, #"\u0041"#), (#""\\\"""#, #"\""#),
        (#""e\u0301""#, "e\u{301}"), (#""سلام\nدنیا""#, "سلام\nدنیا"), (#""\u200f""#, "\u{200F}"), (#""\r\n""#, "\r\n"),
    ]
}
