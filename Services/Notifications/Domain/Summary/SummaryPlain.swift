import WireModel

/// The mail as plain text.
struct SummaryPlain {
    private static let rightToLeftMark = "\u{200F}"
    private static let leftToRightMark = "\u{200E}"

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

    /// A line of ours. Programs take a line's direction from its first letter, which may be that of a foreign name:
    /// a mark before it says what the line is.
    private func line(_ text: String) -> String {
        let clean = text.withoutControls
        switch (summary.language, clean.isRightToLeft) {
        case (.arabic, false): return Self.rightToLeftMark + clean
        case (.english, true): return Self.leftToRightMark + clean
        default: return clean
        }
    }
}

extension String {
    /// Whether the first letter is of a script that runs from right to left.
    var isRightToLeft: Bool {
        for scalar in unicodeScalars where scalar.properties.isAlphabetic {
            switch scalar.value {
            case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: return true
            default: return false
            }
        }
        return false
    }

    /// Without what no reader sees but programs act on; tabs stay.
    var withoutControls: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars where scalar == "\t" || scalar.properties.generalCategory != .control {
            result.append(scalar)
        }
        return String(result)
    }
}
