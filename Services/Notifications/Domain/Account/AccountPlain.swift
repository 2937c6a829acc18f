import WireModel

/// An account mail as plain text. Links stand on lines of their own, so that every program finds their ends.
struct AccountPlain {
    let letter: AccountLetter
    let language: Language

    func render() -> String {
        var lines = [line(letter.greeting)]
        for paragraph in letter.paragraphs { lines += ["", line(paragraph)] }
        if let button = letter.button {
            lines += ["", line("\(button.label):"), button.link, "", line(button.validity)]
        }
        if !letter.facts.isEmpty { lines.append("") }
        lines += letter.facts.map { fact in
            line("\(fact.label): \(fact.value)")
        }
        lines += ["", line(letter.caution), "", "—", line(letter.reason)]
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(_ phrase: Phrase) -> String { PlainLine.marked(phrase.plain(language), in: language) }
}
