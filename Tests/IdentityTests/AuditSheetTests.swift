import Testing
import WireModel

@testable import Identity

struct AuditSheetTests {
    @Test func `begins with the mark and the names of the columns, and ends every line with CR LF`() {
        let text = text(AuditSheet([entry()], language: .english))

        #expect(text.hasPrefix("\u{FEFF}\"at\",\"action\","))
        #expect(text.hasSuffix("\r\n"))
        #expect(text.split(separator: "\r\n").count == 2)
    }

    @Test func `doubles quotes, and leaves commas and lines within a cell alone`() {
        let text = text(AuditSheet([entry(actor: "Sara \"the\nowner\", سارة")], language: .english))

        #expect(text.contains("\"Sara \"\"the\nowner\"\", سارة\""))
    }

    @Test(arguments: [
        "=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "\t=1+1", "\r=1+1", "\u{200F}=1+1", "\u{00A0}=1+1", "＝1+1", "|cmd",
    ])
    func `gives no formula to a spreadsheet`(name: String) {
        let text = text(AuditSheet([entry(actor: name)], language: .english))

        #expect(text.contains("\"'\(name)\""))
    }

    @Test func `puts the details in order in one cell`() {
        let sheet = AuditSheet([entry(details: ["role": "agent → admin", "inboxes": "all → –"])], language: .english)

        #expect(text(sheet).contains("\"inboxes: all → –; role: agent → admin\""))
    }

    @Test func `says when older ones are left out, in the reader's language`() {
        let many = [AuditEntry](repeating: entry(), count: AuditSheet.rowLimit + 1)

        let sheet = AuditSheet(many, language: .english)
        let arabic = AuditSheet(many, language: .arabic)

        #expect(sheet.rows == AuditSheet.rowLimit)
        let lines = text(sheet).split(separator: "\r\n")
        #expect(lines.count == AuditSheet.rowLimit + 2)
        #expect(lines.last?.contains("the newest 10000 matching entries") ?? false)
        #expect(text(arabic).split(separator: "\r\n").last?.contains("أحدث 10000") ?? false)
    }

    @Test func `stays within what the gateway passes on`() {
        let long = entry(details: ["name": String(repeating: "ع", count: 2000)])

        let sheet = AuditSheet([AuditEntry](repeating: long, count: AuditSheet.rowLimit), language: .arabic)

        #expect(sheet.rows < AuditSheet.rowLimit)
        #expect(sheet.bytes.count < AuditSheet.bytesLimit + 10_000)
        #expect(text(sheet).split(separator: "\r\n").last?.contains("أحدث \(sheet.rows)") ?? false)
    }

    private func text(_ sheet: AuditSheet) -> String { String(decoding: sheet.bytes, as: UTF8.self) }

    private func entry(actor: String = "Sara", details: [String: String] = [:]) -> AuditEntry {
        AuditEntry(
            id: AuditID(rawValue: 1), at: Timestamp(milliseconds: 1_795_253_400_000),
            actor: AuditActor(MemberID(rawValue: 2), name: actor), action: .memberChanged, details: details)
    }
}
