/// The colours of the widget and the inbox.
enum MailStyle {
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

    static let sheet = """
        @media (prefers-color-scheme:dark){\
        .m-canvas{background:#121513!important}\
        .m-card{background:#1a1e1c!important;border-color:#2d332f!important}\
        .m-head{background:#0c4a43!important}\
        .m-ink{color:#ecebe4!important}\
        .m-soft{color:#a3aaa1!important}\
        .m-day{background:#121513!important;color:#a3aaa1!important}\
        .m-own{background:#1b3a36!important;border-color:#2c554f!important}\
        .m-team{background:#232825!important;border-color:#2d332f!important}\
        .m-button{background:#1c7a6f!important}\
        .m-link{color:#6fcabb!important}}\
        @media (max-width:480px){\
        .m-wide{width:100%!important}\
        .m-push{display:block!important}\
        .m-fact{display:block!important;width:auto!important;white-space:normal!important}\
        .m-fact+.m-fact{padding-top:0!important;padding-bottom:8px!important}}
        """
}
