import WireModel

/// What all mails look like as pages: one table of at most 600 pixels, every style inline, nothing fetched from
/// anywhere. Programs that know `prefers-color-scheme` show it dark. Every part is markup already.
struct MailPage {
    let language: Language
    let title: String
    /// What lists of mails show beside the subject.
    let preview: String
    /// The small line over the heading.
    let eyebrow: String
    let heading: String
    /// The card's rows, `<tr>` each.
    let rows: String
    let foot: String
    /// The deployment's own address, behind the name at the foot; none when it is not known.
    let home: String?

    private var isArabic: Bool { language == .arabic }
    private var direction: String { isArabic ? "rtl" : "ltr" }
    private var start: String { isArabic ? "right" : "left" }

    func render() -> String {
        """
        <!DOCTYPE html>
        <html dir="\(direction)" lang="\(language.rawValue)" xmlns="http://www.w3.org/1999/xhtml">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="supported-color-schemes" content="light dark">
        <title>\(title)</title>
        <style>\(MailStyle.sheet)</style>
        </head>
        <body class="m-canvas" dir="\(direction)" style="margin:0;padding:0;background:\(MailStyle.canvas);">
        <div style="display:none;max-height:0;overflow:hidden;">\(preview)</div>
        <table class="m-canvas" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" \
        style="background:\(MailStyle.canvas);"><tr><td align="center" style="padding:32px 12px;">
        <table class="m-card" role="presentation" dir="\(direction)" width="600" cellpadding="0" \
        cellspacing="0" border="0" \
        style="width:100%;max-width:600px;background:\(MailStyle.surface);border:1px solid \(MailStyle.line);\
        border-radius:16px;border-collapse:separate;overflow:hidden;">
        \(head)
        \(rows)
        <tr><td style="height:20px;line-height:20px;font-size:0;">&nbsp;</td></tr>
        </table>
        \(footer)
        </td></tr></table>
        </body>
        </html>

        """
    }

    private var head: String {
        """
        <tr><td class="m-head" align="\(start)" style="background:\(MailStyle.accent);padding:28px 32px 26px;\
        font-family:\(MailStyle.face);color:#ffffff;">
        <div style="font-size:13px;line-height:20px;color:#bfe0d9;">\(eyebrow)</div>
        <div dir="auto" style="font-size:23px;line-height:34px;font-weight:700;text-align:\(start);">\
        \(heading)</div>
        </td></tr>
        <tr><td style="height:3px;line-height:3px;font-size:0;background:\(MailStyle.gold);">&nbsp;</td></tr>
        """
    }

    private var footer: String {
        """
        <table role="presentation" dir="\(direction)" width="600" cellpadding="0" \
        cellspacing="0" border="0" style="width:100%;max-width:600px;"><tr>\
        <td class="m-soft" align="center" style="padding:20px 24px 8px;\
        font-family:\(MailStyle.face);font-size:13px;line-height:22px;color:\(MailStyle.soft);">
        \(foot)\(mark)
        </td></tr></table>
        """
    }

    private var mark: String {
        guard let home, home.hasPrefix("https://") || home.hasPrefix("http://") else { return "" }
        return """
            <br><a class="m-link" href="\(HTMLText.escaped(home))" style="color:\(MailStyle.accent);\
            text-decoration:none;font-weight:700;">\(isArabic ? "مجلس" : "Majlis")</a>
            """
    }
}
