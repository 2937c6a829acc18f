/// What an account mail says, before it is a page or a plain text.
struct AccountLetter: Sendable {
    struct Fact: Sendable {
        var label: Phrase
        var value: Phrase
    }

    struct Button: Sendable {
        var label: Phrase
        var link: String
        /// Until when the link holds, and how often.
        var validity: Phrase
    }

    var subject: Phrase
    var heading: Phrase
    var greeting: Phrase
    var paragraphs: [Phrase]
    var button: Button?
    /// Who did it, when and from where, as far as known.
    var facts: [Fact]
    /// What to do if it was not the recipient.
    var caution: Phrase
    /// Why this mail came.
    var reason: Phrase
}
