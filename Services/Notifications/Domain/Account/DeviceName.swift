import HTTP
import WireModel

/// What people call a browser, read from its `User-Agent`. Only names that are known here are ever shown: whoever signs
/// in writes that header, and a mail must not carry their words.
struct DeviceName: Sendable, Equatable {
    /// `Chrome`; nil for what is not known.
    var browser: String?
    /// `Windows`.
    var system: String?

    init(userAgent: String) {
        let text = userAgent.utf8.prefix(512)
        browser = Self.browsers.first { text.place(of: $0.sign.utf8) != nil }?.name
        system = Self.systems.first { text.place(of: $0.sign.utf8) != nil }?.name
    }

    /// `Chrome على Windows`, `Chrome on Windows`; nil when neither is known.
    func text(in language: Language) -> Phrase? {
        switch (browser, system) {
        case (let browser?, let system?):
            language == .arabic
                ? "\(code: browser) على \(code: system)" : "\(words: browser) on \(words: system)"
        case (let name?, nil), (nil, let name?): "\(code: name)"
        case (nil, nil): nil
        }
    }

    /// In this order: each names those after it as well.
    private static let browsers: [(sign: String, name: String)] = [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"), ("YaBrowser/", "Yandex"), ("Vivaldi/", "Vivaldi"),
        ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"),
        ("Safari/", "Safari"), ("curl/", "curl"),
    ]
    private static let systems: [(sign: String, name: String)] = [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ]
}
