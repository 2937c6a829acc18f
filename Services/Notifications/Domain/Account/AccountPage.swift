import WireModel

/// An account mail as a page: what happened, the one button, what is known of it, and what to do if it was somebody
/// else.
struct AccountPage {
    let letter: AccountLetter
    let language: Language
    let home: String

    private var start: String { language == .arabic ? "right" : "left" }
    private var direction: String { language == .arabic ? "rtl" : "ltr" }
    private var product: String { AccountText.product(in: language) }

    func render() -> String {
        MailPage(
            language: language, title: letter.subject.html, preview: letter.paragraphs.first?.html ?? "",
            eyebrow: HTMLText.escaped(product), heading: letter.heading.html,
            rows: [opening, button, facts, caution].filter { !$0.isEmpty }.joined(separator: "\n"),
            foot: letter.reason.html, home: home
        ).render()
    }

    private var opening: String {
        let paragraphs = letter.paragraphs.map { "<p style=\"margin:0 0 12px;\">\($0.html)</p>" }
        return """
            <tr><td class="m-ink" align="\(start)" style="padding:28px 32px 0;font-family:\(MailStyle.face);\
            font-size:16px;line-height:28px;color:\(MailStyle.ink);overflow-wrap:anywhere;">
            <p style="margin:0 0 6px;font-weight:700;">\(letter.greeting.html)</p>
            \(paragraphs.joined(separator: "\n"))
            </td></tr>
            """
    }

    private var button: String {
        guard let button = letter.button else { return "" }
        let link = HTMLText.escaped(button.link)
        return """
            <tr><td align="\(start)" style="padding:12px 32px 8px;font-family:\(MailStyle.face);">
            <table class="m-wide" role="presentation" dir="\(direction)" cellpadding="0" cellspacing="0" border="0" \
            style="border-collapse:separate;"><tr>\
            <td class="m-button" align="center" bgcolor="\(MailStyle.accent)" \
            style="background:\(MailStyle.accent);border-radius:10px;">\
            <a class="m-push" href="\(link)" style="display:inline-block;padding:13px 30px;font-size:16px;\
            line-height:26px;font-weight:700;color:#ffffff;text-decoration:none;">\(button.label.html)</a></td>\
            </tr></table>
            <div class="m-ink" style="margin:14px 0 0;font-size:14px;line-height:24px;color:\(MailStyle.ink);">\
            \(button.validity.html)</div>
            <div class="m-soft" style="margin:6px 0 0;font-size:13px;line-height:22px;color:\(MailStyle.soft);">\
            \(HTMLText.escaped(AccountText.byHand(in: language)))<br>\
            <a class="m-link" dir="ltr" href="\(link)" style="display:block;text-align:left;\
            color:\(MailStyle.accent);font-size:12px;line-height:19px;word-break:break-all;text-decoration:none;">\
            \(link)</a></div>
            </td></tr>
            """
    }

    private var facts: String {
        guard !letter.facts.isEmpty else { return "" }
        let rows = letter.facts.map { fact in
            """
            <tr><td class="m-soft m-fact" align="\(start)" valign="top" style="padding:3px 16px;font-size:14px;\
            line-height:24px;color:\(MailStyle.soft);white-space:nowrap;">\(fact.label.html)</td>\
            <td class="m-ink m-fact" align="\(start)" valign="top" width="100%" style="padding:3px 16px;\
            font-size:14px;line-height:24px;color:\(MailStyle.ink);overflow-wrap:anywhere;">\(fact.value.html)</td></tr>
            """
        }
        return """
            <tr><td style="padding:16px 32px 0;font-family:\(MailStyle.face);">
            <table class="m-team" role="presentation" dir="\(direction)" width="100%" cellpadding="0" \
            cellspacing="0" border="0" style="width:100%;background:\(MailStyle.sunken);\
            border:1px solid \(MailStyle.line);border-radius:12px;border-collapse:separate;">
            <tr><td colspan="2" style="height:9px;line-height:9px;font-size:0;">&nbsp;</td></tr>
            \(rows.joined(separator: "\n"))
            <tr><td colspan="2" style="height:9px;line-height:9px;font-size:0;">&nbsp;</td></tr>
            </table>
            </td></tr>
            """
    }

    /// In a notice it is what matters; beside a link it says that nothing need be done.
    private var caution: String {
        let look =
            letter.button == nil
            ? (name: "m-ink", style: "font-size:16px;line-height:28px;color:\(MailStyle.ink);")
            : (name: "m-soft", style: "font-size:14px;line-height:25px;color:\(MailStyle.soft);")
        return """
            <tr><td class="\(look.name)" align="\(start)" style="padding:20px 32px 8px;\
            font-family:\(MailStyle.face);\(look.style)">\(letter.caution.html)</td></tr>
            """
    }
}
