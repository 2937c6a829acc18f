import HTTP
import Search
import ServiceKit
import WireModel

/// Short texts with a form of their own: in headers, queries and fields.
enum Texts {
    private static let key = DeploymentKey(Array("0123456789abcdef0123456789abcdef".utf8))

    static func read(_ text: String) {
        check(PercentEncoding.decode(PercentEncoding.encode(text)) == text, "encoded and decoded it is another")
        _ = PercentEncoding.decode(text, plusIsSpace: true)
        _ = HTTPDate.unixSeconds(from: text)
        if let moment = Timestamp(text) {
            check(Timestamp(moment.description) == moment, "\(text) is \(moment), and that another")
        }
        if let address = IPAddress(text) {
            check(IPAddress(address.description) == address, "\(text) is \(address), and that another")
        }
        if let network = IPNetwork(text), let address = IPAddress(text.prefix { $0 != "/" }) {
            _ = network.contains(address)
        }
        if let id = ConversationID(text) { check(id.description == text, "an identifier has one text") }
        if let bytes = Base64URL.decode(text) { check(Base64URL.encode(bytes) == text, "Base64 has one text") }
        if let pattern = OriginPattern(text) {
            check(OriginPattern(pattern.text)?.text == pattern.text, "an origin's text is the same origin")
            _ = pattern.allows("https://shop.example")
        }
        if let address = EmailAddress(text) {
            check(!address.text.utf8.contains { $0 < 0x21 }, "an address holds white space or a control character")
            check(EmailAddress(address.text) == address, "an address's text is the same address")
        }
        let now = Timestamp(milliseconds: 1_700_000_000_000)
        check((try? key.principal(of: text, now: now)) == nil, "nobody vouches for this principal")
        check((try? key.visitor(of: text, now: now)) == nil, "nobody vouches for this visitor")
        check((try? key.ticket(of: text)) == nil, "nobody vouches for this ticket")
    }
}

/// What people look for: the first line asks, the rest is the text that is searched.
enum Searches {
    static func read(_ text: String) {
        let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let page = lines.count > 1 ? String(lines[1]) : text
        let length = page.utf8.count
        for word in Word.all(in: page) {
            check(word.range.lowerBound >= 0 && word.range.upperBound <= length, "a word outside its text")
        }
        _ = Folding.fold(page)
        IndexTerm.entries(of: page) { entry, _ in check(!entry.isEmpty, "nothing is indexed") }
        for reading in KeyboardLayout.readings(of: String(lines[0])) { _ = try? SearchQuery(reading) }
        guard let query = try? SearchQuery(String(lines[0])) else { return }
        _ = query.conditions
        guard let marks = query.marks(in: page) else { return }
        for (mark, next) in zip(marks, marks.dropFirst()) {
            check(mark.upperBound < next.lowerBound, "marks touch one another or are out of order")
        }
        let snippet = SearchSnippet(of: page, marks: marks)
        for mark in snippet.marks {
            check(mark.count == 2 && mark[0] + mark[1] <= snippet.text.utf16.count, "a mark outside its snippet")
        }
    }
}
