import HTTP
import JSON
import ServiceKit
import WireModel

/// One workspace of the demo, as `demo.json` remembers it.
struct DemoShop: Codable, Sendable {
    struct Person: Codable, Sendable {
        var name: String
        var email: String
        var password: String
    }

    var name: String
    var language: Language
    var greeting: String
    var colour: String
    /// Where its page stands on the demo's server.
    var path: String
    var template: String
    var owner: Person
    var agent: Person
    /// Nil until it is made.
    var inbox: InboxID?
    var apiKey: String?
    /// Whether its story was begun to be told.
    var told: Bool?

    static func both() -> [DemoShop] {
        [
            DemoShop(
                name: "متجر النخلة", language: .arabic, greeting: "أهلًا بك! كيف نخدمك اليوم؟", colour: "#0f766e",
                path: "/palm", template: "shop-ar.html",
                owner: person("نورة العتيبي", "noura@palm.example"),
                agent: person("سالم الحربي", "salem@palm.example")),
            DemoShop(
                name: "Cedar & Co", language: .english, greeting: "Hello! How can we help you today?",
                colour: "#1d4ed8",
                path: "/cedar", template: "shop-en.html",
                owner: person("Sara Haddad", "sara@cedar.example"), agent: person("Omar Khoury", "omar@cedar.example")),
        ]
    }

    /// The shop's page with the widget of its inbox.
    func page(of folder: String, base: String) throws -> [UInt8] {
        guard let inbox else { throw ConfigurationFault("The demo's workspace \(name) has no inbox.") }
        let values = ["BASE": base, "INBOX": "\(inbox)", "TITLE": name.with("&amp;", for: "&")]
        var page = String(decoding: try DemoFile.bytes(of: "\(folder)/\(template)"), as: UTF8.self)
        for (key, value) in values { page = page.with(value, for: "{{\(key)}}") }
        return Array(page.utf8)
    }

    func story(in folder: String) throws -> DemoStory {
        try JSON.decode(DemoStory.self, from: DemoFile.bytes(of: "\(folder)/story-\(language.rawValue).json"))
    }

    /// Somebody with a password of their own, since a demo may end up on a public machine.
    private static func person(_ name: String, _ email: String) -> Person {
        Person(name: name, email: email, password: String(Secret().text.prefix(14)))
    }
}
