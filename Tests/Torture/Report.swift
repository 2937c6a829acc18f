/// What was counted, and what went wrong.
struct Report: Sendable {
    /// What may become of a message.
    enum Fault: String, CaseIterable, Sendable {
        case lost, doubled, misordered, leaked
        /// Anything else that is not as it has to be.
        case wrong
    }

    private static let shownFaults = 40

    private var counts: [(what: String, count: Int)] = []
    private(set) var faults: [(sentence: String, kind: Fault)] = []

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

    mutating func fault(_ sentence: String, _ kind: Fault = .wrong) {
        faults.append((sentence, kind))
    }

    /// A fault unless `condition` holds.
    mutating func expect(_ condition: Bool, _ kind: Fault = .wrong, _ sentence: @autoclosure () -> String) {
        if !condition { fault(sentence(), kind) }
    }

    mutating func expect(_ condition: Bool, _ sentence: @autoclosure () -> String) {
        if !condition { fault(sentence()) }
    }

    var text: String {
        let totals = Fault.allCases.map { kind in (kind.rawValue.uppercased(), faults.count { $0.kind == kind }) }
        let rows = counts + totals
        let width = rows.map(\.0.count).max() ?? 0
        let lines = rows.map { what, count in
            let number = String(count)
            let dots = String(repeating: ".", count: width - what.count + 3)
            return "\(what) \(dots)\(String(repeating: ".", count: max(0, 8 - number.count))) \(number)"
        }
        let shown = Fault.allCases.flatMap { kind in
            faults.filter { $0.kind == kind }.prefix(Self.shownFaults).map { "  ✘ \(kind.rawValue): \($0.sentence)" }
        }
        return (lines + shown).joined(separator: "\n")
    }
}
