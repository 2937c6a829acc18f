import HTTP
import WireModel

/// The summary as a page: the messages as bubbles under their days.
struct SummaryPage {
    let summary: Summary
    /// The deployment's own address, behind the name at the foot; none when it is not known.
    let home: String?
    private let text: SummaryText

    init(_ summary: Summary, home: String? = nil) {
        self.summary = summary
        self.home = home
        text = SummaryText(language: summary.language)
    }

    func render() -> String {
        MailPage(
            language: summary.language, title: escaped(text.subject(summary.workspace)),
            preview: escaped(text.introduction(of: summary)), eyebrow: escaped(text.title),
            heading: escaped(summary.workspace), rows: "\(opening)\n\(days)",
            foot: "\(escaped(text.farewell(summary.workspace)))<br>\(escaped(text.timeZone(summary.zone)))", home: home
        ).render()
    }

    private var isArabic: Bool { summary.language == .arabic }
    private var start: String { isArabic ? "right" : "left" }
    private var end: String { isArabic ? "left" : "right" }

    private func escaped(_ text: String) -> String { HTMLText.escaped(text) }

    private var opening: String {
        var lines = """
            <tr><td class="m-ink" align="\(start)" style="padding:28px 32px 4px;font-family:\(MailStyle.face);\
            font-size:16px;line-height:28px;color:\(MailStyle.ink);">
            <p style="margin:0 0 6px;font-weight:700;">\(escaped(text.greeting(summary.customer)))</p>
            <p style="margin:0;">\(introduction)</p>
            """
        if summary.omitted > 0 {
            lines += """

                <p class="m-soft" style="margin:8px 0 0;font-size:14px;color:\(MailStyle.soft);">\
                \(escaped(text.omitted(summary.omitted)))</p>
                """
        }
        return lines + "\n</td></tr>"
    }

    /// Number and noun stay on one line.
    private var introduction: String {
        let count = escaped(text.messages(summary.messages.count))
        return escaped(text.introduction(of: summary))
            .with(": <span style=\"white-space:nowrap;\">\(count).</span>", for: ": \(count).")
            .with(" <span style=\"white-space:nowrap;\">وفيها \(count).</span>", for: " وفيها \(count).")
            .with(" <span style=\"white-space:nowrap;\">وفيه \(count).</span>", for: " وفيه \(count).")
    }

    private var days: String {
        summary.days.map { day in
            ([dayHeading(day.date)] + day.messages.map { bubble($0.message, at: $0.time) }).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private func dayHeading(_ date: LocalTime) -> String {
        """
        <tr><td align="center" style="padding:24px 24px 4px;font-family:\(MailStyle.face);">
        <span class="m-day" style="display:inline-block;padding:3px 14px;border-radius:999px;\
        background:\(MailStyle.canvas);font-size:13px;line-height:20px;color:\(MailStyle.soft);">\
        \(escaped(text.date(date)))</span>
        </td></tr>
        """
    }

    /// The customer's own words stand at the line's end, the team's at its start, as in the chat.
    private func bubble(_ message: Message, at time: LocalTime) -> String {
        let isOwn = message.author.kind == .visitor
        let (side, kind) = isOwn ? (end, "m-own") : (start, "m-team")
        let colours =
            isOwn
            ? (back: MailStyle.accentSoft, line: MailStyle.accentLine) : (back: MailStyle.sunken, line: MailStyle.line)
        return """
            <tr><td align="\(side)" style="padding:10px 24px 0;">
            <table role="presentation" dir="\(isArabic ? "rtl" : "ltr")" align="\(side)" cellpadding="0" \
            cellspacing="0" border="0" style="max-width:84%;border-collapse:separate;">
            <tr><td class="m-soft" align="\(side)" style="padding:0 6px 4px;font-family:\(MailStyle.face);\
            font-size:13px;line-height:20px;color:\(MailStyle.soft);">\
            <bdi class="m-ink" style="font-weight:700;color:\(MailStyle.ink);">\
            \(escaped(text.author(message.author, in: summary)))</bdi>&nbsp;&nbsp;<span style="white-space:nowrap;">\
            \(escaped(text.clock(time)))</span></td></tr>
            <tr><td class="\(kind)" style="padding:11px 16px;background:\(colours.back);\
            border:1px solid \(colours.line);border-radius:14px;">
            <div class="m-ink" dir="auto" style="font-family:\(MailStyle.face);font-size:16px;line-height:27px;\
            color:\(MailStyle.ink);unicode-bidi:isolate;word-break:break-word;overflow-wrap:anywhere;">\
            \(HTMLText.paragraph(message.body))</div>
            </td></tr></table>
            </td></tr>
            """
    }
}
