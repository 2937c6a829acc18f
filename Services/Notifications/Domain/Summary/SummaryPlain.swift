import WireModel

/// The mail as plain text.
struct SummaryPlain {
    let summary: Summary
    private let text: SummaryText

    init(_ summary: Summary) {
        self.summary = summary
        text = SummaryText(language: summary.language)
    }

    func render() -> String {
        var lines = [line(text.greeting(summary.customer)), "", line(text.introduction(of: summary))]
        if summary.omitted > 0 { lines.append(line(text.omitted(summary.omitted))) }
        for day in summary.days {
            lines += ["", line("── \(text.date(day.date)) ──")]
            for (message, time) in day.messages {
                lines += ["", line("\(text.author(message.author, in: summary)) · \(text.clock(time))")]
                lines += message.body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                    .map { String($0).withoutControls }
            }
        }
        lines += ["", "—", line(text.timeZone(summary.zone)), line(text.farewell(summary.workspace))]
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(_ text: String) -> String { PlainLine.marked(text, in: summary.language) }
}
