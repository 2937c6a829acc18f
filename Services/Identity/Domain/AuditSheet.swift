import WireModel

/// The audit log as a table for spreadsheets: CSV as in RFC 4180, in UTF-8 with a byte order mark, without which
/// Excel takes Arabic for something else.
struct AuditSheet: Sendable {
    static let rowLimit = 10_000
    /// Well below what the gateway takes as an answer.
    static let bytesLimit = 6 << 20

    private(set) var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
    /// Entries in it.
    private(set) var rows = 0

    private static let columns = [
        "at", "action", "actor kind", "actor id", "actor", "target kind", "target id", "target", "address", "device",
        "details", "id",
    ]

    /// - Parameters:
    ///   - entries: The newest first; what is past ``rowLimit`` or ``bytesLimit`` is left out, and a last line says so.
    ///   - language: Of that line.
    init(_ entries: [AuditEntry], language: Language) {
        add(Self.columns)
        for entry in entries.prefix(Self.rowLimit) {
            guard bytes.count < Self.bytesLimit else { break }
            add(Self.cells(entry))
            rows += 1
        }
        if rows < entries.count { add([Self.note(rows, language)]) }
    }

    private static func cells(_ entry: AuditEntry) -> [String] {
        let details = entry.details.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return [
            entry.at.description, entry.action.rawValue, entry.actor.kind.rawValue, entry.actor.id ?? "",
            entry.actor.name, entry.target?.kind.rawValue ?? "", entry.target?.id ?? "", entry.target?.name ?? "",
            entry.address ?? "", entry.device ?? "", details.joined(separator: "; "), entry.id.description,
        ]
    }

    private static func note(_ rows: Int, _ language: Language) -> String {
        switch language {
        case .arabic: "هذا أحدث \(rows) من السجلات المطابقة، وهناك أقدم منها لم تُدرج. ضيّق المدة للحصول عليها."
        case .english: "These are the newest \(rows) matching entries; older ones are left out."
        }
    }

    private mutating func add(_ cells: [String]) {
        for (place, cell) in cells.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += Self.quoted(cell)
        }
        bytes += "\r\n".utf8
    }

    /// In quotes, with those within doubled. What a spreadsheet would take for a formula gets an apostrophe before it:
    /// names are typed by people, and a device's name by whoever knocks.
    private static func quoted(_ text: String) -> [UInt8] {
        var quoted = [UInt8(ascii: "\"")]
        if isFormula(text) { quoted.append(UInt8(ascii: "'")) }
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { quoted.append(byte) }
            quoted.append(byte)
        }
        quoted.append(UInt8(ascii: "\""))
        return quoted
    }

    /// Whether the first thing that is more than space or control begins a formula, in ASCII or its wide forms.
    private static func isFormula(_ text: String) -> Bool {
        let first = text.unicodeScalars.first { scalar in
            !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
                && scalar.properties.generalCategory != .format
        }
        guard let first else { return false }
        return "=+-@|＝＋－＠".unicodeScalars.contains(first)
    }
}
