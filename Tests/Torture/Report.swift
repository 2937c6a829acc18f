/// What was counted, and what went wrong.
struct Report: Sendable {
    private static let shownFaults = 40

    private var counts: [(what: String, count: Int)] = []
    private(set) var faults: [String] = []

    var isBad: Bool { !faults.isEmpty }

    mutating func count(_ what: String, _ number: Int = 1) {
        if let place = counts.firstIndex(where: { $0.what == what }) {
            counts[place].count += number
        } else {
            counts.append((what, number))
        }
    }

    mutating func add(_ other: Report) {
        for (what, number) in other.counts { count(what, number) }
        faults += other.faults
    }

    mutating func fault(_ sentence: String) {
        faults.append(sentence)
    }

    /// A fault unless `condition` holds.
    mutating func expect(_ condition: Bool, _ sentence: @autoclosure () -> String) {
        if !condition { fault(sentence()) }
    }

    var text: String {
        let rows = counts + [("FAULTS", faults.count)]
        let width = rows.map(\.what.count).max() ?? 0
        let lines = rows.map { row in
            let number = String(row.count)
            let dots = String(repeating: ".", count: width - row.what.count + 3)
            return "\(row.what) \(dots)\(String(repeating: ".", count: max(0, 8 - number.count))) \(number)"
        }
        return (lines + faults.prefix(Self.shownFaults).map { "  ✘ \($0)" }).joined(separator: "\n")
    }
}
