import WireModel

/// The mail as a page: one table of at most 600 pixels, every style inline, nothing fetched from anywhere. Programs
/// that know `prefers-color-scheme` show it dark.
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
        let code = summary.language.rawValue
        let direction = isArabic ? "rtl" : "ltr"
        return """
            <!DOCTYPE html>
            <html dir="\(direction)" lang="\(code)" xmlns="http://www.w3.org/1999/xhtml">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="supported-color-schemes" content="light dark">
            <title>\(escaped(text.subject(summary.workspace)))</title>
            <style>\(Style.dark)</style>
            </head>
            <body class="m-canvas" dir="\(direction)" style="margin:0;padding:0;background:\(Style.canvas);">
            <div style="display:none;max-height:0;overflow:hidden;">\(escaped(text.introduction(of: summary)))</div>
            <table class="m-canvas" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" \
            style="background:\(Style.canvas);"><tr><td align="center" style="padding:32px 12px;">
            <table class="m-card" role="presentation" dir="\(direction)" width="600" cellpadding="0" \
            cellspacing="0" border="0" \
            style="width:100%;max-width:600px;background:\(Style.surface);border:1px solid \(Style.line);\
            border-radius:16px;border-collapse:separate;overflow:hidden;">
            \(heading)
            \(opening)
            \(days)
            <tr><td style="height:20px;line-height:20px;font-size:0;">&nbsp;</td></tr>
            </table>
            \(foot)
            </td></tr></table>
            </body>
            </html>

            """
    }

    private var isArabic: Bool { summary.language == .arabic }
    private var start: String { isArabic ? "right" : "left" }
    private var end: String { isArabic ? "left" : "right" }

    private func escaped(_ text: String) -> String { HTMLText.escaped(text) }

    private var heading: String {
        """
        <tr><td class="m-head" align="\(start)" style="background:\(Style.accent);padding:28px 32px 26px;\
        font-family:\(Style.face);color:#ffffff;">
        <div style="font-size:13px;line-height:20px;color:#bfe0d9;">\(escaped(text.title))</div>
        <div dir="auto" style="font-size:23px;line-height:34px;font-weight:700;text-align:\(start);">\
        \(escaped(summary.workspace))</div>
        </td></tr>
        <tr><td style="height:3px;line-height:3px;font-size:0;background:\(Style.gold);">&nbsp;</td></tr>
        """
    }

    private var opening: String {
        var lines = """
            <tr><td class="m-ink" align="\(start)" style="padding:28px 32px 4px;font-family:\(Style.face);\
            font-size:16px;line-height:28px;color:\(Style.ink);">
            <p style="margin:0 0 6px;font-weight:700;">\(escaped(text.greeting(summary.customer)))</p>
            <p style="margin:0;">\(introduction)</p>
            """
        if summary.omitted > 0 {
            lines += """

                <p class="m-soft" style="margin:8px 0 0;font-size:14px;color:\(Style.soft);">\
                \(escaped(text.omitted(summary.omitted)))</p>
                """
        }
        return lines + "\n</td></tr>"
    }

    /// Number and noun stay on one line.
    private var introduction: String {
        let count = escaped(text.messages(summary.messages.count))
        return escaped(text.introduction(of: summary))
            .replacing(": \(count).", with: ": <span style=\"white-space:nowrap;\">\(count).</span>")
            .replacing(" وفيها \(count).", with: " <span style=\"white-space:nowrap;\">وفيها \(count).</span>")
            .replacing(" وفيه \(count).", with: " <span style=\"white-space:nowrap;\">وفيه \(count).</span>")
    }

    private var days: String {
        summary.days.map { day in
            ([dayHeading(day.date)] + day.messages.map { bubble($0.message, at: $0.time) }).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private func dayHeading(_ date: LocalTime) -> String {
        """
        <tr><td align="center" style="padding:24px 24px 4px;font-family:\(Style.face);">
        <span class="m-day" style="display:inline-block;padding:3px 14px;border-radius:999px;\
        background:\(Style.canvas);font-size:13px;line-height:20px;color:\(Style.soft);">\
        \(escaped(text.date(date)))</span>
        </td></tr>
        """
    }

    /// The customer's own words stand at the line's end, the team's at its start, as in the chat.
    private func bubble(_ message: Message, at time: LocalTime) -> String {
        let isOwn = message.author.kind == .visitor
        let (side, kind) = isOwn ? (end, "m-own") : (start, "m-team")
        let colours = isOwn ? (back: Style.accentSoft, line: Style.accentLine) : (back: Style.sunken, line: Style.line)
        return """
            <tr><td align="\(side)" style="padding:10px 24px 0;">
            <table role="presentation" dir="\(isArabic ? "rtl" : "ltr")" align="\(side)" cellpadding="0" \
            cellspacing="0" border="0" style="max-width:84%;border-collapse:separate;">
            <tr><td class="m-soft" align="\(side)" style="padding:0 6px 4px;font-family:\(Style.face);font-size:13px;\
            line-height:20px;color:\(Style.soft);"><bdi class="m-ink" style="font-weight:700;color:\(Style.ink);">\
            \(escaped(text.author(message.author, in: summary)))</bdi>&nbsp;&nbsp;<span style="white-space:nowrap;">\
            \(escaped(text.clock(time)))</span></td></tr>
            <tr><td class="\(kind)" style="padding:11px 16px;background:\(colours.back);\
            border:1px solid \(colours.line);border-radius:14px;">
            <div class="m-ink" dir="auto" style="font-family:\(Style.face);font-size:16px;line-height:27px;\
            color:\(Style.ink);unicode-bidi:isolate;word-break:break-word;overflow-wrap:anywhere;">\
            \(HTMLText.paragraph(message.body))</div>
            </td></tr></table>
            </td></tr>
            """
    }

    private var foot: String {
        """
        <table role="presentation" dir="\(isArabic ? "rtl" : "ltr")" width="600" cellpadding="0" \
        cellspacing="0" border="0" style="width:100%;max-width:600px;"><tr>\
        <td class="m-soft" align="center" style="padding:20px 24px 8px;\
        font-family:\(Style.face);font-size:13px;line-height:22px;color:\(Style.soft);">
        \(escaped(text.farewell(summary.workspace)))<br>\(escaped(text.timeZone(summary.zone)))\(mark)
        </td></tr></table>
        """
    }

    private var mark: String {
        guard let home, home.hasPrefix("https://") || home.hasPrefix("http://") else { return "" }
        return """
            <br><a class="m-link" href="\(escaped(home))" style="color:\(Style.accent);text-decoration:none;\
            font-weight:700;">\(isArabic ? "مجلس" : "Majlis")</a>
            """
    }
}

/// Text that stays text within a page.
enum HTMLText {
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count + 16)
        for scalar in text.withoutControls.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Line breaks stay line breaks.
    static func paragraph(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { escaped(String($0)) }.joined(separator: "<br>\n")
    }
}

/// The colours of the widget and the inbox.
private enum Style {
    static let canvas = "#f4f1ea"
    static let surface = "#fffefb"
    static let sunken = "#f6f3ec"
    static let line = "#e4ded1"
    static let ink = "#1d2321"
    static let soft = "#626a64"
    static let accent = "#0c5a52"
    static let accentSoft = "#dcebe7"
    static let accentLine = "#bcd8d1"
    static let gold = "#c8973a"
    static let face =
        "-apple-system,'Segoe UI',Roboto,'Noto Sans','Noto Sans Arabic','Noto Naskh Arabic',Tahoma,Arial,sans-serif"

    static let dark = """
        @media (prefers-color-scheme:dark){\
        .m-canvas{background:#121513!important}\
        .m-card{background:#1a1e1c!important;border-color:#2d332f!important}\
        .m-head{background:#0c4a43!important}\
        .m-ink{color:#ecebe4!important}\
        .m-soft{color:#a3aaa1!important}\
        .m-day{background:#121513!important;color:#a3aaa1!important}\
        .m-own{background:#1b3a36!important;border-color:#2c554f!important}\
        .m-team{background:#232825!important;border-color:#2d332f!important}\
        .m-link{color:#6fcabb!important}}
        """
}
