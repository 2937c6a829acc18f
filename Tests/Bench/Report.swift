import Glibc

/// One measured figure beside what it should be.
struct Row {
    var what: String
    var measured: String
    /// What this machine reaches at best in the same run; see ``Machine`` and ``BareServer``.
    var limit = ""
    /// What a release needs.
    var must = ""
    /// What we want to be known for; see the table in `shared/PERFORMANCE.md`.
    var moonshot = ""
}

/// The figures of one run as a table in Markdown.
struct Report {
    private var rows: [Row] = []

    mutating func add(
        _ what: String, _ measured: String, limit: String = "", must: String = "", moonshot: String = ""
    ) {
        rows.append(Row(what: what, measured: measured, limit: limit, must: must, moonshot: moonshot))
        note("  \(what): \(measured)" + (limit.isEmpty ? "" : ", the machine \(limit)"))
    }

    var text: String {
        let head = [
            Row(what: "what", measured: "this run", limit: "the machine's limit", must: "must", moonshot: "moonshot")
        ]
        let columns: [KeyPath<Row, String>] = [\.what, \.measured, \.limit, \.must, \.moonshot]
        let widths = columns.map { column in (head + rows).map { $0[keyPath: column].count }.max() ?? 0 }
        func line(_ row: Row) -> String {
            let cells = zip(columns, widths).map { column, width in
                let cell = row[keyPath: column]
                let room = String(repeating: " ", count: width - cell.count)
                return column == \Row.what ? cell + room : room + cell
            }
            return "| " + cells.joined(separator: " | ") + " |"
        }
        let rule =
            "|"
            + widths.enumerated().map { place, width in
                String(repeating: "-", count: width + 1) + (place == 0 ? "-" : ":")
            }.joined(separator: "|") + "|"
        return ([line(head[0]), rule] + rows.map(line)).joined(separator: "\n")
    }

    /// Where and when it was, so that figures of two runs are not compared blindly.
    static var machine: String {
        let model = contents(of: "/proc/cpuinfo").split(separator: "\n").first { $0.hasPrefix("model name") }
        let name = model?.split(separator: ":").last.map { String($0.drop { $0 == " " }) } ?? "unknown processor"
        let kernel = contents(of: "/proc/sys/kernel/osrelease").prefix { $0 != "\n" }
        let load = contents(of: "/proc/loadavg").split(separator: " ").first ?? "?"
        return "\(sysconf(Int32(_SC_NPROCESSORS_ONLN))) × \(name), Linux \(kernel), load \(load) at the start"
    }
}
