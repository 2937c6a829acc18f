import WireModel

/// A sentence of ours that may hold other people's words, and what becomes of it in a subject, a page and a plain text.
///
/// Names are anybody's text: they stay on one line, keep their direction to themselves, and never become markup or a
/// link.
struct Phrase: Sendable, Equatable, ExpressibleByStringInterpolation {
    fileprivate enum Piece: Sendable, Equatable {
        case words(String)
        case name(String)
        /// What runs from left to right in every language, such as an address.
        case code(String)
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces: [Piece] = []

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) { pieces.append(.words(literal)) }
        /// Words of ours.
        mutating func appendInterpolation(words: String) { pieces.append(.words(words)) }
        mutating func appendInterpolation(_ phrase: Phrase) { pieces += phrase.pieces }
        mutating func appendInterpolation(name: String) { pieces.append(.name(Self.tame(name, limit: Self.nameLimit))) }
        mutating func appendInterpolation(code: String) { pieces.append(.code(Self.tame(code, limit: Self.codeLimit))) }

        /// Past these characters a name is cut; no address is longer than the other.
        private static let nameLimit = 80
        private static let codeLimit = 254

        /// No controls, no signs that turn a line's direction or that nobody sees; runs of white space as one space.
        private static func tame(_ text: String, limit: Int) -> String {
            let spaced = text.unicodeScalars.compactMap { scalar -> Character? in
                switch scalar.properties.generalCategory {
                case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: " "
                // Those two shape letters and emoji.
                case .format: scalar == "\u{200C}" || scalar == "\u{200D}" ? Character(scalar) : nil
                case .privateUse, .surrogate, .unassigned: nil
                default: Character(scalar)
                }
            }
            let tidy = String(spaced).split(separator: " ").joined(separator: " ")
            return tidy.count > limit ? tidy.prefix(limit - 1) + "…" : tidy
        }
    }

    private let pieces: [Piece]

    init(stringLiteral value: String) { pieces = [.words(value)] }

    init(stringInterpolation: StringInterpolation) { pieces = stringInterpolation.pieces }

    /// As markup.
    var html: String {
        pieces.map { piece in
            switch piece {
            case .words(let text): HTMLText.escaped(text)
            case .name(let text): "<bdi>\(Self.unlinked(text))</bdi>"
            case .code(let text): "<bdi dir=\"ltr\"\(Self.fitsLine(text))>\(HTMLText.escaped(text))</bdi>"
            }
        }.joined()
    }

    /// As plain text of a language: what could run against it stands between signs that keep it apart.
    func plain(_ language: Language) -> String {
        pieces.map { piece in
            switch piece {
            case .words(let text): text
            case .name(let text): Self.isQuiet(text, in: language) ? text : "\u{2068}\(text)\u{2069}"
            case .code(let text):
                language == .english && text.utf8.count == text.count ? text : "\u{2066}\(text)\u{2069}"
            }
        }.joined()
    }

    /// Whether it is letters of the language's own direction and nothing else, which disturb nothing.
    private static func isQuiet(_ text: String, in language: Language) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar == " " || scalar.properties.isAlphabetic && String(scalar).isRightToLeft == (language == .arabic)
        }
    }

    /// An address is not broken at its dots, as long as it fits on the line of a narrow screen.
    private static func fitsLine(_ text: String) -> String {
        text.count <= 30 ? " style=\"white-space:nowrap;\"" : ""
    }

    /// Programs make links of what looks like an address; a sign of no width within keeps a name from being one.
    private static func unlinked(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in HTMLText.escaped(text).unicodeScalars {
            result.append(scalar)
            if scalar == "." || scalar == "/" || scalar == "@" { result.append("\u{2060}") }
        }
        return String(result)
    }
}
