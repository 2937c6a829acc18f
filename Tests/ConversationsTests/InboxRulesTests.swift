import Testing
import WireModel

@testable import Conversations

@Suite struct `An inbox` {
    @Test(arguments: [
        ("  Sales ", "Sales"), ("المبيعات", "المبيعات"),
        (String(repeating: "ي", count: 60), String(repeating: "ي", count: 60)),
    ])
    func `has a name, without the space around it`(given: String, name: String) throws {
        #expect(try InboxRules.name(given) == name)
    }

    @Test(arguments: [
        ("", "required"), (" \n ", "required"), ("\u{200B}\u{200F}", "required"),
        (String(repeating: "x", count: 61), "tooLong"),
        ("e" + String(repeating: "\u{301}", count: 500), "tooLong"),
    ])
    func `has no name that nobody could read`(name: String, code: String) {
        #expect(codes { _ = try InboxRules.name(name) } == ["name": code])
    }

    @Test func `has a widget with a title and a colour`() throws {
        var settings = InboxRules.standard(title: "متجر", language: .arabic)
        settings.title = "  متجر  "

        #expect(try InboxRules.settings(settings).title == "متجر")
    }

    @Test func `is told all that is wrong with its widget at once`() {
        var settings = InboxRules.standard(title: "x", language: .english)
        settings.title = " "
        settings.greeting = String(repeating: "x", count: 201)
        settings.colour = "red"

        #expect(
            codes { _ = try InboxRules.settings(settings) }
                == ["widget.title": "required", "widget.greeting": "tooLong", "widget.colour": "colour"])
    }

    @Test func `names its pages in one spelling, each once`() throws {
        let given = [
            " HTTPS://Shop.Example:443/ ", "https://shop.example", "https://*.shop.example", "http://localhost:3000",
        ]

        #expect(
            try InboxRules.origins(given) == [
                "https://shop.example", "https://*.shop.example", "http://localhost:3000",
            ])
    }

    @Test func `is told each address that is none, and when there are too many`() {
        let many = (0...InboxChange.originLimit).map { "https://shop\($0).example" }

        #expect(
            codes { _ = try InboxRules.origins(["https://shop.example", "shop.example", "**"]) }
                == ["origins[1]": "origin", "origins[2]": "origin"])
        #expect(throws: Never.self) { try InboxRules.origins([" * "]) }
        #expect(codes { _ = try InboxRules.origins(many) } == ["origins": "tooMany"])
    }

    @Test(arguments: ["#0f6b5c", "#000000", "#ffffff"])
    func `may have this colour`(colour: String) throws {
        var settings = InboxRules.standard(title: "x", language: .english)
        settings.colour = colour
        #expect(throws: Never.self) { try InboxRules.settings(settings) }
    }

    @Test(arguments: [
        "", "#", "#FFF", "#FFFFFF", "#0f6b5", "#0f6b5cc", "0f6b5c#", "#0f6b5g", "#٠f6b5c", "red; x: url(y)",
    ])
    func `has no other colour`(colour: String) {
        var settings = InboxRules.standard(title: "x", language: .english)
        settings.colour = colour
        #expect(codes { _ = try InboxRules.settings(settings) } == ["widget.colour": "colour"])
    }

    @Test(arguments: Language.allCases)
    func `begins with settings that pass`(language: Language) throws {
        let standard = InboxRules.standard(title: String(repeating: "x", count: 80), language: language)

        #expect(try InboxRules.settings(standard) == standard)
    }

    private func codes(_ body: () throws -> Void) -> [String: String] {
        do {
            try body()
            return [:]
        } catch {
            return Dictionary(((error as? Failure)?.fields ?? []).map { ($0.field, $0.code) }) { first, _ in first }
        }
    }
}

@Suite struct `A list's cursor` {
    @Test func `is read back as it was written`() throws {
        let cursor = ListCursor(.waiting, after: IndexPlace(key: -1, id: ConversationID(rawValue: 5)))
        #expect(try ListCursor(cursor.text, sort: .waiting) == cursor)
        #expect(throws: Failure.self) { try ListCursor(cursor.text, sort: .newest) }
    }

    @Test(arguments: ["", "x", "!!!", "MQ", "MS4y.", "YS5i", "MS4yLjM"])
    func `is of no list when it is not ours`(text: String) {
        #expect(throws: Failure.self) { try ListCursor(text, sort: .activity) }
    }
}
