import TestKit

/// What each process holds of memory, while everybody is connected.
///
/// Only what is its own: pages of a database that it has mapped are the system's cache, and may be taken at any moment.
struct Memory: Sendable {
    /// Every process begins small, and grows until what it keeps is full: SQLite's caches (2 MiB a connection), the
    /// gateway's newest events (16 MiB, and as much again while half of them are dropped), the log's tail, and what the
    /// allocator keeps of a crowd that came back at once.
    private static let growthKiB = 48 << 10
    /// And no further: what is kept for ever is a few hundred bytes a conversation, which is far below.
    private static let factor = 2

    private let kibibytes: [Place: Int]

    init(of deployment: Deployment) {
        kibibytes = Dictionary(
            uniqueKeysWithValues: deployment.places.compactMap { place in
                guard let program = deployment.program(place.name, place.number) else { return nil }
                return Self.own(of: Int(program.process)).map { (place, $0) }
            })
    }

    func compare(with before: Memory, _ report: inout Report) {
        for (place, now) in kibibytes.sorted(by: { $0.key.description < $1.key.description }) {
            guard let then = before.kibibytes[place] else { continue }
            report.count("KiB of \(place), at the beginning", then)
            report.count("KiB of \(place), at the end", now)
            let limit = then * Self.factor + Self.growthKiB
            report.expect(now <= limit, "\(place) holds \(now) KiB, at the beginning \(then)")
        }
    }

    private static func own(of process: Int) -> Int? {
        let path = "/proc/\(process)/smaps_rollup"
        guard let bytes = SmallFile.bytes(at: path) else { return nil }
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("Pss_Anon:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }
}
