import HTTP

/// Writes the lines of a message's head (RFC 5322 and 2047): none longer than ``lineLimit``, none that its values
/// could break.
struct HeaderWriter {
    /// Bytes, the line's end not counted.
    static let lineLimit = 76

    private(set) var bytes: [UInt8] = []

    /// A field of ready words, which may be broken at their spaces.
    mutating func field(_ name: String, _ words: String) {
        write(name, words.split(separator: " ").map(String.init))
    }

    /// A field of free text, such as the subject.
    mutating func text(_ name: String, _ text: String) {
        write(name, Self.words(of: text, after: name.utf8.count + 2))
    }

    mutating func mailbox(_ name: String, _ mailbox: Mailbox) {
        let address = "<\(mailbox.address)>"
        let displayed = Self.clean(mailbox.name)
        guard !displayed.isEmpty else { return write(name, [address]) }
        let phrase = Self.isPlain(displayed) ? Self.quoted(displayed) : nil
        write(name, (phrase ?? Self.encodedWords(displayed, after: name.utf8.count + 2)) + [address])
    }

    /// Plain words stay; anything else, and anything too long for a line, is encoded.
    private static func words(of text: String, after used: Int) -> [String] {
        let text = clean(text)
        let words = text.split(separator: " ").map(String.init)
        let isPlain = isPlain(text) && words.allSatisfy { $0.utf8.count <= lineLimit - used }
        return isPlain ? words : encodedWords(text, after: used)
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (32...126).contains($0) } && text.place(of: "=?") == nil && text.utf8.count <= 512
    }

    /// No controls, so that no value can begin a line of its own; runs of white space as one space.
    private static func clean(_ text: String) -> String {
        let spaced = text.unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control || scalar.properties.isWhitespace ? " " : Character(scalar)
        }
        return String(spaced).split(separator: " ").joined(separator: " ")
    }

    /// A quoted string, as words. Nil when a word is too long for a line.
    private static func quoted(_ text: String) -> [String]? {
        var escaped = "\""
        for character in text {
            if character == "\"" || character == "\\" { escaped.append("\\") }
            escaped.append(character)
        }
        let words = (escaped + "\"").split(separator: " ").map(String.init)
        return words.allSatisfy { $0.utf8.count <= lineLimit - 12 } ? words : nil
    }

    /// `=?UTF-8?B?…?=`, each whole characters and short enough for its line.
    private static func encodedWords(_ text: String, after used: Int) -> [String] {
        var words: [String] = []
        var pending: [UInt8] = []
        func room() -> Int { (lineLimit - (words.isEmpty ? used : 1) - 12) / 4 * 3 }
        func flush() {
            if !pending.isEmpty { words.append("=?UTF-8?B?\(Base64.encode(pending))?=") }
            pending = []
        }
        for character in text {
            // A character of many scalars that fits on no line is cut between them.
            let pieces =
                character.utf8.count <= 30 ? [Array(character.utf8)] : character.unicodeScalars.map { Array($0.utf8) }
            for piece in pieces {
                if pending.count + piece.count > room() { flush() }
                pending += piece
            }
        }
        flush()
        return words
    }

    private mutating func write(_ name: String, _ words: [String]) {
        var line = name + ":"
        for word in words {
            if line.utf8.count + 1 + word.utf8.count > Self.lineLimit, line != name + ":" {
                bytes += line.utf8
                bytes += "\r\n".utf8
                line = ""
            }
            line += " " + word
        }
        bytes += line.utf8
        bytes += "\r\n".utf8
    }
}
